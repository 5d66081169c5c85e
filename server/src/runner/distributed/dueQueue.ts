interface Entry<T> {
  readonly due: number;
  readonly order: number;
  readonly value: T;
}

/** Values by due time, then in the order in which they came: a binary heap. */
export class DueQueue<T> {
  readonly #heap: Entry<T>[] = [];
  #order = 0;

  /** The earliest due time. */
  get due(): number | undefined {
    return this.#heap[0]?.due;
  }

  add(due: number, value: T): void {
    const heap = this.#heap;
    let at = heap.push({ due, order: this.#order++, value }) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(heap[at]!, heap[parent]!)) {
        return;
      }
      swap(heap, at, parent);
      at = parent;
    }
  }

  /** Takes the earliest value. */
  take(): T | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (heap.length > 0 && last) {
      heap[0] = last;
      for (let at = 0; ;) {
        const left = 2 * at + 1;
        const right = left + 1;
        const smaller = right < heap.length && before(heap[right]!, heap[left]!) ? right : left;
        if (left >= heap.length || !before(heap[smaller]!, heap[at]!)) {
          break;
        }
        swap(heap, at, smaller);
        at = smaller;
      }
    }
    return first?.value;
  }
}

function before<T>(a: Entry<T>, b: Entry<T>): boolean {
  return a.due < b.due || (a.due === b.due && a.order < b.order);
}

function swap<T>(heap: T[], a: number, b: number): void {
  const held = heap[a]!;
  heap[a] = heap[b]!;
  heap[b] = held;
}

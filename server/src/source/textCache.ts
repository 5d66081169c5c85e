/** What an entry takes beside its text, in characters. */
const overhead = 16;
/** From this length on V8 keeps a part of a text as a view of the whole. */
const shortestView = 13;

/**
 * What was made of texts, each distinct one once. The oldest are forgotten when there are more than `most` characters of them: what is made of a text grows with
 * it, so that bounds the memory as well.
 */
export class TextCache<V> {
  private readonly made = new Map<string, V>();
  private characters = 0;

  constructor(
    private readonly make: (text: string) => V,
    private readonly most: number,
  ) {}

  /** What is made of the text. */
  of(text: string): V {
    return this.made.get(text) ?? this.add(detached(text));
  }

  private add(text: string): V {
    const value = this.make(text);
    this.made.set(text, value);
    this.characters += text.length + overhead;
    for (const oldest of this.characters > this.most ? this.made.keys() : []) {
      this.made.delete(oldest);
      this.characters -= oldest.length + overhead;
      if (this.characters <= this.most / 2) {
        break;
      }
    }
    return value;
  }
}

/** The same text with characters of its own: a part of a document would keep the whole of it in memory. */
function detached(text: string): string {
  return text.length < shortestView ? text : (JSON.parse(JSON.stringify(text)) as string);
}

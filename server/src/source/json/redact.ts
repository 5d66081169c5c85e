import { type Json, isArray, isNumber, isObject, object } from './value';

/** Takes values out of data and leaves its shape: the same value becomes the same stand-in wherever it stands. */
export class Redaction {
  readonly #texts = new Map<string, string>();
  readonly #numbers = new Map<string, number>();

  /**
   * `kept` says which texts and numbers stay, by their spelling: what a definition compares with says nothing about anybody. Without
   * `numbers` only texts are replaced.
   */
  constructor(
    private readonly kept: (value: string) => boolean,
    private readonly numbers: boolean,
  ) {}

  /** The data without its values; keys, booleans, null and the lengths of lists stay. */
  of(value: Json): Json {
    if (typeof value === 'string') {
      return this.text(value);
    }
    if (isArray(value)) {
      return value.map((item) => this.of(item));
    }
    if (isObject(value)) {
      return object(Object.entries(value).map(([key, member]): [string, Json] => [key, this.of(member)]));
    }
    return this.numbers && isNumber(value) && !this.kept(String(value))
      ? this.#standIn(this.#numbers, String(value), (n) => n)
      : value;
  }

  /** A text alone: `text-1`, `text-2` … */
  text(value: string): string {
    return value === '' || this.kept(value) ? value : this.#standIn(this.#texts, value, (n) => `text-${n}`);
  }

  #standIn<T>(known: Map<string, T>, value: string, make: (n: number) => T): T {
    const standIn = known.get(value) ?? make(known.size + 1);
    known.set(value, standIn);
    return standIn;
  }
}

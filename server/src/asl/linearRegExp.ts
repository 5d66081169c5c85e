import { RE2JS } from 're2js';

/**
 * A regular expression that takes time in proportion to the text, whatever it is: one that backtracks can take years. The price are
 * look-ahead, look-behind and back references, which it does not know.
 */
export class LinearRegExp {
  /** Where the next `exec` begins, and after it where the match ends: as in a RegExp with the flag g. */
  lastIndex = 0;
  readonly source: string;
  readonly #compiled: RE2JS;

  /** Throws an Error that says what of the pattern is not known. */
  constructor(expression: RegExp) {
    this.source = expression.source;
    this.#compiled = compile(expression);
  }

  exec(text: string): RegExpExecArray | null {
    const matcher = this.#compiled.matcher(text);
    if (this.lastIndex > text.length || !matcher.find(this.lastIndex)) {
      this.lastIndex = 0;
      return null;
    }
    this.lastIndex = matcher.end();
    const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, i) => matcher.group(i) ?? undefined);
    return Object.assign(groups, { index: matcher.start(), input: text }) as unknown as RegExpExecArray;
  }

  /** Whether the whole text matches. */
  matchesAll(text: string): boolean {
    return this.#compiled.matches(text);
  }
}

const compiled = new Map<string, RE2JS>();
const maxCompiled = 200;

function compile({ source, flags }: RegExp): RE2JS {
  const key = `${flags}/${source}`;
  let found = compiled.get(key);
  if (!found) {
    const options =
      (flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0) |
      (flags.includes('m') ? RE2JS.MULTILINE : 0) |
      (flags.includes('s') ? RE2JS.DOTALL : 0);
    try {
      found = RE2JS.compile(RE2JS.translateRegExp(source), options);
    } catch (problem) {
      const { message } = problem as Error;
      throw new Error(
        `The regular expression /${source}/ cannot be used: look-ahead and back references are not known. ${message}`,
        { cause: problem },
      );
    }
    if (compiled.size >= maxCompiled) {
      compiled.delete(compiled.keys().next().value!);
    }
    compiled.set(key, found);
  }
  return found;
}

import { createScanner } from 'jsonc-parser';

export type TokenKind =
  '{' | '}' | '[' | ']' | ':' | ',' | 'string' | 'number' | 'true' | 'false' | 'null' | 'placeholder' | 'unknown' | 'end';

const quote = 34;
const backslash = 92;
const slash = 47;
const openBrace = 123;
/** ScanError.None: the enumeration itself is a const enum, which isolated modules cannot read. */
const noError = 0;

/** What is wrong inside a token or between tokens. */
export type Report = (message: string, start: number, end: number) => void;

/**
 * Cuts JSON text into tokens, one at a time: `kind`, `start`, `end`, and of strings `value` tell of the current one.
 * Strings with escapes, numbers and comments are read by jsonc-parser's scanner; what JSON does not know
 * (`${Placeholder}`, bare words, single quotes) becomes one token each.
 */
export class JsonTokens {
  kind: TokenKind = 'end';
  start = 0;
  end = 0;
  value = '';
  /** The string has no closing quote: it ends with its line. */
  isOpenString = false;

  private position = 0;
  private readonly scanner;

  constructor(
    readonly text: string,
    private readonly report: Report,
  ) {
    this.scanner = createScanner(text, false);
  }

  /** Goes on reading at `offset`. */
  startAt(offset: number): void {
    this.position = offset;
  }

  /** At an opening bracket: steps over all up to the one that closes it, or to the end of the text; answers where that ends. */
  skipContainer(): number {
    let depth = 0;
    let end: number;
    do {
      if (this.kind === '{' || this.kind === '[') {
        depth++;
      } else if (this.kind === '}' || this.kind === ']') {
        depth--;
      }
      ({ end } = this);
      this.next();
    } while (depth > 0 && (this.kind as string) !== 'end');
    return end;
  }

  /** Moves on to the next token. */
  next(): void {
    this.skipTrivia();
    const { text } = this;
    const at = this.position;
    this.start = at;
    if (at >= text.length) {
      this.finish('end', at);
      return;
    }
    const code = text.charCodeAt(at);
    switch (code) {
      case openBrace:
        return this.finish('{', at + 1);
      case 125:
        return this.finish('}', at + 1);
      case 91:
        return this.finish('[', at + 1);
      case 93:
        return this.finish(']', at + 1);
      case 58:
        return this.finish(':', at + 1);
      case 44:
        return this.finish(',', at + 1);
      case quote:
        return this.string(at);
      default:
        if (code === 45 || (code >= 48 && code <= 57)) {
          return this.number(at);
        }
        return this.word(at);
    }
  }

  /** Whether the next token after the current one is a colon. Comments between them count as none. */
  isColonNext(): boolean {
    let at = this.position;
    while (isSpace(this.text.charCodeAt(at))) {
      at++;
    }
    return this.text.charCodeAt(at) === 58;
  }

  private finish(kind: TokenKind, end: number): void {
    this.kind = kind;
    this.end = end;
    this.position = end;
  }

  private skipTrivia(): void {
    const { text } = this;
    let at = this.position;
    for (;;) {
      const code = text.charCodeAt(at);
      if (isSpace(code)) {
        at++;
      } else if (code === slash && (text.charCodeAt(at + 1) === slash || text.charCodeAt(at + 1) === 42)) {
        this.scanner.setPosition(at);
        this.scanner.scan();
        const end = Math.min(this.scanner.getPosition(), text.length);
        this.report(
          text.charCodeAt(at + 1) !== slash && !(end >= at + 4 && text.endsWith('*/', end))
            ? 'This comment is not closed; JSON has no comments.'
            : 'JSON has no comments, and AWS refuses a definition with one; use the field "Comment".',
          at,
          end,
        );
        at = end;
      } else {
        break;
      }
    }
    this.position = at;
  }

  private string(start: number): void {
    const { text } = this;
    this.isOpenString = false;
    let at = start + 1;
    let code = text.charCodeAt(at);
    while (code !== quote && code !== backslash && code >= 32) {
      code = text.charCodeAt(++at);
    }
    if (code === quote) {
      this.value = text.slice(start + 1, at);
      return this.finish('string', at + 1);
    }
    this.scanner.setPosition(start);
    this.scanner.scan();
    this.value = this.scanner.getTokenValue();
    const end = this.scanner.getPosition();
    this.finish('string', end);
    const isFaulty = Number(this.scanner.getTokenError()) !== noError;
    this.isOpenString = end - 1 === start || text.charCodeAt(end - 1) !== quote || isEscaped(text, end - 1);
    if (isFaulty || this.isOpenString) {
      this.reportString(start, end);
    }
  }

  /** Finds the characters of a faulty string that are wrong. */
  private reportString(start: number, end: number): void {
    const { text } = this;
    for (let at = start + 1; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code === backslash) {
        const next = text.charAt(at + 1);
        if (next === 'u') {
          const digits = /^[0-9a-fA-F]{0,4}/.exec(text.slice(at + 2, at + 6))![0];
          if (digits.length < 4) {
            this.report('\\u must be followed by four hexadecimal digits.', at, at + 2 + digits.length);
          }
        } else if (at + 1 < end && !'"\\/bfnrt'.includes(next)) {
          this.report(`\\${next} is no escape sequence of JSON; a backslash itself is written \\\\.`, at, at + 2);
        }
        at++;
      } else if (code < 32) {
        this.report('A control character must be written as an escape sequence, such as \\t or \\u0007.', at, at + 1);
      }
    }
    if (this.isOpenString) {
      this.report('This string is not closed: a double quote is missing.', start, end);
    }
  }

  private number(start: number): void {
    this.scanner.setPosition(start);
    this.scanner.scan();
    const end = this.scanner.getPosition();
    const next = this.text.charCodeAt(end);
    if (
      Number(this.scanner.getTokenError()) !== noError ||
      isWordPart(next) ||
      (end === start + 1 && this.text.charCodeAt(start) === 45)
    ) {
      return this.word(start);
    }
    this.finish('number', end);
  }

  /** Everything else: keywords, placeholders, and text that is no JSON, up to where a value could end. */
  private word(start: number): void {
    const { text } = this;
    if (text.charCodeAt(start) === 36 && text.charCodeAt(start + 1) === openBrace) {
      const end = placeholderEnd(text, start + 2);
      const name = end > 0 ? text.slice(start + 2, end - 1).trim() : '';
      if (name !== '' && !isWordPart(text.charCodeAt(end))) {
        this.value = name;
        return this.finish('placeholder', end);
      }
    }
    if (text.charCodeAt(start) === 39) {
      const close = /[^'\r\n]*'/y;
      close.lastIndex = start + 1;
      if (close.test(text)) {
        this.value = text.slice(start + 1, close.lastIndex - 1);
        return this.finish('unknown', close.lastIndex);
      }
    }
    let end = start;
    while (end < text.length && isWordPart(text.charCodeAt(end))) {
      end =
        text.charCodeAt(end) === 36 && text.charCodeAt(end + 1) === openBrace
          ? Math.max(placeholderEnd(text, end + 2), end + 1)
          : end + 1;
    }
    end = Math.max(end, start + 1);
    const value = text.slice(start, end);
    this.value = value;
    this.finish(value === 'true' || value === 'false' || value === 'null' ? value : 'unknown', end);
  }
}

/** Longer ones are taken for text: looking for the end of each of very many must not take time that grows with their square. */
const maxPlaceholder = 2000;

/** Where a `${` ends whose inside begins at `start`: behind its brace; 0 when it is not closed on its line. Inner braces count. */
function placeholderEnd(text: string, start: number): number {
  let depth = 1;
  const limit = Math.min(text.length, start + maxPlaceholder);
  for (let at = start; at < limit; at++) {
    switch (text.charCodeAt(at)) {
      case openBrace:
        depth++;
        break;
      case 125:
        if (--depth === 0) {
          return at + 1;
        }
        break;
      case 10:
      case 13:
        return 0;
    }
  }
  return 0;
}

/** Whether an odd number of backslashes stands before `at`. */
function isEscaped(text: string, at: number): boolean {
  let count = 0;
  while (text.charCodeAt(at - 1 - count) === backslash) {
    count++;
  }
  return count % 2 === 1;
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

/** Not a space, a bracket, a quote, a comma or a colon. */
function isWordPart(code: number): boolean {
  switch (code) {
    case 9:
    case 10:
    case 13:
    case 32:
    case quote:
    case 44:
    case 58:
    case 91:
    case 93:
    case openBrace:
    case 125:
      return false;
    default:
      return !Number.isNaN(code);
  }
}

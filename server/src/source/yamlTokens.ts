import { Lexer } from 'yaml';

export type YamlTokenKind =
  | 'plain'
  | 'single'
  | 'double'
  | 'block'
  | 'alias'
  | 'anchor'
  | 'tag'
  | '-'
  | '?'
  | ':'
  | '{'
  | '}'
  | '['
  | ']'
  | ','
  | '---'
  | '...'
  /** A flow collection ends here because the line is not indented enough. */
  | 'flow-break'
  | 'end';

/** One token; `column` counts from 0, `line` is where it begins. */
export interface YamlToken {
  readonly kind: YamlTokenKind;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  /** Nothing but white space stands before it on its line. */
  readonly isFirst: boolean;
  /** Offset of a tab in the white space directly before it; -1 without one. */
  readonly tab: number;
  /** Of a block scalar: where its lines begin. */
  readonly body: number;
}

/** What the lexer puts between lexemes: no text of the document. */
const startOfDocument = '\x02';
const endOfFlow = '\x18';
const scalarFollows = '\x1f';

const kinds: Readonly<Record<string, YamlTokenKind>> = {
  "'": 'single',
  '"': 'double',
  '|': 'block',
  '>': 'block',
  '*': 'alias',
  '&': 'anchor',
  '!': 'tag',
  '-': '-',
  '?': '?',
  ':': ':',
  '{': '{',
  '}': '}',
  '[': '[',
  ']': ']',
  ',': ',',
  '.': '...',
};

/** Tags and anchors in a row that are still read: the lexer recurses over them. */
const maxProperties = 200;

/** Cuts YAML into tokens with the yaml library's lexer; white space, comments and directives are stepped over. The current token is in the fields. */
export class YamlTokens implements YamlToken {
  kind: YamlTokenKind = 'end';
  start = 0;
  end = 0;
  line = 0;
  column = 0;
  endLine = 0;
  isFirst = true;
  tab = -1;
  body = 0;
  /** End of the token before, and the line it ends in. */
  lastEnd = 0;
  lastLine = -1;

  private readonly lexer = new Lexer();
  private readonly lexemes: Iterator<string>;
  /** Whether brackets have ended at a line that is not indented enough. */
  hasFlowBreak = false;

  private offset = 0;
  private currentLine = 0;
  private lineStart = 0;
  private isLineStart = true;
  private properties = 0;
  private readonly waiting: YamlToken[] = [];

  constructor(
    readonly text: string,
    /** Brackets end where they are closed, however the lines within them are indented. */
    private readonly isLoose: boolean,
    /** Told of a comment that no space separates from the text before it. */
    private readonly onTightComment: (start: number, end: number) => void,
  ) {
    this.lexemes = this.lexer.lex(text);
  }

  /** Goes on to the next token. */
  next(): void {
    this.lastEnd = this.end;
    this.lastLine = this.endLine;
    const waiting = this.waiting.pop();
    if (waiting) {
      this.take(waiting);
      return;
    }
    this.tab = -1;
    for (;;) {
      const step = this.lexemes.next();
      if (step.done) {
        this.stop();
        return;
      }
      if (this.read(step.value)) {
        return;
      }
    }
  }

  /** The rest of the text is not read: it is as if it ended here. */
  stop(): void {
    this.waiting.length = 0;
    this.properties = Infinity;
    Object.assign(this, {
      kind: 'end',
      start: this.text.length,
      end: this.text.length,
      line: this.currentLine,
      column: -1,
      isFirst: true,
    });
    this.endLine = this.currentLine + 1;
  }

  /** Puts tokens before the current one; the first of them is current then, `last` the one before it. */
  putBack(tokens: readonly YamlToken[], last: YamlToken): void {
    this.waiting.push(this.copy());
    this.lastEnd = last.end;
    this.lastLine = last.endLine;
    for (let index = tokens.length - 1; index > 0; index--) {
      this.waiting.push(tokens[index]!);
    }
    this.take(tokens[0]!);
  }

  copy(): YamlToken {
    const { kind, start, end, line, column, endLine, isFirst, tab, body } = this;
    return { kind, start, end, line, column, endLine, isFirst, tab, body };
  }

  private take(token: YamlToken): void {
    this.kind = token.kind;
    this.start = token.start;
    this.end = token.end;
    this.line = token.line;
    this.column = token.column;
    this.endLine = token.endLine;
    this.isFirst = token.isFirst;
    this.tab = token.tab;
    this.body = token.body;
  }

  /** Reads one lexeme; answers whether a token is complete with it. */
  private read(lexeme: string): boolean {
    const { offset } = this;
    switch (lexeme) {
      case startOfDocument:
        return false;
      case endOfFlow:
        this.hasFlowBreak = true;
        return this.finish('flow-break', offset, offset);
      case scalarFollows: {
        const step = this.lexemes.next();
        const source = step.done ? '' : step.value;
        return this.finish('plain', offset, offset + source.length);
      }
      case '':
        return false;
      case '\n':
      case '\r\n':
        this.newLine(offset + lexeme.length);
        return false;
    }
    const end = offset + lexeme.length;
    switch (lexeme[0]) {
      case ' ':
      case '\t':
        if (this.tab < 0) {
          const tab = lexeme.indexOf('\t');
          this.tab = tab < 0 ? -1 : offset + tab;
        }
        this.offset = end;
        return false;
      case '\uFEFF':
        this.offset = end;
        this.lineStart = end;
        return false;
      case '#':
        if (offset > this.lineStart && !/\s/.test(this.text.charAt(offset - 1))) {
          this.onTightComment(offset, end);
        }
        this.offset = end;
        return false;
      case '%':
        this.offset = end;
        return false;
      case '|':
      case '>':
        return this.blockScalar(offset, end);
      case '{':
      case '[':
        if (this.isLoose) {
          // The lexer ends a flow collection at a line that is indented less than this.
          (this.lexer as unknown as { indentNext: number }).indentNext = 0;
        }
        break;
      case '-':
        return this.finish(lexeme === '---' ? '---' : '-', offset, end);
      default:
    }
    return this.finish(kinds[lexeme[0]!] ?? 'plain', offset, end);
  }

  /** Reads what stands behind the header of a block scalar up to its last line. */
  private blockScalar(start: number, headerEnd: number): boolean {
    const { line, column, isFirst } = this.place(start);
    this.offset = headerEnd;
    for (;;) {
      const step = this.lexemes.next();
      if (step.done) {
        break;
      }
      const lexeme = step.value;
      if (lexeme === scalarFollows) {
        const body = this.lexemes.next();
        const source = body.done ? '' : body.value;
        const at = this.offset;
        this.setToken('block', start, at + source.length, line, column, isFirst, at);
        this.advance(source);
        this.endLine = source === '' || source.endsWith('\n') ? this.currentLine - 1 : this.currentLine;
        this.isLineStart = true;
        return true;
      }
      this.offset += lexeme.length;
      if (lexeme === '\n' || lexeme === '\r\n') {
        this.newLine(this.offset);
      }
    }
    this.setToken('block', start, headerEnd, line, column, isFirst, this.offset);
    return true;
  }

  private place(start: number): { readonly line: number; readonly column: number; readonly isFirst: boolean } {
    return { line: this.currentLine, column: start - this.lineStart, isFirst: this.isLineStart };
  }

  private finish(kind: YamlTokenKind, start: number, end: number): boolean {
    const { line, column, isFirst } = this.place(start);
    this.setToken(kind, start, end, line, column, isFirst, 0);
    this.advance(kind === 'plain' || kind === 'single' || kind === 'double' ? this.text.slice(start, end) : '');
    this.offset = end;
    this.endLine = this.currentLine;
    this.isLineStart = false;
    this.properties = kind === 'anchor' || kind === 'tag' ? this.properties + 1 : 0;
    if (this.properties > maxProperties) {
      this.stop();
    }
    return true;
  }

  private setToken(
    kind: YamlTokenKind,
    start: number,
    end: number,
    line: number,
    column: number,
    isFirst: boolean,
    body: number,
  ): void {
    this.kind = kind;
    this.start = start;
    this.end = end;
    this.line = line;
    this.column = column;
    this.endLine = line;
    this.isFirst = isFirst;
    this.body = body;
  }

  /** Counts the lines within a scalar. */
  private advance(source: string): void {
    for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) {
      this.currentLine++;
      this.lineStart = this.offset + at + 1;
    }
    this.offset += source.length;
  }

  private newLine(start: number): void {
    this.offset = start;
    this.lineStart = start;
    this.currentLine++;
    this.isLineStart = true;
    this.tab = -1;
  }
}

import { JsonProblems, indentationAt } from './jsonProblems';
import { JsonTokens } from './jsonTokens';
import type { Open } from './jsonTree';
import { JsonTree } from './jsonTree';
import type { Node, Parsed, ProblemCode, StringNode } from './node';

/** Nesting that is still read. Deeper text would overflow the stack of whatever walks the tree. */
export const maxDepth = 1500;

/** What the grammar allows next. */
type Expected = 'value' | 'key' | 'colon' | 'separator' | 'end';

/** Reads one JSON text, token by token; `parseJson` says which way of reading it is taken. */
export class JsonParser {
  private readonly problems = new JsonProblems();
  private readonly tokens: JsonTokens;
  private readonly tree = new JsonTree();
  private expected: Expected = 'value';
  /** Start and end of the token before the current one. */
  private lastStart = 0;
  private lastEnd = 0;
  private lastWasComma = false;
  private lastWasOpenString = false;
  /** A value was missing and told; that no comma follows it need not be told as well. */
  private isAfterMissingValue = false;
  /** How far the current line is indented. */
  private lineIndent = 0;
  /** A bracket was missing, or closed nothing. */
  isUnbalanced = false;

  constructor(
    private readonly text: string,
    /** Whether a line that is indented no deeper than the one that opened an object or array ends that. */
    private readonly trustsIndentation: boolean,
    /** Objects and arrays around what is read. */
    private readonly depthAround = 0,
  ) {
    this.tokens = new JsonTokens(text, (message, start, end) => this.report('invalid-json', message, start, end));
  }

  parse(start = 0): Parsed {
    const { tokens, text } = this;
    if (start > 0) {
      tokens.startAt(start);
    } else if (text.charCodeAt(0) === 0xfeff) {
      this.problems.byteOrderMark();
      tokens.startAt(1);
    }
    this.advance();
    if (tokens.kind === 'end') {
      this.problems.empty(text.length);
      return { root: undefined, problems: this.problems.inOrder() };
    }
    while (this.step());
    return { root: this.tree.root, problems: this.problems.inOrder() };
  }

  /** Reads one token; answers whether there is more to read. */
  private step(): boolean {
    if (this.tokens.kind === 'end') {
      this.closeAll();
      return false;
    }
    if (this.trustsIndentation && this.followIndentation()) {
      return true;
    }
    switch (this.expected) {
      case 'value':
        this.value();
        return true;
      case 'key':
        this.key();
        return true;
      case 'colon':
        this.colon();
        return true;
      case 'separator':
        this.separator();
        return true;
      case 'end':
        this.isUnbalanced = true;
        this.problems.secondValue(this.tokens.start, this.text.length);
        return false;
    }
  }

  private value(): void {
    const { tokens } = this;
    const { top } = this.tree;
    const { start, end } = tokens;
    switch (tokens.kind) {
      case '{':
      case '[':
        this.open(tokens.kind);
        return;
      case 'string':
        if (top?.key && tokens.isColonNext()) {
          this.missingValue();
          return;
        }
        this.lastWasOpenString = tokens.isOpenString;
        this.put({ kind: 'string', start, end, value: tokens.value });
        this.advance();
        return;
      case 'number':
        this.put({ kind: 'number', start, end, text: this.text.slice(start, end) });
        this.advance();
        return;
      case 'true':
      case 'false':
        this.put({ kind: 'boolean', start, end, value: tokens.kind === 'true' });
        this.advance();
        return;
      case 'null':
        this.put({ kind: 'null', start, end });
        this.advance();
        return;
      case 'placeholder':
        this.put({ kind: 'placeholder', start, end, name: tokens.value });
        this.advance();
        return;
      case 'unknown':
        this.unknownValue();
        return;
      case ']':
        if (top?.items) {
          if (this.lastWasComma) {
            this.trailingComma();
          }
          this.close(end);
          this.advance();
          return;
        }
        this.missingValue();
        return;
      case ',':
        if (top?.items) {
          this.report('invalid-json', 'A value is missing before this comma.', start, end);
          this.advance();
          this.lastWasComma = true;
          return;
        }
        this.missingValue();
        return;
      case '}':
        if (top?.items) {
          if (this.lastWasComma) {
            this.trailingComma();
          }
          this.expected = 'separator';
          return;
        }
        this.missingValue();
        return;
      default:
        this.missingValue();
    }
  }

  /** A bare word where a value should be: one invalid node over all of it, up to the next comma, bracket or line. */
  private unknownValue(): void {
    const { tokens } = this;
    const { start } = tokens;
    let { end } = tokens;
    const word = this.text.slice(start, Math.min(end, start + 40));
    this.advance();
    while ((tokens.kind === 'unknown' || tokens.kind === ':' || tokens.kind === 'placeholder') && tokens.start === end) {
      ({ end } = tokens);
      this.advance();
    }
    this.problems.noValue(word, start, end);
    this.put({ kind: 'invalid', start, end });
  }

  private key(): void {
    const { tokens } = this;
    const { start, end } = tokens;
    switch (tokens.kind) {
      case 'string':
      case 'unknown':
      case 'true':
      case 'false':
      case 'null':
        if (tokens.kind !== 'string') {
          this.report('invalid-json', 'A key stands in double quotes in JSON.', start, end);
        }
        this.startMember({ kind: 'string', start, end, value: tokens.value });
        this.lastWasOpenString = tokens.kind === 'string' && tokens.isOpenString;
        this.advance();
        return;
      case '}':
        if (this.lastWasComma) {
          this.trailingComma();
        }
        this.close(end);
        this.advance();
        return;
      case ',':
        this.report('invalid-json', 'A key and a value are missing before this comma.', start, end);
        this.advance();
        this.lastWasComma = true;
        return;
      case ':':
        this.report('invalid-json', 'A key is missing before this colon.', start, end);
        this.startMember({ kind: 'string', start, end: start, value: '' });
        return;
      case ']':
        this.expected = 'separator';
        return;
      default:
        this.report('invalid-json', 'A key in double quotes is expected here.', start, end);
        this.startMember({ kind: 'string', start, end: start, value: '' });
        this.tree.top!.colonEnd = start;
        this.expected = 'value';
    }
  }

  private startMember(key: StringNode): void {
    this.expected = 'colon';
    if (this.tree.startMember(key) && key.end > key.start) {
      const message = `The key "${key.value}" stands twice in this object; only the last one counts.`;
      this.report('duplicate-key', message, key.start, key.end);
    }
  }

  private colon(): void {
    const { tokens } = this;
    const top = this.tree.top!;
    if (tokens.kind === ':') {
      top.colonEnd = tokens.end;
      this.expected = 'value';
      this.advance();
      return;
    }
    if (!this.lastWasOpenString) {
      this.report('invalid-json', 'A colon and a value are expected after this key.', top.key!.start, top.key!.end);
    }
    const startsValue =
      tokens.kind === '{' ||
      tokens.kind === '[' ||
      tokens.kind === 'number' ||
      (tokens.kind === 'string' && !tokens.isColonNext());
    if (startsValue && !this.lastWasOpenString) {
      this.expected = 'value';
    } else {
      this.tree.finishMember(undefined, top.key!.end);
      this.expected = 'separator';
      this.isAfterMissingValue = true;
    }
  }

  private separator(): void {
    const { tokens } = this;
    const { top } = this.tree;
    if (!top) {
      this.expected = 'end';
      return;
    }
    switch (tokens.kind) {
      case ',':
        this.expected = top.members ? 'key' : 'value';
        this.advance();
        this.lastWasComma = true;
        return;
      case '}':
      case ']':
        this.closeWith(tokens.kind);
        return;
      case ':':
        this.report('invalid-json', 'A colon is not expected here.', tokens.start, tokens.end);
        this.advance();
        return;
      default:
        if (!this.lastWasOpenString && !this.isAfterMissingValue) {
          this.problems.missingComma(Math.max(this.lastEnd - 1, this.lastStart), this.lastEnd);
        }
        this.expected = top.members ? 'key' : 'value';
        this.lastWasOpenString = false;
        this.isAfterMissingValue = false;
        this.lastWasComma = false;
    }
  }

  private missingValue(): void {
    const { top } = this.tree;
    if (!top?.key) {
      this.report('invalid-json', 'A value is expected here.', this.tokens.start, this.tokens.end);
      this.advance();
      return;
    }
    const { key } = top;
    const colonEnd = Math.max(top.colonEnd, key.end);
    this.problems.missingValue(key, colonEnd);
    this.tree.finishMember(undefined, colonEnd);
    this.expected = 'separator';
    this.isAfterMissingValue = true;
  }

  /** A closing bracket behind a value: closes the innermost container of its kind; what is open inside that one has lost its own. */
  private closeWith(bracket: '}' | ']'): void {
    const { tokens } = this;
    const { stack } = this.tree;
    const { start, end } = tokens;
    const isMatch = (open: Open) => (open.members !== undefined) === (bracket === '}');
    if (!isMatch(this.tree.top!)) {
      this.isUnbalanced = true;
      const other = bracket === '}' ? ']' : '}';
      // Only as far up as the next container: a stray bracket must not tear down the whole document.
      const parent = stack.at(-2);
      if (!parent || !isMatch(parent)) {
        this.report('invalid-json', `This ${bracket} closes nothing; ${other} is expected.`, start, end);
        this.advance();
        return;
      }
      this.report('invalid-json', `${other} is missing before this ${bracket}.`, start, end);
      this.close(start);
    }
    this.close(end);
    this.advance();
  }

  /** At the first token of a line: closes what its indentation says is over, and steps over a bracket that closes nothing; answers whether it did that. */
  private followIndentation(): boolean {
    const { tokens, tree } = this;
    const column = indentationAt(this.text, tokens.start);
    if (column < 0) {
      return false;
    }
    this.lineIndent = column;
    if (tokens.kind === ',' || tokens.kind === ':') {
      return false;
    }
    const isBracket = tokens.kind === '}' || tokens.kind === ']';
    let missing = '';
    let unclosed = 0;
    // The outermost object ends with the text only.
    while (tree.stack.length > 1 && (isBracket ? column < tree.top!.indent : column <= tree.top!.indent)) {
      unclosed = tree.top!.start;
      missing += tree.top!.members ? '}' : ']';
      this.closeUnclosed();
    }
    if (missing !== '') {
      this.problems.unclosed(this.text[unclosed]!, missing, unclosed);
    }
    if (!isBracket || !tree.top || column <= tree.top.indent) {
      return false;
    }
    this.report('invalid-json', `This ${tokens.kind} closes nothing.`, tokens.start, tokens.end);
    this.advance();
    return true;
  }

  private closeUnclosed(): void {
    const { top } = this.tree;
    const { start, key, colonEnd } = top!;
    if (key) {
      const end = Math.max(colonEnd, key.end);
      if (!this.lastWasOpenString) {
        this.problems.missingValue(key, end);
      }
      this.tree.finishMember(undefined, end);
    }
    this.close(Math.max(this.lastEnd, start + 1));
    this.isAfterMissingValue = true;
  }

  private trailingComma(): void {
    this.problems.trailingComma(this.lastStart, this.lastEnd);
    this.lastWasComma = false;
  }

  private open(kind: '{' | '['): void {
    const { start } = this.tokens;
    if (this.tree.stack.length + this.depthAround >= maxDepth) {
      this.tooDeep(start);
      return;
    }
    this.tree.open(kind, start, this.lineIndent);
    this.expected = kind === '{' ? 'key' : 'value';
    this.advance();
  }

  /** Steps over a container that is nested too deeply: an invalid node stands for it. */
  private tooDeep(start: number): void {
    this.problems.tooDeep(maxDepth, start);
    const end = this.tokens.skipContainer();
    this.lastEnd = end;
    this.put({ kind: 'invalid', start, end });
  }

  /** Closes the innermost container. */
  private close(end: number): void {
    this.lastWasOpenString = false;
    this.tree.close(end);
    this.afterValue();
  }

  /** Puts a finished value where it belongs. */
  private put(node: Node): void {
    this.tree.put(node);
    this.afterValue();
  }

  private afterValue(): void {
    this.isAfterMissingValue = false;
    this.expected = this.tree.top ? 'separator' : 'end';
  }

  /** The text ends while containers are open. */
  private closeAll(): void {
    const { tree, text } = this;
    const { top } = tree;
    if (!top) {
      return;
    }
    this.isUnbalanced = true;
    const end = text.length;
    if (this.expected === 'colon' && !this.lastWasOpenString) {
      this.problems.missingColon(top.key!);
    } else if (this.expected === 'value' && top.key) {
      this.problems.missingValue(top.key, Math.max(top.colonEnd, top.key.end));
    }
    this.problems.endsTooEarly(tree.missingBrackets(), this.lastEnd);
    while (tree.top) {
      if (tree.top.key) {
        tree.finishMember(undefined, this.expected === 'value' ? end : tree.top.key.end);
      }
      tree.close(end);
    }
  }

  private advance(): void {
    const { tokens } = this;
    this.lastStart = tokens.start;
    this.lastEnd = tokens.end;
    this.lastWasComma = false;
    tokens.next();
  }

  private report(code: ProblemCode, message: string, start: number, end: number): void {
    this.problems.add(code, message, start, end);
  }
}

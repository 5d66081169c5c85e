import type { Span } from '../../source/span';
import type { OpenCall } from './intrinsicCursor';

/** A token of a JSONata expression. `opaque`: a string, a comment, a regular expression, a name in backticks. */
export interface JsonataToken extends Span {
  readonly kind: 'variable' | 'name' | 'number' | 'opaque' | 'operator';
  readonly text: string;
  /** Of an opaque one: its end is written. */
  readonly isClosed: boolean;
}

const pattern =
  /(\s+)|(\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?)|("(?:[^"\\]|\\[^])*"?|'(?:[^'\\]|\\[^])*'?|`[^`]*`?)|(\$\$|\$[\p{L}_\d]*)|([\p{L}_][\p{L}\p{N}_]*)|(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(:=|~>|\.\.|\*\*|!=|<=|>=|[^])/uy;

/** The tokens of an expression without white space and comments; a comment that is not closed is the last one. */
export function jsonataTokens(text: string): JsonataToken[] {
  const tokens: JsonataToken[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === '/' && text[at + 1] !== '*' && !endsOperand(tokens.at(-1))) {
      const [written] = /^\/(?:[^/\\\n]|\\.)*\/?[a-z]*/.exec(text.slice(at))!;
      tokens.push({ kind: 'opaque', text: written, start: at, end: at + written.length, isClosed: /.\/[a-z]*$/.test(written) });
      at += written.length;
      continue;
    }
    pattern.lastIndex = at;
    const [written, space, comment, quoted, variable, name, number] = pattern.exec(text)!;
    const end = at + written.length;
    const isClosed = comment
      ? comment.endsWith('*/')
      : !quoted || (quoted.length > 1 && quoted.at(-1) === quoted[0] && isEven(quoted));
    if (comment === undefined ? space === undefined : !isClosed) {
      const kind = (comment ?? quoted) ? 'opaque' : variable ? 'variable' : name ? 'name' : number ? 'number' : 'operator';
      tokens.push({ kind, text: written, start: at, end, isClosed });
    }
    at = end;
  }
  return tokens;
}

/** Whether the last quote is one: an even number of backslashes stands before it. */
function isEven(quoted: string): boolean {
  return quoted[0] === '`' || /(?:^|[^\\])(?:\\\\)*.$/s.test(quoted);
}

function endsOperand(token: JsonataToken | undefined): boolean {
  return token !== undefined && (token.kind !== 'operator' || token.text === ')' || token.text === ']' || token.text === '}');
}

/** A bracket that is not closed before the cursor. */
export interface OpenBracket {
  readonly text: '(' | '[' | '{';
  /** Index of its token. */
  readonly index: number;
  /** How many commas stand in it. */
  readonly commas: number;
}

/** The brackets around the end of `tokens`, innermost last. */
export function openBrackets(tokens: readonly JsonataToken[]): readonly OpenBracket[] {
  const open: { text: '(' | '[' | '{'; index: number; commas: number }[] = [];
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind !== 'operator') {
      continue;
    }
    if (text === '(' || text === '[' || text === '{') {
      open.push({ text, index, commas: 0 });
    } else if (text === ')' || text === ']' || text === '}') {
      open.pop();
    } else if (text === ',' && open.length > 0) {
      open.at(-1)!.commas++;
    }
  }
  return open;
}

/** The calls around the end of `tokens`, innermost last; what stands before `~>` is the first argument. */
export function openCalls(tokens: readonly JsonataToken[]): readonly OpenCall[] {
  return openBrackets(tokens).flatMap(({ text, index, commas }) => {
    const before = tokens[index - 1];
    if (text !== '(' || before?.kind !== 'variable' || before.text.length < 2) {
      return [];
    }
    const isApplied = tokens[index - 2]?.text === '~>';
    return [{ name: before.text.slice(1), start: before.start, argument: commas + (isApplied ? 1 : 0) }];
  });
}

/** Index of the token that the operand ending with token `last` begins with: `$a.b[0].c`, `$f(x).c`, `(x).c`. */
export function operandStart(tokens: readonly JsonataToken[], last: number): number | undefined {
  let at = last;
  for (;;) {
    const token = tokens[at];
    if (!token) {
      return undefined;
    }
    if (token.kind === 'operator') {
      const open = token.text === ']' ? '[' : token.text === ')' ? '(' : token.text === '}' ? '{' : undefined;
      const start = open && matching(tokens, at);
      if (start === undefined) {
        return undefined;
      }
      const before = tokens[start - 1];
      // `[…]` and `{…}` belong to what they stand behind, `(…)` to the function that is called.
      const isBehind = open === '(' ? before?.kind === 'variable' : endsOperand(before);
      at = isBehind ? start - 1 : start;
      if (isBehind && open !== '(') {
        continue;
      }
    } else if (token.kind === 'opaque' && !token.text.startsWith('`')) {
      return undefined;
    }
    if (tokens[at - 1]?.text !== '.') {
      return at;
    }
    at -= 2;
  }
}

function matching(tokens: readonly JsonataToken[], close: number): number | undefined {
  let depth = 0;
  for (let at = close; at >= 0; at--) {
    const { kind, text } = tokens[at]!;
    if (kind === 'operator' && (text === ']' || text === ')' || text === '}')) {
      depth++;
    } else if (kind === 'operator' && (text === '[' || text === '(' || text === '{') && --depth === 0) {
      return at;
    }
  }
  return undefined;
}

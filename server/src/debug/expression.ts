import { evaluateIntrinsic } from '../asl/evaluateIntrinsic';
import { parseIntrinsic } from '../asl/intrinsics';
import { type Path, PathParser, readQuoted } from '../asl/jsonPath';
import { compareNumbers } from '../execution/states/choiceOperators';
import { type Json, equal, isNumber, numberOf } from '../source/json';

/**
 * Expressions of the debugger for states that speak JSONPath: paths and intrinsic functions of the language, literals, and
 * comparisons of them with `==  !=  <  <=  >  >=  &&  ||  !` and parentheses.
 */

export type Expression =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'call'; readonly text: string }
  | { readonly kind: 'not'; readonly inner: Expression }
  | { readonly kind: 'and' | 'or' | Comparison; readonly left: Expression; readonly right: Expression };

type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** The value of an expression, or in words why there is none. */
export type Result = { readonly value: Json } | { readonly problem: string };

/** What a path names, where the expression is evaluated. */
export type Resolve = (path: Path) => Result;

/** Reads a whole text as an expression. */
export function parseExpression(text: string): { readonly expression: Expression } | { readonly problem: string } {
  const reader = new Reader(text);
  const expression = reader.either(0);
  return expression && reader.isAtEnd() ? { expression } : { problem: reader.problem(text) };
}

/** Nesting that is refused: nobody writes it by hand. */
const deepest = 100;

class Reader {
  #at = 0;
  #problem: string | undefined;

  constructor(private readonly text: string) {}

  isAtEnd(): boolean {
    this.#space();
    return this.#at >= this.text.length;
  }

  problem(text: string): string {
    const rest = this.text.slice(this.#at);
    return (
      this.#problem ??
      (rest === ''
        ? `'${text}' ends where a value is expected.`
        : `'${rest}' is not understood: write paths ($.field, $$.Execution, $name), intrinsic functions, literals, and == != < <= > >= && || ! between them.`)
    );
  }

  either(depth: number): Expression | undefined {
    return this.#chain('||', 'or', () => this.#both(depth));
  }

  #both(depth: number): Expression | undefined {
    return this.#chain('&&', 'and', () => this.#comparison(depth));
  }

  #chain(sign: string, kind: 'and' | 'or', next: () => Expression | undefined): Expression | undefined {
    let left = next();
    while (left && this.#take(sign)) {
      const right = next();
      left = right && { kind, left, right };
    }
    return left;
  }

  #comparison(depth: number): Expression | undefined {
    const left = this.#operand(depth);
    const sign = left && (['==', '!=', '<=', '>=', '<', '>', '='] as const).find((each) => this.#take(each));
    if (!left || !sign) {
      return left;
    }
    const right = this.#operand(depth);
    return right && { kind: sign === '=' ? '==' : sign, left, right };
  }

  #operand(depth: number): Expression | undefined {
    if (depth > deepest) {
      this.#problem = 'The expression is nested too deeply.';
      return undefined;
    }
    if (this.#take('!')) {
      const inner = this.#operand(depth + 1);
      return inner && { kind: 'not', inner };
    }
    if (this.#take('(')) {
      const inner = this.either(depth + 1);
      return inner && this.#take(')') ? inner : undefined;
    }
    this.#space();
    const rest = this.text.slice(this.#at);
    const char = rest[0];
    if (char === '$') {
      return this.#path();
    }
    if (rest.startsWith('States.')) {
      return this.#call();
    }
    if (char === '"' || char === "'") {
      const quoted = readQuoted(this.text, this.#at);
      this.#at = quoted?.end ?? this.#at;
      return quoted && { kind: 'value', value: quoted.value };
    }
    const word = /^(?:true|false|null)\b/.exec(rest)?.[0] ?? /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/.exec(rest)?.[0];
    if (word === undefined) {
      return undefined;
    }
    this.#at += word.length;
    return { kind: 'value', value: word === 'null' ? null : /^[tf]/.test(word) ? word === 'true' : numberOf(word) };
  }

  #path(): Expression | undefined {
    const parser = new PathParser(this.text, this.#at, 0, '=!<>&|),');
    const path = parser.path();
    this.#problem = parser.problems[0]?.message;
    this.#at = parser.at;
    return path && { kind: 'path', path };
  }

  #call(): Expression | undefined {
    let depth = 0;
    let end = this.#at;
    for (; end < this.text.length; end++) {
      const char = this.text[end]!;
      if (char === "'") {
        end = (readQuoted(this.text, end)?.end ?? this.text.length) - 1;
      } else if (char === '(') {
        depth++;
      } else if (char === ')' && --depth === 0) {
        break;
      }
    }
    const text = this.text.slice(this.#at, end + 1);
    const { call, problems } = parseIntrinsic(text);
    this.#problem = problems[0]?.message;
    this.#at = call ? end + 1 : this.#at;
    return call && { kind: 'call', text };
  }

  #take(sign: string): boolean {
    this.#space();
    const is = this.text.startsWith(sign, this.#at) && !(sign === '!' && this.text[this.#at + 1] === '=');
    this.#at += is ? sign.length : 0;
    return is;
  }

  #space(): void {
    while (/\s/.test(this.text[this.#at] ?? '')) {
      this.#at++;
    }
  }
}

/** Evaluates an expression. Recursion is as deep as the parser allows. */
export function evaluateExpression(expression: Expression, resolve: Resolve): Result {
  switch (expression.kind) {
    case 'value':
      return expression;
    case 'path':
      return resolve(expression.path);
    case 'call':
      return callIntrinsic(expression.text, resolve);
    case 'not': {
      const inner = truth(expression.inner, resolve);
      return typeof inner === 'boolean' ? { value: !inner } : inner;
    }
    case 'and':
    case 'or': {
      const left = truth(expression.left, resolve);
      if (typeof left !== 'boolean' || left === (expression.kind === 'or')) {
        return typeof left === 'boolean' ? { value: left } : left;
      }
      const right = truth(expression.right, resolve);
      return typeof right === 'boolean' ? { value: right } : right;
    }
    default:
      return compare(expression.kind, expression.left, expression.right, resolve);
  }
}

function truth(expression: Expression, resolve: Resolve): boolean | { readonly problem: string } {
  const result = evaluateExpression(expression, resolve);
  if ('problem' in result) {
    return result;
  }
  return typeof result.value === 'boolean'
    ? result.value
    : { problem: 'Between && and ||, and after !, stand true and false only.' };
}

function compare(sign: Comparison, left: Expression, right: Expression, resolve: Resolve): Result {
  const a = evaluateExpression(left, resolve);
  const b = 'value' in a ? evaluateExpression(right, resolve) : a;
  if (!('value' in a) || !('value' in b)) {
    return b;
  }
  if (isNumber(a.value) && isNumber(b.value)) {
    return { value: holds(sign, compareNumbers(a.value, b.value)) };
  }
  if (sign === '==' || sign === '!=') {
    return { value: equal(a.value, b.value) === (sign === '==') };
  }
  return typeof a.value === 'string' && typeof b.value === 'string'
    ? { value: holds(sign, a.value < b.value ? -1 : a.value > b.value ? 1 : 0) }
    : { problem: `'${sign}' compares two numbers or two texts.` };
}

function holds(sign: Comparison, order: number): boolean {
  switch (sign) {
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

function callIntrinsic(text: string, resolve: Resolve): Result {
  const { call, problems } = parseIntrinsic(text);
  if (!call) {
    return { problem: problems[0]?.message ?? `'${text}' is no call of an intrinsic function.` };
  }
  const called = evaluateIntrinsic(call, {
    // A look must not change what the run will draw.
    random: () => 0,
    resolve: (path) => {
      const found = resolve(path);
      return 'value' in found ? found : { missing: found.problem };
    },
  });
  return 'value' in called ? called : { problem: 'error' in called ? called.error : called.reason };
}

/** A piece of a log message: text, or an expression between braces. */
export type LogPart = { readonly text: string } | { readonly expression: string };

/** Takes a log message apart at its `{expressions}`; braces inside an expression are kept when they come in pairs. */
export function parseLog(message: string): LogPart[] {
  const parts: LogPart[] = [];
  let at = 0;
  while (at < message.length) {
    const open = message.indexOf('{', at);
    const close = open < 0 ? -1 : closing(message, open);
    if (close < 0) {
      parts.push({ text: message.slice(at) });
      break;
    }
    if (open > at) {
      parts.push({ text: message.slice(at, open) });
    }
    parts.push({ expression: message.slice(open + 1, close) });
    at = close + 1;
  }
  return parts;
}

function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '"' || text[at] === "'") {
      at = (readQuoted(text, at)?.end ?? at + 1) - 1;
    } else if (text[at] === '{') {
      depth++;
    } else if (text[at] === '}' && --depth === 0) {
      return at;
    }
  }
  return -1;
}

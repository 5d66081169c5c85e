import jsonata from 'jsonata';
import type { Json, JsonObject } from '../source/json';
import { addedFunctions, exceedsMemory, fault, millisName, pauseName, randomName } from './jsonataAdded';
import { Unsupported, fromResult, isCode, toPlain } from './jsonataValues';
import type { ExpressionProblem } from './jsonPath';
import { LinearRegExp } from './linearRegExp';

/**
 * JSONata as AWS Step Functions has it: the language with $partition, $range, $hash, $random, $uuid and $parse, without $eval, and with
 * AWS's bounds.
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */

/**
 * What an evaluation gives. Undefined is JSONata's nothing; `unsupported` a result that is no data, such as a function. `error` is what
 * follows "threw an error during evaluation" on AWS: `. T1006: Attempted to invoke a non-function`.
 */
export type JsonataResult = { readonly value: Json | undefined } | { readonly error: string } | { readonly unsupported: true };

/** Called after each step of an evaluation: may hold it up, or end it by throwing. */
export type JsonataPause = () => Promise<void> | undefined;

export interface JsonataRequest {
  readonly expression: string;
  readonly bindings: JsonObject;
  /** Epoch milliseconds that $now and $millis tell. */
  readonly now: number;
  /** At least 0, less than 1: what $random and $uuid take. */
  readonly random: () => number;
}

/** How deep evaluation may nest (measured on AWS: a sum of 100 terms is fine, one of 101 is not). */
const maxDepth = 100;

/**
 * Milliseconds, calls within calls, and items of a sequence that one evaluation may take. Whoever evaluates with a pause has a closer eye
 * on the time.
 */
const bounds = {
  timeout: 60_000,
  // The library takes values that are made side by side for calls within calls.
  stack: 100_000,
  // Measured on AWS: [1..873782] is fine, one item more is not.
  sequence: 873_782,
  RegexEngine: LinearRegExp as unknown as RegExpConstructor,
};

/** Characters of a text that an evaluation makes at most: 2^22 are fine on AWS, 2^23 are not. */
const maxText = 6_990_256;

/** An expression as it is evaluated, and how deep its parts nest. */
interface Compiled {
  readonly expression: jsonata.Expression;
  readonly depth: number;
}

const compiled = new Map<string, Compiled>();
const maxCompiled = 1000;

/** Faults of an expression (the text between `{%` and `%}`); offsets count from its beginning. */
export function checkJsonata(expression: string): readonly ExpressionProblem[] {
  try {
    compile(expression);
    return [];
  } catch (error) {
    const { position, token } = error as { position?: number; token?: string };
    const end = Math.min(position ?? 0, expression.length);
    return [{ message: errorText(error), start: Math.max(0, end - (typeof token === 'string' ? token.length : 1)), end }];
  }
}

interface Environment {
  readonly base: { lookup(name: string): unknown };
}

/** The library calls it after each step of an evaluation, and waits for what it answers. */
function afterStep(_expression: unknown, _input: unknown, { base }: Environment, made: unknown): Promise<void> | undefined {
  if (typeof made === 'string' && made.length > maxText) {
    throw exceedsMemory();
  }
  return (base.lookup(pauseName) as JsonataPause | undefined)?.();
}

function compile(text: string): Compiled {
  let found = compiled.get(text);
  if (!found) {
    const options = { ...bounds };
    const expression = jsonata(text, options);
    const { depth, callsItself, isSideBySide } = shapeOf(expression.ast());
    if (callsItself && !isSideBySide) {
      options.stack = maxDepth;
    }
    expression.assign(Symbol.for('jsonata.__evaluate_exit') as unknown as string, afterStep);
    expression.assign('eval', undefined);
    for (const [name, [signature, implementation]] of Object.entries(addedFunctions)) {
      if (mentions(text, name)) {
        expression.registerFunction(name, implementation as (this: unknown, ...values: unknown[]) => unknown, signature);
      }
    }
    if (compiled.size >= maxCompiled) {
      compiled.delete(compiled.keys().next().value!);
    }
    compiled.set(text, (found = { expression, depth: callsItself ? 0 : depth }));
  }
  return found;
}

/** Nodes that are no step of an evaluation by themselves. */
const passive = new Set(['filter', 'sort', 'index', 'focus']);

/** How deep an expression nests where nothing calls itself, whether something may, and whether it makes values side by side. */
function shapeOf(ast: unknown): { depth: number; callsItself: boolean; isSideBySide: boolean } {
  const shape = { depth: 0, callsItself: false, isSideBySide: false };
  const open: [unknown, number][] = [[ast, 0]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [node, above] = next;
    if (typeof node !== 'object' || node === null) {
      continue;
    }
    const { type, value } = node as { type?: unknown; value?: unknown };
    const depth = typeof type === 'string' && !passive.has(type) ? above + 1 : above;
    shape.depth = Math.max(shape.depth, depth);
    shape.callsItself ||= type === 'lambda';
    shape.isSideBySide ||= (type === 'unary' && value !== '-') || 'group' in node;
    for (const part of Object.values(node)) {
      open.push([part, depth]);
    }
  }
  return shape;
}

/**
 * Evaluates an expression. Never rejects; bounded in time, depth and size.
 */
export async function evaluateJsonata(request: JsonataRequest, pause?: JsonataPause): Promise<JsonataResult> {
  try {
    const { expression, depth } = compile(request.expression);
    if (depth > maxDepth) {
      throw tooDeep;
    }
    const bindings: Record<string, unknown> = {};
    if (mentions(request.expression, 'now')) {
      bindings['now'] = await nowFunction(request.now);
    }
    for (const name in request.bindings) {
      if (mentions(request.expression, name)) {
        bindings[name] = toPlain(request.bindings[name]!, name === 'states');
      }
    }
    bindings[pauseName] = pause;
    bindings[randomName] = request.random;
    bindings[millisName] = request.now;
    const result: unknown = await expression.evaluate(undefined, bindings);
    if (isCode(result)) {
      return { unsupported: true };
    }
    return { value: result === undefined ? undefined : fromResult(result) };
  } catch (error) {
    return error instanceof Unsupported ? { unsupported: true } : { error: causeOf(error) };
  }
}

/** Whether an expression may use the variable: what it does not mention need not be there. */
function mentions(expression: string, name: string): boolean {
  return expression.includes(`$${name}`);
}

const tooDeep = fault(
  undefined,
  'Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive. ' +
    `Depth=${maxDepth + 1} max=${maxDepth}`,
);

/** Codes of the library for what AWS has other words. */
const bounded: Readonly<Record<string, Error>> = {
  D1011: tooDeep,
  D1012: fault(undefined, 'Expression evaluation timeout: Check for infinite loop'),
  D2014: exceedsMemory(),
  D2015: exceedsMemory(),
};

/** Why an evaluation failed, as a sentence goes on with it: after a colon where there is no code. */
function causeOf(error: unknown): string {
  const { code } = error as { code?: string };
  const said = error instanceof RangeError && error.message.includes('call stack') ? tooDeep : ((code && bounded[code]) ?? error);
  return ('code' in (said as object) ? '. ' : ': ') + errorText(said);
}

function errorText(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return code === undefined ? String(message) : `${code}: ${message ?? ''}`;
}

let formatNow: Promise<unknown> | undefined;

/** $now over a given clock: the formatting is the library's own. */
async function nowFunction(now: number): Promise<unknown> {
  formatNow ??= jsonata('function($m) { function($p, $z) { $fromMillis($m, $p, $z) } }').evaluate(undefined);
  const make = await formatNow;
  return jsonata('$make($m)').evaluate(undefined, { make, m: now });
}

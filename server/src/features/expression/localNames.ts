import type { JsonataNode } from '../../asl/jsonataReading';
import { readJsonata } from '../../asl/jsonataReading';
import { itemsOf } from '../../analysis/data/likely';
import { any, number, type Shape } from '../../analysis/shape';
import { openBrackets, type JsonataToken } from './jsonataTokens';

type ShapeOf = (tree: JsonataNode | undefined, names: (name: string) => Shape) => Shape;

/** Which argument of a function that is passed to it gets an item, and of which argument of the call. */
const itemArguments: ReadonlyMap<string, number> = new Map([
  ['map', 0],
  ['filter', 0],
  ['single', 0],
  ['reduce', 1],
  ['sort', 0],
]);

/**
 * The names that a JSONata expression itself has bound where `before`, its tokens up to the cursor, ends: by `:=` in a block around the cursor, as
 * parameters of a function around it; with what they likely hold.
 */
export function localNames(
  text: string,
  before: readonly JsonataToken[],
  shapeOf: ShapeOf,
  outer: (name: string) => Shape,
): ReadonlyMap<string, Shape> {
  const found = new Map<string, Shape>();
  const names = (name: string): Shape => found.get(name) ?? outer(name);
  const open = openBrackets(before);
  const around = new Set(open.map(({ index }) => index));
  const stack: number[] = [];
  for (const [index, token] of before.entries()) {
    if (token.kind !== 'operator') {
      continue;
    }
    if (token.text === '(' || token.text === '[' || token.text === '{') {
      stack.push(index);
      if (token.text === '{' && around.has(index)) {
        parametersOf(text, before, index, names, shapeOf).forEach(([name, shape]) => found.set(name, shape));
      }
    } else if (token.text === ')' || token.text === ']' || token.text === '}') {
      stack.pop();
    } else if (token.text === ':=' && (stack.length === 0 || around.has(stack.at(-1)!))) {
      const name = before[index - 1];
      const end = operatorAt(before, index, ';', 0);
      if (name?.kind === 'variable' && end !== undefined) {
        found.set(name.text.slice(1), shapeOf(readJsonata(text.slice(token.end, before[end]!.start)).tree, names));
      }
    }
  }
  return found;
}

/** Index of the first operator `text` from `from` on that stands `depth` brackets deeper than there; absent while the cursor is before it. */
function operatorAt(tokens: readonly JsonataToken[], from: number, operator: string, depth: number): number | undefined {
  let opened = 0;
  for (let index = from; index < tokens.length; index++) {
    const { kind, text } = tokens[index]!;
    if (kind !== 'operator') {
      continue;
    }
    if (/^[([{]$/.test(text)) {
      opened++;
    } else if (/^[)\]}]$/.test(text)) {
      opened--;
    } else if (text === operator && opened === depth) {
      return index;
    }
  }
  return undefined;
}

/** Of `function($a, $b) {`, whose brace is token `brace`. */
function parametersOf(
  text: string,
  tokens: readonly JsonataToken[],
  brace: number,
  names: (name: string) => Shape,
  shapeOf: ShapeOf,
): [string, Shape][] {
  if (tokens[brace - 1]?.text !== ')') {
    return [];
  }
  let at = brace - 2;
  const parameters: string[] = [];
  for (; at >= 0 && tokens[at]!.text !== '('; at--) {
    const { kind, text: written } = tokens[at]!;
    if (kind === 'variable') {
      parameters.unshift(written.slice(1));
    } else if (written !== ',') {
      return [];
    }
  }
  if (tokens[at - 1]?.text !== 'function' && tokens[at - 1]?.text !== 'λ') {
    return [];
  }
  const call = openBrackets(tokens.slice(0, at - 1)).at(-1);
  const callee = call && tokens[call.index - 1];
  const itemAt = callee?.kind === 'variable' && call?.commas === 1 ? itemArguments.get(callee.text.slice(1)) : undefined;
  const comma = call && itemAt !== undefined ? operatorAt(tokens, call.index, ',', 1) : undefined;
  const array =
    comma === undefined ? any : shapeOf(readJsonata(text.slice(tokens[call!.index]!.end, tokens[comma]!.start)).tree, names);
  return parameters.map((name, index) => [
    name,
    itemAt === undefined
      ? any
      : index === itemAt || callee?.text === '$sort'
        ? itemsOf(array)
        : callee?.text !== '$reduce' && index === 1
          ? number
          : index === 2
            ? array
            : any,
  ]);
}

import { contextDocumentation } from '../../analysis/data/contextShape';
import type { DataTypes, Viewpoint } from '../../analysis/data/dataTypes';
import { jsonataShape } from '../../analysis/data/jsonataShape';
import { isKnown, shapeText } from '../../analysis/data/likely';
import type { Shape } from '../../analysis/shape';
import { jsonataFunctions } from '../../asl/jsonataFunctions';
import { readJsonata } from '../../asl/jsonataReading';
import type { Span } from '../../source/span';
import { jsonataTokens, openBrackets, operandStart, type JsonataToken } from '../expression/jsonataTokens';
import { localNames } from '../expression/localNames';
import type { Writer } from '../expression/write';
import type { Completion } from './completion';

/** A JSONata expression (the text between `{%` and `%}`) with a cursor in it. */
export interface JsonataText {
  readonly text: string;
  readonly cursor: number;
  readonly view: Viewpoint;
}

/** What can be written at the cursor; `write` counts from the beginning of the expression's text. */
export function jsonataCompletions({ text, cursor, view }: JsonataText, types: DataTypes, write: Writer): Completion[] {
  const before = jsonataTokens(text.slice(0, cursor));
  const last = before.at(-1);
  if (last?.kind === 'number' && last.end === cursor) {
    return [];
  }
  if (last?.kind === 'opaque' && (!last.isClosed || (last.end === cursor && !last.text.startsWith('`')))) {
    return last.text.startsWith('`') && !last.isClosed
      ? membersAt(text, before.slice(0, -1), last, cursor, view, types, write)
      : [];
  }
  const isTyping = last !== undefined && last.end === cursor && (last.kind === 'name' || last.kind === 'variable');
  const done = isTyping ? before.slice(0, -1) : before;
  if (done.at(-1)?.text === '.' && last?.kind !== 'variable') {
    return membersAt(text, done, isTyping ? last : undefined, cursor, view, types, write);
  }
  if (!isTyping && endsValue(done.at(-1))) {
    return [];
  }
  const start = isTyping ? last.start : cursor;
  const replace = { start, end: cursor + /^[\p{L}\p{N}_]*/u.exec(text.slice(cursor))![0].length };
  return [
    ...(last?.kind === 'variable' && isTyping ? [] : itemMembers(text, done, replace, view, types, write)),
    ...names(text, before, replace, view, types, write),
  ];
}

/** The members of what stands before the dot. */
function membersAt(
  text: string,
  done: readonly JsonataToken[],
  typed: JsonataToken | undefined,
  cursor: number,
  view: Viewpoint,
  types: DataTypes,
  write: Writer,
): Completion[] {
  const start = operandStart(done, done.length - 2);
  if (done.at(-1)?.text !== '.' || start === undefined) {
    return [];
  }
  const base = text.slice(done[start]!.start, done.at(-1)!.start);
  const from = typed?.start ?? cursor;
  const rest = typed?.text.startsWith('`') ? /^[^`]*`?/ : /^[\p{L}\p{N}_]*/u;
  const replace = { start: from, end: cursor + rest.exec(text.slice(cursor))![0].length };
  return membersOf(shapeOf(base, text, done, view, types), base, replace, write, typed?.text.startsWith('`') === true);
}

/** In `items[…]`, `items.(…)` and `items.{…}` the members of an item are named without more. */
function itemMembers(
  text: string,
  done: readonly JsonataToken[],
  replace: Span,
  view: Viewpoint,
  types: DataTypes,
  write: Writer,
): Completion[] {
  const open = openBrackets(done).at(-1);
  if (!open) {
    return [];
  }
  const isStep = open.text !== '[' && done[open.index - 1]?.text === '.';
  const start = open.text === '[' || isStep ? operandStart(done, open.index - (isStep ? 2 : 1)) : undefined;
  if (start === undefined) {
    return [];
  }
  const base = text.slice(done[start]!.start, done[open.index - (isStep ? 2 : 1)]!.end);
  const shape = shapeOf(base, text, done, view, types);
  return membersOf(shape, base, replace, write, false);
}

function shapeOf(base: string, text: string, before: readonly JsonataToken[], view: Viewpoint, types: DataTypes): Shape {
  const locals = localNames(text, before, (tree, inner) => jsonataShape(tree, inner), namesIn(view, types));
  return jsonataShape(readJsonata(base).tree, (name) => locals.get(name) ?? namesIn(view, types)(name));
}

function namesIn(view: Viewpoint, types: DataTypes): (name: string) => Shape {
  return (name) => (name === 'states' ? types.statesIn(view) : types.variable(name, view.state));
}

function membersOf(shape: Shape, base: string, replace: Span, write: Writer, isQuoted: boolean): Completion[] {
  const object = shape.kind === 'array' ? shape.items : shape;
  if (object.kind !== 'object') {
    return [];
  }
  const context = /^\$states\.context(?:\.(.*))?$/.exec(base);
  return [...object.fields].flatMap(([name, field]) => {
    const isPlain = !isQuoted && /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !keywords.has(name);
    const written = write(replace, [isPlain ? name : `\`${name}\``]);
    const documentation =
      base === '$states'
        ? ofStates[name]
        : context
          ? contextDocumentation([...(context[1]?.split('.') ?? []), name])
          : object.origin === undefined
            ? undefined
            : `From ${object.origin}.`;
    return completion(
      {
        label: name,
        kind: 'member',
        ...detailOf(field),
        documentation,
        ...(!isPlain && { filter: isQuoted ? `\`${name}` : name }),
      },
      written,
    );
  });
}

const keywords = new Set(['and', 'or', 'in', 'true', 'false', 'null', 'function']);

const ofStates: Readonly<Record<string, string>> = {
  input: 'The input of the state.',
  result: 'What the task, the branches or the iterations have given.',
  errorOutput: 'The error that was caught: Error and Cause.',
  context: 'The context object: the execution, the state, the task.',
};

/** `$states`, the variables and the functions. */
function names(
  text: string,
  before: readonly JsonataToken[],
  replace: Span,
  view: Viewpoint,
  types: DataTypes,
  write: Writer,
): Completion[] {
  const isCalled = text[replace.end] === '(';
  const locals = localNames(text, before, (tree, inner) => jsonataShape(tree, inner), namesIn(view, types));
  const found: Completion[] = [];
  found.push(
    ...completion(
      {
        label: '$states',
        kind: 'variable',
        detail: 'reserved variable',
        documentation: 'The input, the result or error, and the context object.',
      },
      write(replace, ['$states']),
    ),
  );
  for (const [name, shape] of locals) {
    found.push(...completion({ label: `$${name}`, kind: 'variable', ...detailOf(shape) }, write(replace, [`$${name}`])));
  }
  for (const name of types.variableNames(view.state)) {
    if (!locals.has(name)) {
      const documentation = 'A variable that a state assigns.';
      const shape = types.variable(name, view.state);
      found.push(
        ...completion({ label: `$${name}`, kind: 'variable', ...detailOf(shape), documentation }, write(replace, [`$${name}`])),
      );
    }
  }
  for (const [name, { signature, summary, max }] of jsonataFunctions) {
    const parts = isCalled ? [`$${name}`] : max === 0 ? [`$${name}()`] : [`$${name}(`, ')'];
    found.push(
      ...completion(
        {
          label: `$${name}`,
          kind: 'function',
          detail: signature,
          documentation: `${summary}\n\n[More](${functionPage(summary)})`,
          wantsParameters: max > 0,
        },
        write(replace, parts),
      ),
    );
  }
  return found;
}

/** The page that explains a function: AWS's for those it has added. */
export function functionPage(summary: string): string {
  return summary.includes('added by AWS')
    ? 'https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-provided-by-sfn'
    : 'https://docs.jsonata.org/2.0.0/overview';
}

/** Behind a value an operator must come before anything else. */
function endsValue(token: JsonataToken | undefined): boolean {
  if (!token) {
    return false;
  }
  return token.kind === 'name'
    ? !keywords.has(token.text) || token.text === 'true' || token.text === 'false' || token.text === 'null'
    : token.kind !== 'operator' || token.text === ')' || token.text === ']' || token.text === '}';
}

function detailOf(shape: Shape): { detail?: string } {
  return isKnown(shape) || shape.kind === 'object' || shape.kind === 'array' ? { detail: shapeText(shape, 1) } : {};
}

function completion(
  what: Omit<Completion, 'replace' | 'insert' | 'extra' | 'suggestsNext'>,
  written: Pick<Completion, 'replace' | 'insert' | 'extra'> | undefined,
): Completion[] {
  return written ? [{ ...what, suggestsNext: false, ...written }] : [];
}

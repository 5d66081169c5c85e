import type { IntrinsicCall } from '../asl/intrinsics';
import type { Path } from '../asl/jsonPath';
import { readPath } from '../asl/readings';
import type { State } from '../asl/ast';
import { factsOfStates } from '../asl/facts';
import { member } from '../source/node';
import { expressionsOf } from './expressions';

/** What a JSONPath state reads of its input: the names of top-level fields, or all of it. */
export type InputUse = ReadonlySet<string> | 'all';

/** Fields that are read from the result or the error, not from the input. */
const notFromInput = new Set(['ResultSelector', 'ResultPath', 'OutputPath']);

/** What the state's own work reads of its raw input; what it only passes on does not count. `all` where that is not certain. */
export function inputUse(state: State): InputUse {
  let use = uses.get(state);
  if (!use) {
    use = findUse(state);
    uses.set(state, use);
  }
  return use;
}

const uses = factsOfStates<InputUse>();

function findUse(state: State): InputUse {
  const { node, queryLanguage, type } = state;
  if (queryLanguage !== 'JSONPath' || !node) {
    return 'all';
  }
  const inputPath = member(node, 'InputPath')?.value;
  if (inputPath?.kind === 'null') {
    return new Set();
  }
  if (inputPath) {
    const path = inputPath.kind === 'string' ? readPath(inputPath.value).path : undefined;
    return path ? (topName(path) ?? 'all') : 'all';
  }
  const hasParameters = member(node, 'Parameters') !== undefined;
  switch (type?.value) {
    case 'Task':
    case 'Parallel':
      if (!hasParameters) {
        return 'all';
      }
      break;
    case 'Map':
      // Without a selector an iteration gets the item; with none of both the whole input is the array.
      if (!member(node, 'ItemsPath') && !member(node, 'ItemReader')) {
        return 'all';
      }
      break;
    default:
  }
  const names = new Set<string>();
  for (const expression of expressionsOf(state)) {
    const { field, clause } = expression;
    if (notFromInput.has(field.name) || clause?.kind === 'catch' || (field.name === 'Assign' && type?.value !== 'Pass')) {
      continue;
    }
    const used =
      expression.kind === 'path'
        ? expression.path && topName(expression.path)
        : expression.kind === 'intrinsic'
          ? expression.call && inCall(expression.call)
          : new Set<string>();
    if (!used) {
      return 'all';
    }
    used.forEach((name) => names.add(name));
  }
  return names;
}

/** The one top-level name that a path reads, none for the context object and variables; undefined for all. */
function topName({ root, segments }: Path): ReadonlySet<string> | undefined {
  if (root.kind !== 'input') {
    return new Set();
  }
  const [first] = segments;
  return first?.kind === 'names' ? new Set(first.names) : undefined;
}

/** Recursion is as deep as calls are nested, which their parser bounds. */
function inCall(call: IntrinsicCall): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const argument of call.arguments) {
    const used =
      argument.kind === 'call' ? inCall(argument) : argument.kind === 'path' ? topName(argument.path) : new Set<string>();
    if (!used) {
      return undefined;
    }
    used.forEach((name) => names.add(name));
  }
  return names;
}

/** Where a JSONPath state puts its result: a top-level field, nowhere, in the place of everything, or somewhere else. */
export function resultPlace({ node }: State): { readonly field: string } | 'nowhere' | 'everything' | 'elsewhere' {
  const value = member(node, 'ResultPath')?.value;
  if (!value) {
    return 'everything';
  }
  if (value.kind === 'null') {
    return 'nowhere';
  }
  const path = value.kind === 'string' ? readPath(value.value).path : undefined;
  if (path?.root.kind !== 'input') {
    return 'elsewhere';
  }
  const [first, ...rest] = path.segments;
  if (!first) {
    return 'everything';
  }
  return first.kind === 'names' && first.names.length === 1 && rest.length === 0 ? { field: first.names[0]! } : 'elsewhere';
}

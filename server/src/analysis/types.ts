import type { Scope, State, StateId, Transition } from '../asl/ast';
import type { IntrinsicCall } from '../asl/intrinsics';
import { type JsonataNode, type JsonataReading, readJsonata } from '../asl/jsonataReading';
import { parseIntrinsic } from '../asl/intrinsics';
import { type Path, parsePath } from '../asl/jsonPath';
import { member, type Node, type ObjectNode } from '../source/node';
import type { Analysis } from './analysis';
import { certainShape } from './certainShape';
import { any, isSame, literalShape, number, objectOf, put, select, type Shape, text, unite } from './shape';
import { statesByName } from './statesByName';

/**
 * The data that flows: what is known of the input of each state, from Result literals, templates, ResultPath, intrinsic functions, the errors that
 * catchers get, and the items of a Map. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-input-output-filtering.html
 */
export interface Types {
  /** Of the state's raw input; `any` where nothing is known, or nothing leads there. */
  inputTypeOf(state: State): Shape;
  /** What the state works on: behind InputPath. */
  effectiveTypeOf(state: State): Shape;
  /** What OutputPath of a JSONPath state selects from: behind ResultPath. */
  combinedTypeOf(state: State): Shape;
}

const known = new WeakMap<Analysis['symbols'], Types>();
/** So often a state is worked out anew within a loop; then nothing is known of what comes to it. */
const maxVisits = 4;

/** The types of a state machine's data; worked out once for each analysis. */
export function typesOf({ symbols }: Pick<Analysis, 'symbols'>): Types {
  let types = known.get(symbols);
  if (!types) {
    types = infer(symbols.scopes);
    known.set(symbols, types);
  }
  return types;
}

/** What is known of the input of a state; `any` where nothing is. */
export function inputTypeOf(analysis: Analysis, id: StateId): Shape {
  const state = analysis.symbols.byId.get(id);
  return state ? typesOf(analysis).inputTypeOf(state) : any;
}

function infer(scopes: readonly Scope[]): Types {
  const inputs = new Map<State, Shape>();
  // Scopes come before those inside them, so what their owner gets is known.
  for (const scope of scopes) {
    inferScope(scope, scope.owner ? entryOf(scope.owner, inputs.get(scope.owner) ?? any) : any, inputs);
  }
  const inputTypeOf = (state: State): Shape => inputs.get(state) ?? any;
  return {
    inputTypeOf,
    effectiveTypeOf: (state) => effective(state, inputTypeOf(state)),
    combinedTypeOf: (state) => combined(state, inputTypeOf(state)),
  };
}

function inferScope(scope: Scope, entry: Shape, inputs: Map<State, Shape>): void {
  const byName = statesByName(scope);
  const start = scope.startAt && byName.get(scope.startAt.value);
  if (!start) {
    return;
  }
  inputs.set(start, entry);
  const visits = new Map<State, number>();
  const open = [start];
  for (let state = open.pop(); state; state = open.pop()) {
    const input = inputs.get(state)!;
    for (const transition of state.transitions) {
      const next = byName.get(transition.target.value);
      if (!next) {
        continue;
      }
      const before = inputs.get(next);
      const count = (visits.get(next) ?? 0) + 1;
      const passed = passedOn(state, input, transition);
      const after = before ? (count > maxVisits ? any : unite(before, passed)) : passed;
      if (!before || !isSame(before, after)) {
        visits.set(next, count);
        inputs.set(next, after);
        open.push(next);
      }
    }
  }
}

/** What the states inside a Parallel or Map begin with. */
function entryOf(owner: State, input: Shape): Shape {
  if (owner.queryLanguage === 'JSONata') {
    return jsonataEntryOf(owner, input);
  }
  const data = effective(owner, input);
  if (owner.type?.value === 'Parallel') {
    const parameters = member(owner.node, 'Parameters');
    return parameters ? template(parameters.value, data, originOf(owner, 'Parameters')) : data;
  }
  const selector = member(owner.node, 'ItemSelector') ?? member(owner.node, 'Parameters');
  if (member(owner.node, 'ItemBatcher') || member(owner.node, 'ItemReader')) {
    return any;
  }
  if (selector) {
    return template(selector.value, data, originOf(owner, selector.key.value));
  }
  const items = atPath(member(owner.node, 'ItemsPath')?.value, data);
  return items.kind === 'array' ? items.items : any;
}

function jsonataEntryOf(owner: State, input: Shape): Shape {
  const made = (field: string): Shape | undefined => {
    const found = member(owner.node, field);
    return found && jsonataTemplate(found.value, { input }, originOf(owner, field));
  };
  if (owner.type?.value === 'Parallel') {
    return made('Arguments') ?? input;
  }
  if (member(owner.node, 'ItemBatcher') || member(owner.node, 'ItemReader')) {
    return any;
  }
  // Without Items the input itself is the array.
  const items = made('Items') ?? input;
  return made('ItemSelector') ?? (items.kind === 'array' ? items.items : any);
}

const errorOutput: Shape = objectOf(
  new Map([
    ['Error', text],
    ['Cause', text],
  ]),
  false,
  'the error that was caught',
);

/** What a transition hands to its target. */
function passedOn(state: State, input: Shape, { kind, index }: Transition): Shape {
  if (kind === 'catch') {
    const clause = state.catchers.find((each) => each.index === index)?.node;
    if (state.queryLanguage === 'JSONata') {
      const output = member(clause, 'Output');
      return output ? jsonataTemplate(output.value, { input, errorOutput }, originOf(state, 'Output')) : errorOutput;
    }
    return withResult(clause, input, errorOutput, state);
  }
  if (state.queryLanguage === 'JSONata') {
    const clause = kind === 'choice' ? state.choices.find((each) => each.index === index)?.node : undefined;
    const output = member(clause, 'Output') ?? member(state.node, 'Output');
    return output ? jsonataTemplate(output.value, { input }, originOf(state, 'Output')) : passesInput(state) ? input : any;
  }
  const data = combined(state, input);
  const path = member(state.node, 'OutputPath')?.value;
  return path ? atPath(path, data) : data;
}

function passesInput({ type }: State): boolean {
  return type?.value === 'Pass' || type?.value === 'Wait' || type?.value === 'Choice';
}

function effective({ node, queryLanguage }: State, input: Shape): Shape {
  const path = queryLanguage === 'JSONPath' ? member(node, 'InputPath')?.value : undefined;
  return path ? atPath(path, input) : input;
}

/** Input and result behind ResultPath. */
function combined(state: State, input: Shape): Shape {
  const { node, type } = state;
  const data = effective(state, input);
  switch (type?.value) {
    case 'Pass': {
      const result = member(node, 'Result');
      const parameters = member(node, 'Parameters');
      const made = result
        ? literalShape(result.value, originOf(state, 'Result'))
        : parameters
          ? template(parameters.value, data, originOf(state, 'Parameters'))
          : data;
      return withResult(node, input, made, state);
    }
    case 'Task':
    case 'Parallel':
    case 'Map': {
      const selector = member(node, 'ResultSelector');
      const raw: Shape = type.value === 'Parallel' ? { kind: 'array', items: any } : any;
      return withResult(node, input, selector ? template(selector.value, any, originOf(state, 'ResultSelector')) : raw, state);
    }
    default:
      return data;
  }
}

/** ResultPath of a state or catcher: without one the result replaces the input, null drops it. */
function withResult(node: ObjectNode | undefined, input: Shape, result: Shape, state: State): Shape {
  const path = member(node, 'ResultPath')?.value;
  if (!path) {
    return result;
  }
  if (path.kind === 'null') {
    return input;
  }
  const parsed = path.kind === 'string' ? parsePath(path.value).path : undefined;
  return parsed?.root.kind === 'input' ? put(input, parsed.segments, result, originOf(state, 'ResultPath')) : any;
}

/** What a path of a field selects; null is an empty object. */
function atPath(node: Node | undefined, data: Shape): Shape {
  if (node?.kind === 'null') {
    return objectOf(new Map(), false, 'a path that is null');
  }
  const path = node?.kind === 'string' ? parsePath(node.value).path : undefined;
  return path ? pathShape(path, data) : any;
}

/** What a path leads to in the data; the context object and variables are not known. */
export function pathShape(path: Path, data: Shape): Shape {
  const found = path.root.kind === 'input' ? select(data, path.segments) : undefined;
  return found && 'shape' in found ? found.shape : any;
}

/** The shape that a JSONPath template makes of the data. */
function template(node: Node | undefined, data: Shape, origin: string): Shape {
  return literalShape(node, origin, (key, value) => {
    if (key?.endsWith('.$') !== true) {
      return undefined;
    }
    const name = key.slice(0, -2);
    if (value.kind !== 'string') {
      return { name, shape: any };
    }
    if (value.value.startsWith('$')) {
      const { path } = parsePath(value.value);
      return { name, shape: path ? pathShape(path, data) : any };
    }
    return { name, shape: callShape(parseIntrinsic(value.value).call) };
  });
}

const resultKinds: Readonly<Record<string, Shape>> = {
  'States.ArrayContains': { kind: 'boolean' },
  'States.ArrayLength': number,
  'States.Base64Decode': text,
  'States.Base64Encode': text,
  'States.Format': text,
  'States.Hash': text,
  'States.JsonToString': text,
  'States.MathAdd': number,
  'States.MathRandom': number,
  'States.StringSplit': { kind: 'array', items: text },
  'States.UUID': text,
};

function callShape(call: IntrinsicCall | undefined): Shape {
  return (call && resultKinds[call.name]) ?? any;
}

/** What is known of the members of `$states`; of the others nothing. */
export interface StatesShape {
  readonly input: Shape;
  readonly errorOutput?: Shape;
}

/** The shape of a JSONata template: its literals, and its expressions as far as they tell. */
function jsonataTemplate(node: Node | undefined, states: StatesShape, origin: string): Shape {
  return literalShape(node, origin, (key, value) => {
    const isExpression = value.kind === 'string' && value.value.startsWith('{%');
    return isExpression ? { name: key ?? '', shape: expressionShape(value.value, states, origin) } : undefined;
  });
}

/** What is certain of a part of an expression, if it has a value. */
export function partShape(reading: JsonataReading, { input, errorOutput: error = any }: StatesShape, part: JsonataNode): Shape {
  const fields = new Map([
    ['input', input],
    ['errorOutput', error],
  ]);
  const states = objectOf(fields, true, undefined);
  return certainShape(reading, (name) => (name === 'states' ? states : any), '', part);
}

/** What is known of the value of `{% … %}`, if it has one. */
export function expressionShape(written: string, { input, errorOutput: error = any }: StatesShape, origin: string): Shape {
  if (written.length < 4 || !written.endsWith('%}') || written.includes('${')) {
    return any;
  }
  const states = objectOf(
    new Map([
      ['input', input],
      ['errorOutput', error],
    ]),
    true,
    undefined,
  );
  return certainShape(readJsonata(written.slice(2, -2)), (name) => (name === 'states' ? states : any), origin);
}

function originOf({ name }: State, field: string): string {
  return `${field} of "${name}"`;
}

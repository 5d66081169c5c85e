import type { Clause, Scope, State, StateId, Transition } from '../asl/ast';
import { factsOfScopes, factsOfStates, factsOfSymbols } from '../asl/facts';
import type { IntrinsicCall } from '../asl/intrinsics';
import { type JsonataNode, type JsonataReading, readJsonata } from '../asl/jsonataReading';
import type { Path } from '../asl/jsonPath';
import { readIntrinsic, readPath } from '../asl/readings';
import { member, type Node, type ObjectNode } from '../source/node';
import type { Analysis } from './analysis';
import { certainShape } from './certainShape';
import { linksOf } from './links';
import { intrinsicResultShape } from './resultShapes';
import { taskResult } from './taskResult';
import { any, isIdentical, isSame, literalShape, objectOf, put, select, type Shape, text, unite } from './shape';

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
  /** What a Task, Parallel or Map has done: what ResultSelector selects from, and `$states.result` is. */
  resultTypeOf(state: State): Shape;
}

const inferred = factsOfSymbols<Types>();
/** So often a state is worked out anew within a loop; then nothing is known of what comes to it. */
const maxVisits = 4;

/** The types of a state machine's data; worked out once for each analysis. */
export function typesOf({ symbols }: Pick<Analysis, 'symbols'>): Types {
  let types = inferred.get(symbols);
  if (!types) {
    types = infer(symbols.scopes);
    inferred.set(symbols, types);
  }
  return types;
}

/** What is known of the input of a state; `any` where nothing is. */
export function inputTypeOf(analysis: Analysis, id: StateId): Shape {
  const state = analysis.symbols.byId.get(id);
  return state ? typesOf(analysis).inputTypeOf(state) : any;
}

/** Works the types out with what executions are started with; for an analysis of which nobody has asked them yet. */
export function inferWithInput({ symbols }: Pick<Analysis, 'symbols'>, input: Shape): void {
  inferred.set(symbols, infer(symbols.scopes, input));
}

function infer(scopes: readonly Scope[], input: Shape = any): Types {
  // Scopes come before those inside them, so what their owner gets is known.
  for (const scope of scopes) {
    const { owner } = scope;
    const entry = owner ? entryOnce(owner, inputOf(owner)) : input;
    if (entries.get(scope) !== entry) {
      inferScope(scope, entry);
      entries.set(scope, entry);
    }
  }
  return {
    inputTypeOf: inputOf,
    effectiveTypeOf: effectiveOf,
    combinedTypeOf: (state) => combined(state, inputOf(state)),
    resultTypeOf: resultOf,
  };
}

/** What the states of a scope were worked out with: as long as that is the same, so are they. */
const entries = factsOfScopes<Shape>();

/**
 * What is known of a state's input, and what the state makes of it. So a shape stays the same object in one version of a document after the other while
 * nothing about it changes, which spares the work and tells that what was found with it still holds.
 */
interface Memory {
  input: Shape;
  /** What it works on. */
  effective: Shape | undefined;
  /** What it hands on, by the index of the transition. */
  passed: (Shape | undefined)[] | undefined;
  /** What the scopes within it begin with. */
  entry: Shape | undefined;
}

const memories = factsOfStates<Memory>();

function inputOf(state: State): Shape {
  return memories.get(state)?.input ?? any;
}

function effectiveOf(state: State): Shape {
  const memory = memoryOf(state, inputOf(state));
  return (memory.effective ??= effective(state, memory.input));
}

function memoryOf(state: State, input: Shape): Memory {
  let memory = memories.get(state);
  if (!memory) {
    memory = { input, effective: undefined, passed: undefined, entry: undefined };
    memories.set(state, memory);
  } else if (memory.input !== input) {
    memory.input = input;
    memory.effective = memory.passed = memory.entry = undefined;
  }
  return memory;
}

function passedOnce(state: State, input: Shape, transition: number): Shape {
  const memory = memoryOf(state, input);
  memory.passed ??= [];
  return (memory.passed[transition] ??= passedOn(state, input, state.transitions[transition]!));
}

/** Branches begin alike; a Map has one processor. */
function entryOnce(owner: State, input: Shape): Shape {
  return (memoryOf(owner, input).entry ??= entryOf(owner, input));
}

function inferScope(scope: Scope, entry: Shape): void {
  const { states } = scope;
  const { start, targets, first } = linksOf(scope);
  const before = states.map((state) => memories.get(state)?.input);
  const inputs = new Array<Shape | undefined>(states.length).fill(undefined);
  const put = (index: number, shape: Shape): void => {
    // The shape that the state had before, where that is all the same.
    const earlier = before[index];
    inputs[index] = earlier && isIdentical(earlier, shape) ? earlier : shape;
  };
  const open: number[] = [];
  if (start >= 0) {
    put(start, entry);
    open.push(start);
  }
  const visits = new Uint8Array(states.length);
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    const state = states[index]!;
    const input = inputs[index]!;
    const { transitions } = state;
    for (let each = 0; each < transitions.length; each++) {
      const next = targets[first[index]! + each]!;
      if (next < 0) {
        continue;
      }
      const known = inputs[next];
      const isOften = visits[next]! >= maxVisits;
      const passed = passedOnce(state, input, each);
      const after = known ? (isOften ? any : unite(known, passed)) : passed;
      if (!known || !isSame(known, after)) {
        visits[next] = Math.min(maxVisits, visits[next]! + 1);
        put(next, after);
        open.push(next);
      }
    }
  }
  states.forEach((state, index) => memoryOf(state, inputs[index] ?? any));
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
  if (member(owner.node, 'ItemBatcher')) {
    return batchOf(owner);
  }
  if (member(owner.node, 'ItemReader')) {
    return any;
  }
  if (selector) {
    return template(selector.value, data, originOf(owner, selector.key.value));
  }
  const items = atPath(member(owner.node, 'ItemsPath')?.value, data);
  return items.kind === 'array' ? items.items : any;
}

/** What a child execution gets of an ItemBatcher. https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html */
function batchOf(owner: State): Shape {
  const hasInput = member(member(owner.node, 'ItemBatcher')?.value, 'BatchInput');
  return objectOf(
    new Map<string, Shape>([['Items', { kind: 'array', items: any }], ...(hasInput ? ([['BatchInput', any]] as const) : [])]),
    false,
    originOf(owner, 'ItemBatcher'),
  );
}

function jsonataEntryOf(owner: State, input: Shape): Shape {
  const made = (field: string): Shape | undefined => {
    const found = member(owner.node, field);
    return found && jsonataTemplate(found.value, { input }, originOf(owner, field));
  };
  if (owner.type?.value === 'Parallel') {
    return made('Arguments') ?? input;
  }
  if (member(owner.node, 'ItemBatcher')) {
    return batchOf(owner);
  }
  if (member(owner.node, 'ItemReader')) {
    return any;
  }
  // Without Items the input itself is the array.
  const items = made('Items') ?? input;
  return made('ItemSelector') ?? (items.kind === 'array' ? items.items : any);
}

/** What a catcher gets. */
export const errorOutput: Shape = objectOf(
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
    const clause = clauseOf(state.catchers, index);
    if (state.queryLanguage === 'JSONata') {
      const output = member(clause, 'Output');
      return output ? jsonataTemplate(output.value, { input, errorOutput }, originOf(state, 'Output')) : errorOutput;
    }
    return withResult(clause, input, errorOutput, state);
  }
  if (state.queryLanguage === 'JSONata') {
    const clause = kind === 'choice' ? clauseOf(state.choices, index) : undefined;
    const output = member(clause, 'Output') ?? member(state.node, 'Output');
    const result = resultOf(state);
    return output
      ? jsonataTemplate(output.value, { input, result }, originOf(state, 'Output'))
      : passesInput(state)
        ? input
        : result;
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
      const raw = resultOf(state);
      return withResult(node, input, selector ? template(selector.value, raw, originOf(state, 'ResultSelector')) : raw, state);
    }
    default:
      return data;
  }
}

/** The result before anything is selected from it. */
function resultOf(state: State): Shape {
  switch (state.type?.value) {
    case 'Task':
      return taskResult(state);
    case 'Parallel':
      return { kind: 'array', items: any, length: state.scopes.length };
    case 'Map':
      // A ResultWriter may put the results elsewhere.
      return member(state.node, 'ResultWriter') ? any : { kind: 'array', items: any };
    default:
      return any;
  }
}

/** The clause of that index; clauses are numbered in their order, but for those that are no objects. */
function clauseOf(clauses: readonly Clause[], index: number | undefined): ObjectNode | undefined {
  const likely = index === undefined ? undefined : clauses[index];
  return (likely?.index === index ? likely : clauses.find((each) => each.index === index))?.node;
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
  const parsed = path.kind === 'string' ? readPath(path.value).path : undefined;
  return parsed?.root.kind === 'input' ? put(input, parsed.segments, result, originOf(state, 'ResultPath')) : any;
}

/** What a path of a field selects; null is an empty object. */
function atPath(node: Node | undefined, data: Shape): Shape {
  if (node?.kind === 'null') {
    return objectOf(new Map(), false, 'a path that is null');
  }
  const path = node?.kind === 'string' ? readPath(node.value).path : undefined;
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
      const { path } = readPath(value.value);
      return { name, shape: path ? pathShape(path, data) : any };
    }
    return { name, shape: callShape(readIntrinsic(value.value).call) };
  });
}

function callShape(call: IntrinsicCall | undefined): Shape {
  return (call && intrinsicResultShape(call.name)) ?? any;
}

/** What is known of the members of `$states`; of the others nothing. */
export interface StatesShape {
  readonly input: Shape;
  readonly result?: Shape;
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
export function partShape(reading: JsonataReading, known: StatesShape, part: JsonataNode): Shape {
  const states = statesShape(known);
  return certainShape(reading, (name) => (name === 'states' ? states : any), '', part);
}

/** What is known of the value of `{% … %}`, if it has one. */
export function expressionShape(written: string, known: StatesShape, origin: string): Shape {
  if (written.length < 4 || !written.endsWith('%}') || written.includes('${')) {
    return any;
  }
  const states = statesShape(known);
  return certainShape(readJsonata(written.slice(2, -2)), (name) => (name === 'states' ? states : any), origin);
}

function statesShape({ input, result = any, errorOutput: error = any }: StatesShape): Shape {
  const fields = new Map([
    ['input', input],
    ['result', result],
    ['errorOutput', error],
  ]);
  return objectOf(fields, true, undefined);
}

function originOf({ name }: State, field: string): string {
  return `${field} of "${name}"`;
}

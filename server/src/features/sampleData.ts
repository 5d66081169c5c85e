import type { Viewpoint } from '../analysis/data/dataTypes';
import { orderedFrom } from '../analysis/data/scopeInputs';
import { assignmentsSeenFrom } from '../analysis/data/assigned';
import type { Scope, State, Transition } from '../asl/ast';
import { evaluateIntrinsic } from '../asl/evaluateIntrinsic';
import { evaluatePath } from '../asl/evaluatePath';
import { parseIntrinsic, type IntrinsicCall } from '../asl/intrinsics';
import { evaluateJsonata } from '../asl/jsonata';
import { readJsonata } from '../asl/jsonataReading';
import { parsePath, type Path, type Segment } from '../asl/jsonPath';
import { hasPlaceholder } from '../asl/placeholder';
import { draft, isArray, isObject, numberOf, object, type Json, type JsonObject } from '../source/json';
import { member, type Node, type ObjectNode } from '../source/node';

/** Stands for what only a run would tell: a task's result, the clock, the token. Known by its identity. */
const unknown: JsonObject = Object.freeze(draft());
/** Functions that give another value each time. */
const changing = new Set(['now', 'millis', 'random', 'uuid', 'shuffle']);
/** So many states before the one that is asked about are worked out. */
const mostStates = 100;

/**
 * What the data of a state machine is with a sample input, as far as it can be told without running a task: through literals, paths, intrinsic
 * functions and JSONata. Of loops the first time round is meant, of iterations the first one. Asked once: two questions at a time would see each
 * other's work half done.
 */
export class SampleData {
  /** Of a state that is being worked out: `unknown`. */
  private readonly inputs = new Map<State, Json>();
  private readonly naming = new Set<string>();

  constructor(private readonly sample: Json) {}

  /** What a path, a call of an intrinsic function or a JSONata expression gives there; `undefined` where that is not known. */
  async valueOf(text: string, view: Viewpoint): Promise<Json | undefined> {
    const value =
      view.state.queryLanguage === 'JSONata'
        ? await this.jsonata(text, view)
        : await this.dynamic(text, view, await this.dollarIn(view));
    return isWhole(value) ? value : undefined;
  }

  /** The input of a state. */
  async inputOf(state: State): Promise<Json | undefined> {
    const value = await this.input(state);
    return isWhole(value) ? value : undefined;
  }

  private async input(state: State): Promise<Json> {
    if (!this.inputs.has(state)) {
      for (const { state: each, from } of orderedFrom(state.scope, state, mostStates) ?? []) {
        if (!this.inputs.has(each)) {
          this.inputs.set(each, unknown);
          this.inputs.set(each, await this.arriving(each, from));
        }
      }
    }
    return this.inputs.get(state) ?? unknown;
  }

  private async arriving(
    state: State,
    from: readonly { readonly from: State; readonly transition: Transition }[],
  ): Promise<Json> {
    if (state.scope.startAt?.value === state.name) {
      return this.entryOf(state.scope);
    }
    const values: Json[] = [];
    for (const { from: source, transition } of from) {
      values.push(await this.passedOn(source, this.inputs.get(source) ?? unknown, transition));
    }
    return values.length > 0 ? values.reduce(common) : unknown;
  }

  private async entryOf({ owner, kind }: Scope): Promise<Json> {
    if (!owner) {
      return this.sample;
    }
    const isMap = kind === 'processor';
    if (isMap && (member(owner.node, 'ItemReader') ?? member(owner.node, 'ItemBatcher'))) {
      return unknown;
    }
    const input = await this.input(owner);
    const view: Viewpoint = { state: owner, field: isMap ? 'ItemSelector' : 'Parameters' };
    const dollar = this.effective(owner, input);
    const names = isMap ? ['ItemSelector', 'Parameters'] : ['Arguments', 'Parameters'];
    const made = names.map((name) => member(owner.node, name)).find((each) => each !== undefined);
    if (made) {
      return this.fill(made.value, view, dollar);
    }
    if (!isMap) {
      return dollar;
    }
    const path = member(owner.node, owner.queryLanguage === 'JSONata' ? 'Items' : 'ItemsPath')?.value;
    const items = !path
      ? dollar
      : owner.queryLanguage === 'JSONata'
        ? await this.fill(path, view, dollar)
        : await this.dynamic(path.kind === 'string' ? path.value : '', view, dollar);
    return isArray(items) ? (items[0] ?? unknown) : unknown;
  }

  private async passedOn(state: State, input: Json, transition: Transition): Promise<Json> {
    const { node, queryLanguage, type } = state;
    if (transition.kind === 'catch') {
      return unknown;
    }
    if (queryLanguage === 'JSONata') {
      const clause = transition.kind === 'choice' ? state.choices.find(({ index }) => index === transition.index) : undefined;
      const output = member(clause?.node, 'Output') ?? member(node, 'Output');
      return output ? this.fill(output.value, { state, field: 'Output' }, input) : hasResult(state) ? unknown : input;
    }
    const data = type?.value === 'Pass' || hasResult(state) ? await this.combined(state, input) : this.effective(state, input);
    return this.select(member(node, 'OutputPath')?.value, data);
  }

  private async combined(state: State, input: Json): Promise<Json> {
    const path = member(state.node, 'ResultPath')?.value;
    if (path?.kind === 'null') {
      return input;
    }
    const result = await this.result(state, input);
    if (!path) {
      return result;
    }
    const parsed = path.kind === 'string' ? parsePath(path.value).path : undefined;
    return parsed?.root.kind === 'input' ? placed(input, parsed.segments, result) : unknown;
  }

  /** The result that ResultPath puts into the input: known of a Pass only. */
  private async result(state: State, input: Json): Promise<Json> {
    const { node } = state;
    if (state.type?.value !== 'Pass') {
      return unknown;
    }
    const literal = member(node, 'Result')?.value;
    const parameters = member(node, 'Parameters')?.value;
    const data = this.effective(state, input);
    return literal ? literalOf(literal) : parameters ? this.fill(parameters, { state, field: 'Parameters' }, data) : data;
  }

  private async dollarIn({ state, field, clause }: Viewpoint): Promise<Json> {
    const input = await this.input(state);
    if (clause?.kind === 'catch' || field === 'ResultSelector') {
      return unknown;
    }
    switch (field) {
      case 'InputPath':
      case 'ResultPath':
        return input;
      case 'OutputPath':
        return state.type?.value === 'Pass' || hasResult(state) ? this.combined(state, input) : this.effective(state, input);
      case 'Assign':
        return state.type?.value === 'Pass' || hasResult(state) ? this.result(state, input) : this.effective(state, input);
      default:
        return this.effective(state, input);
    }
  }

  private effective({ node, queryLanguage }: State, input: Json): Json {
    return queryLanguage === 'JSONPath' ? this.select(member(node, 'InputPath')?.value, input) : input;
  }

  private select(node: Node | undefined, data: Json): Json {
    const { path } = node?.kind === 'string' ? parsePath(node.value) : {};
    return !node ? data : path?.root.kind === 'input' ? (found(path, data) ?? unknown) : unknown;
  }

  /** What a value of a field becomes. */
  private async fill(node: Node | undefined, view: Viewpoint, dollar: Json): Promise<Json> {
    switch (node?.kind) {
      case 'object': {
        const made = draft();
        for (const { key, value } of node.members) {
          const isPath = view.state.queryLanguage === 'JSONPath' && key.value.endsWith('.$');
          made[isPath ? key.value.slice(0, -2) : key.value] =
            isPath && value?.kind === 'string'
              ? await this.dynamic(value.value, view, dollar)
              : await this.fill(value, view, dollar);
        }
        return made;
      }
      case 'array': {
        const items: Json[] = [];
        for (const item of node.items) {
          items.push(await this.fill(item, view, dollar));
        }
        return items;
      }
      case 'string':
        return view.state.queryLanguage === 'JSONata' && node.value.startsWith('{%') && node.value.endsWith('%}')
          ? this.jsonata(node.value.slice(2, -2), view)
          : literalOf(node);
      default:
        return literalOf(node);
    }
  }

  private async dynamic(text: string, view: Viewpoint, dollar: Json): Promise<Json> {
    if (hasPlaceholder(text)) {
      return unknown;
    }
    if (text.startsWith('$')) {
      const { path } = parsePath(text.trimEnd());
      return (path && (await this.path(path, view, dollar))) ?? unknown;
    }
    const { call } = parseIntrinsic(text);
    if (!call) {
      return unknown;
    }
    // Its paths first: their variables may take time.
    const values = new Map<Path, Json>();
    for (const path of pathsIn(call)) {
      const value = await this.path(path, view, dollar);
      if (value === undefined || !isWhole(value)) {
        return unknown;
      }
      values.set(path, value);
    }
    if (isChanging(call)) {
      return unknown;
    }
    const called = evaluateIntrinsic(call, { random: () => 0, resolve: (path) => ({ value: values.get(path)! }) });
    return 'value' in called ? called.value : unknown;
  }

  private async path(path: Path, view: Viewpoint, dollar: Json): Promise<Json | undefined> {
    const { root } = path;
    const data =
      root.kind === 'variable'
        ? await this.variable(root.name, view.state)
        : root.kind === 'context'
          ? this.contextOf(view.state)
          : dollar;
    return found(path, data);
  }

  /** Of the context object what does not depend on the run. */
  private contextOf(state: State): JsonObject {
    return object([
      [
        'Execution',
        object([['Input', this.sample], ...['Id', 'Name', 'RoleArn', 'StartTime'].map((key) => [key, unknown] as const)]),
      ],
      [
        'State',
        object([
          ['Name', state.name],
          ['EnteredTime', unknown],
          ['RetryCount', unknown],
        ]),
      ],
      ['StateMachine', unknown],
      ['Task', unknown],
      ['Map', unknown],
    ]);
  }

  private async jsonata(text: string, view: Viewpoint): Promise<Json> {
    const { problem, variables, contextUses } = readJsonata(text);
    if (problem || contextUses.length > 0 || hasPlaceholder(text)) {
      return unknown;
    }
    const states = object([
      ['input', await this.input(view.state)],
      ['context', this.contextOf(view.state)],
      ['result', unknown],
      ['errorOutput', unknown],
    ]);
    const bindings = draft();
    for (const { name, path, argumentCount } of variables) {
      if (changing.has(name)) {
        return unknown;
      }
      if (name === 'states') {
        bindings['states'] = states;
        if (
          !isWhole(
            along(
              states,
              path.map((step) => step.name),
            ),
          )
        ) {
          return unknown;
        }
      } else if (argumentCount === undefined || assignmentsSeenFrom(view.state.scope, name).length > 0) {
        const value = await this.variable(name, view.state);
        if (!isWhole(value)) {
          return unknown;
        }
        bindings[name] = value;
      }
    }
    const result = await evaluateJsonata({ expression: text, bindings, now: 0, random: () => 0 });
    return ('value' in result ? result.value : undefined) ?? unknown;
  }

  /** Of a variable that is assigned in one place only. */
  private async variable(name: string, { scope }: State): Promise<Json> {
    const assigned = assignmentsSeenFrom(scope, name);
    const [only] = assigned;
    if (!only || assigned.length > 1 || only.via.kind !== 'state' || this.naming.has(name)) {
      return unknown;
    }
    const assign = member(only.state.node, 'Assign')?.value;
    const value = assign?.kind === 'object' ? assign.members.find(({ key }) => key === only.key)?.value : undefined;
    const view: Viewpoint = { state: only.state, field: 'Assign' };
    this.naming.add(name);
    const isPath = only.state.queryLanguage === 'JSONPath' && only.key.value.endsWith('.$');
    const dollar = await this.dollarIn(view);
    const made =
      isPath && value?.kind === 'string' ? await this.dynamic(value.value, view, dollar) : await this.fill(value, view, dollar);
    this.naming.delete(name);
    return made;
  }
}

function hasResult({ type }: State): boolean {
  return type?.value === 'Task' || type?.value === 'Parallel' || type?.value === 'Map';
}

/** What a path selects; `undefined` where nothing is there, `unknown` where that cannot be told. */
function found(path: Path, data: Json): Json | undefined {
  if (!path.definite && !isWhole(data)) {
    return unknown;
  }
  const selected = evaluatePath(path, data);
  return 'value' in selected ? selected.value : isWhole(data) ? undefined : unknown;
}

/** The value that names lead to; where they come to what is not known, that. */
function along(value: Json, names: readonly string[]): Json {
  let current = value;
  for (const name of names) {
    if (current === unknown || !isObject(current) || current[name] === undefined) {
      return current;
    }
    current = current[name];
  }
  return current;
}

function placed(data: Json, segments: readonly Segment[], value: Json): Json {
  const [segment, ...rest] = segments;
  if (!segment) {
    return value;
  }
  if (segment.kind !== 'names' || !isObject(data) || data === unknown) {
    return unknown;
  }
  const name = segment.names[0]!;
  return Object.assign(draft(), data, { [name]: placed(data[name] ?? object([]), rest, value) });
}

/** What two ways have in common. */
function common(a: Json, b: Json): Json {
  if (a === b) {
    return a;
  }
  if (isObject(a) && isObject(b) && a !== unknown && b !== unknown) {
    const made = draft();
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const [x, y] = [a[key], b[key]];
      made[key] = x === undefined || y === undefined ? unknown : common(x, y);
    }
    return made;
  }
  return unknown;
}

/** Whether nothing in a value is unknown. Recursion is as deep as the value. */
function isWhole(value: Json): boolean {
  if (value === unknown) {
    return false;
  }
  return isArray(value) ? value.every(isWhole) : isObject(value) ? Object.values(value).every(isWhole) : true;
}

function literalOf(node: Node | undefined): Json {
  switch (node?.kind) {
    case 'string':
      return hasPlaceholder(node.value) ? unknown : node.value;
    case 'number':
      return numberOf(node.text);
    case 'boolean':
      return node.value;
    case 'null':
      return null;
    case 'array':
      return node.items.map(literalOf);
    case 'object':
      return literalObject(node);
    default:
      return unknown;
  }
}

function literalObject({ members }: ObjectNode): JsonObject {
  return object(members.map(({ key, value }) => [key.value, literalOf(value)] as const));
}

function pathsIn(call: IntrinsicCall): Path[] {
  return call.arguments.flatMap((argument) =>
    argument.kind === 'path' ? [argument.path] : argument.kind === 'call' ? pathsIn(argument) : [],
  );
}

function isChanging(call: IntrinsicCall): boolean {
  const isRandom = call.name === 'States.UUID' || call.name === 'States.MathRandom';
  return isRandom || call.arguments.some((argument) => argument.kind === 'call' && isChanging(argument));
}

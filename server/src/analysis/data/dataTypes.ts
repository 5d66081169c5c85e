import type { Clause, Scope, State, Transition } from '../../asl/ast';
import { parseIntrinsic } from '../../asl/intrinsics';
import { type JsonataReading, readJsonata } from '../../asl/jsonataReading';
import { type Path, parsePath } from '../../asl/jsonPath';
import { hasPlaceholder } from '../../asl/placeholder';
import { member, type Node, type ObjectNode } from '../../source/node';
import { any, literalShape, objectOf, put, type Shape, text } from '../shape';
import { taskOf } from '../tasks';
import type { Assignment } from '../variables';
import { assignmentsSeenFrom, variablesSeenFrom } from './assigned';
import { contextShape } from './contextShape';
import { intrinsicShape } from './intrinsicShape';
import { jsonataShape } from './jsonataShape';
import { either, follow, itemsOf } from './likely';
import { inferInputs } from './scopeInputs';

/** Where in a state data is looked at: in a field of the state, or of one of its clauses. */
export interface Viewpoint {
  readonly state: State;
  /** Name of the field that holds the expression: `Parameters`, `Output`, `Variable`. */
  readonly field: string;
  readonly clause?: { readonly kind: 'choice' | 'catch'; readonly clause: Clause };
}

const errorOutput: Shape = objectOf(
  new Map([
    ['Error', text],
    ['Cause', text],
  ]),
  false,
  'the error that was caught',
);
/** States that have a result to work on. */
const withResult = new Set(['Task', 'Parallel', 'Map']);
/** Of scopes within each other so many are looked into. */
const deepest = 50;
/** So many places where a variable is assigned are looked at. */
const mostAssignments = 50;
/** So many ends of a scope are looked at. */
const mostEnds = 50;

/**
 * What the data of a state machine likely looks like, for whoever writes its expressions; each answer is worked out when it is first asked.
 * Rules take `typesOf`, which claims only what is certain.
 */
export class DataTypes {
  private readonly inputs = new Map<State, Shape>();
  private readonly busy = new Set<Scope>();
  private readonly naming = new Set<string>();
  private readonly iterating = new Set<State>();
  private readonly ending = new Set<Scope>();
  private readonly outputs = new Map<Scope, Shape>();

  /** `example`: what executions are started with, as far as there are samples. */
  constructor(private readonly example: Shape = any) {}

  /** The raw input. */
  inputOf(state: State): Shape {
    const { scope } = state;
    if (!this.inputs.has(state) && !this.busy.has(scope) && this.busy.size < deepest) {
      this.busy.add(scope);
      inferInputs(scope, state, this.entryOf(scope), this.inputs, (from, input, by) => this.passedOn(from, input, by));
      this.busy.delete(scope);
      if (!this.inputs.has(state)) {
        this.inputs.set(state, any);
      }
    }
    return this.inputs.get(state) ?? any;
  }

  /** What the state hands on when it succeeds. */
  outputOf(state: State): Shape {
    return this.passedOn(state, this.inputOf(state), undefined);
  }

  /** What a Task, Parallel or Map gets to work on. */
  resultOf(state: State): Shape {
    switch (state.type?.value) {
      case 'Parallel':
        return { kind: 'array', items: state.scopes.length > 0 ? state.scopes.map((s) => this.endOf(s)).reduce(either) : any };
      case 'Map':
        return member(state.node, 'ResultWriter')
          ? any
          : { kind: 'array', items: state.scopes[0] ? this.endOf(state.scopes[0]) : any };
      default:
        return any;
    }
  }

  /** What `$` is in a JSONPath field. */
  dollarIn({ state, field, clause }: Viewpoint): Shape {
    if (clause?.kind === 'catch') {
      return field === 'ResultPath' ? this.inputOf(state) : errorOutput;
    }
    switch (field) {
      case 'InputPath':
      case 'ResultPath':
        return this.inputOf(state);
      case 'ResultSelector':
        return this.resultOf(state);
      case 'OutputPath':
        return this.combined(state, this.inputOf(state));
      case 'Assign':
        return withResult.has(state.type?.value ?? '') || state.type?.value === 'Pass'
          ? this.selected(state, this.inputOf(state))
          : this.effective(state, this.inputOf(state));
      default:
        return this.effective(state, this.inputOf(state));
    }
  }

  /** What `$states` is in a JSONata field. */
  statesIn(view: Viewpoint): Shape {
    const { state, field, clause } = view;
    const isOut = field === 'Output' || field === 'Assign';
    const fields: [string, Shape][] = [
      ['input', this.inputOf(state)],
      ['context', this.contextIn(view)],
    ];
    if (isOut && !clause && withResult.has(state.type?.value ?? '')) {
      fields.splice(1, 0, ['result', this.resultOf(state)]);
    } else if (isOut && clause?.kind === 'catch') {
      fields.splice(1, 0, ['errorOutput', errorOutput]);
    }
    return objectOf(new Map(fields), false, undefined);
  }

  /** The context object: `$$`, and `$states.context`. */
  contextIn({ state }: Viewpoint): Shape {
    return contextShape({
      input: this.example,
      hasToken: taskOf(state)?.waits === 'token',
      hasRetries: withResult.has(state.type?.value ?? ''),
      item: this.itemAround(state),
    });
  }

  /** The variables that the state may read, by name. */
  variableNames({ scope }: State): ReadonlySet<string> {
    return variablesSeenFrom(scope);
  }

  /** What a variable likely holds. */
  variable(name: string, { scope }: State): Shape {
    if (this.naming.has(name)) {
      return any;
    }
    this.naming.add(name);
    const shapes = assignmentsSeenFrom(scope, name)
      .slice(0, mostAssignments)
      .map((each) => this.assigned(each));
    this.naming.delete(name);
    return shapes.length > 0 ? shapes.reduce(either) : any;
  }

  /** What a path leads to. */
  path(path: Path, view: Viewpoint, dollar?: Shape): Shape {
    const { root, segments } = path;
    const from =
      root.kind === 'variable'
        ? this.variable(root.name, view.state)
        : root.kind === 'context'
          ? this.contextIn(view)
          : (dollar ?? this.dollarIn(view));
    return follow(from, segments);
  }

  /** What a JSONata expression gives. */
  jsonata({ tree }: JsonataReading, view: Viewpoint): Shape {
    return jsonataShape(tree, (name) => (name === 'states' ? this.statesIn(view) : this.variable(name, view.state)));
  }

  /** What a value of a field becomes: literals as they are, paths and expressions as what they give. */
  value(node: Node | undefined, view: Viewpoint, dollar?: Shape): Shape {
    const { state, field } = view;
    const origin = `${field} of "${state.name}"`;
    if (state.queryLanguage === 'JSONata') {
      return literalShape(node, origin, (key, value) =>
        value.kind === 'string' && value.value.startsWith('{%')
          ? { name: key ?? '', shape: this.jsonataText(value.value, view) }
          : undefined,
      );
    }
    return literalShape(node, origin, (key, value) =>
      key?.endsWith('.$') === true ? { name: key.slice(0, -2), shape: this.dynamic(value, view, dollar) } : undefined,
    );
  }

  /** A path or a call of an intrinsic function. */
  dynamic(node: Node | undefined, view: Viewpoint, dollar?: Shape): Shape {
    return node?.kind === 'string' ? this.dynamicText(node.value, view, dollar) : any;
  }

  /** The same of its text. */
  dynamicText(text: string, view: Viewpoint, dollar?: Shape): Shape {
    if (hasPlaceholder(text)) {
      return any;
    }
    if (text.startsWith('$')) {
      const { path } = parsePath(text.trimEnd());
      return path ? this.path(path, view, dollar) : any;
    }
    const { call } = text.startsWith('States.') ? parseIntrinsic(text) : {};
    return call ? intrinsicShape(call, (path) => this.path(path, view, dollar)) : any;
  }

  private jsonataText(value: string, view: Viewpoint): Shape {
    return value.endsWith('%}') && value.length >= 4 && !hasPlaceholder(value)
      ? this.jsonata(readJsonata(value.slice(2, -2)), view)
      : any;
  }

  private assigned({ state, key, via }: Assignment): Shape {
    const clauses = via.kind === 'choice' ? state.choices : state.catchers;
    const clause = via.kind === 'state' ? undefined : clauses.find(({ index }) => index === via.index);
    const assign = member(clause ? clause.node : state.node, 'Assign')?.value;
    const value = assign?.kind === 'object' ? assign.members.find((each) => each.key === key)?.value : undefined;
    const view: Viewpoint = {
      state,
      field: 'Assign',
      ...(clause && via.kind !== 'state' && { clause: { kind: via.kind, clause } }),
    };
    return state.queryLanguage === 'JSONPath' && key.value.endsWith('.$') ? this.dynamic(value, view) : this.value(value, view);
  }

  /** What the scope begins with. */
  private entryOf(scope: Scope): Shape {
    const { owner } = scope;
    if (!owner) {
      return this.example;
    }
    const isParallel = owner.type?.value === 'Parallel';
    if (member(owner.node, 'ItemBatcher')) {
      return objectOf(new Map([['Items', { kind: 'array', items: this.itemOf(owner) }]]), true, `ItemBatcher of "${owner.name}"`);
    }
    const names = isParallel ? ['Arguments', 'Parameters'] : ['ItemSelector', 'Parameters'];
    const made = names.map((name) => member(owner.node, name)).find((each) => each !== undefined);
    if (made) {
      return this.value(made.value, { state: owner, field: made.key.value });
    }
    return isParallel ? this.effective(owner, this.inputOf(owner)) : this.itemOf(owner);
  }

  /** One of the items of a Map. */
  private itemOf(owner: State): Shape {
    // An expression for the items may itself mention the context object.
    if (this.iterating.has(owner) || member(owner.node, 'ItemReader')) {
      return any;
    }
    this.iterating.add(owner);
    const item = this.itemIn(owner);
    this.iterating.delete(owner);
    return item;
  }

  private itemIn(owner: State): Shape {
    if (owner.queryLanguage === 'JSONata') {
      const items = member(owner.node, 'Items')?.value;
      return items ? itemsOf(this.value(items, { state: owner, field: 'Items' })) : itemsOf(this.inputOf(owner));
    }
    const path = member(owner.node, 'ItemsPath')?.value;
    const view: Viewpoint = { state: owner, field: 'ItemsPath' };
    return itemsOf(path ? this.dynamic(path, view) : this.dollarIn(view));
  }

  /** The item of the innermost iteration around a state, or of the Map itself. */
  private itemAround(state: State): Shape | undefined {
    for (let at: State | undefined = state; at; at = at.scope.owner) {
      if (at.type?.value === 'Map') {
        return this.itemOf(at);
      }
    }
    return undefined;
  }

  /** What a scope ends with. */
  private endOf(scope: Scope): Shape {
    const known = this.outputs.get(scope);
    if (known || this.ending.has(scope) || this.ending.size >= deepest) {
      return known ?? any;
    }
    this.ending.add(scope);
    const ends = scope.states.filter(({ isEnd, type }) => isEnd && type?.value !== 'Fail').slice(0, mostEnds);
    const shape = ends.length > 0 ? ends.map((state) => this.outputOf(state)).reduce(either) : any;
    this.ending.delete(scope);
    this.outputs.set(scope, shape);
    return shape;
  }

  private effective({ node, queryLanguage }: State, input: Shape): Shape {
    const path = queryLanguage === 'JSONPath' ? member(node, 'InputPath')?.value : undefined;
    return path ? this.pathField(path, input) : input;
  }

  private pathField(node: Node, data: Shape): Shape {
    const { path } = node.kind === 'string' ? parsePath(node.value) : {};
    return path?.root.kind === 'input' ? follow(data, path.segments) : any;
  }

  /** The result that ResultPath puts into the input. */
  private selected(state: State, input: Shape): Shape {
    const { node } = state;
    const data = this.effective(state, input);
    if (state.type?.value === 'Pass') {
      const made = member(node, 'Result') ?? member(node, 'Parameters');
      return made?.key.value === 'Result'
        ? literalShape(made.value, `Result of "${state.name}"`)
        : made
          ? this.value(made.value, { state, field: 'Parameters' }, data)
          : data;
    }
    const selector = member(node, 'ResultSelector');
    const result = this.resultOf(state);
    return selector ? this.value(selector.value, { state, field: 'ResultSelector' }, result) : result;
  }

  private combined(state: State, input: Shape): Shape {
    return state.type?.value === 'Pass' || withResult.has(state.type?.value ?? '')
      ? this.placed(state, state.node, input, this.selected(state, input))
      : this.effective(state, input);
  }

  private placed({ name }: State, node: ObjectNode | undefined, input: Shape, result: Shape): Shape {
    const path = member(node, 'ResultPath')?.value;
    if (!path) {
      return result;
    }
    if (path.kind === 'null') {
      return input;
    }
    const parsed = path.kind === 'string' ? parsePath(path.value).path : undefined;
    return parsed?.root.kind === 'input' ? put(input, parsed.segments, result, `ResultPath of "${name}"`) : any;
  }

  /** What a transition hands to its target; without one, what the state ends with. */
  private passedOn(state: State, input: Shape, transition: Transition | undefined): Shape {
    const { node, queryLanguage } = state;
    if (transition?.kind === 'catch') {
      const clause = state.catchers.find(({ index }) => index === transition.index);
      const output = member(clause?.node, 'Output');
      if (queryLanguage === 'JSONata') {
        return output && clause
          ? this.value(output.value, { state, field: 'Output', clause: { kind: 'catch', clause } })
          : errorOutput;
      }
      return this.placed(state, clause?.node, input, errorOutput);
    }
    if (queryLanguage === 'JSONata') {
      const clause = transition?.kind === 'choice' ? state.choices.find(({ index }) => index === transition.index) : undefined;
      const output = member(clause?.node, 'Output') ?? member(node, 'Output');
      return output
        ? this.value(output.value, { state, field: 'Output' })
        : withResult.has(state.type?.value ?? '')
          ? this.resultOf(state)
          : input;
    }
    const data = this.combined(state, input);
    const path = member(node, 'OutputPath')?.value;
    return path ? this.pathField(path, data) : data;
  }
}

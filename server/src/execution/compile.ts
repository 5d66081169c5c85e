import {
  type Clause,
  type Scope,
  type State,
  type StateId,
  type StateMachine,
  type StateType,
  stateId,
  stateTypes,
} from '../asl/ast';
import { parsePath, type Path } from '../asl/jsonPath';
import { type Json, isNumber, toNumber } from '../source/json';
import type { Node } from '../source/node';
import { member } from '../source/node';
import type { Span } from '../source/span';
import { compileRule } from './compileRule';
import { type Fault, checkExpression, compileTemplate, jsonOf, jsonataOf } from './compileTemplate';
import type {
  Catcher,
  Choice,
  Jsonata,
  Program,
  ProgramState,
  Quantity,
  Retrier,
  StateBase,
  Template,
  WaitState,
  WithErrors,
  WithResult,
} from './program';

/** Why a state machine cannot run, and where. Offsets are those of the document. */
export interface ProgramProblem extends Span {
  readonly message: string;
}

export interface Compiled {
  /** Absent when there are problems. */
  readonly program: Program | undefined;
  readonly problems: readonly ProgramProblem[];
}

/** Checks a state machine and makes it runnable. The whole of it is checked; all problems are told. */
export function compile(machine: StateMachine): Compiled {
  const compiler = new Compiler();
  const start = compiler.scope(machine);
  const timeout = jsonOf(member(machine.node, 'TimeoutSeconds')?.value);
  if (compiler.problems.length > 0 || start === undefined) {
    return { program: undefined, problems: compiler.problems };
  }
  const { states } = compiler;
  const timeoutSeconds = isNumber(timeout) ? toNumber(timeout) : undefined;
  return { program: { start, states, queryLanguage: machine.queryLanguage, timeoutSeconds }, problems: [] };
}

class Compiler {
  readonly problems: ProgramProblem[] = [];
  readonly states = new Map<StateId, ProgramState>();

  /** Compiles the states of a scope and those inside; answers its first state. */
  scope(scope: Scope): StateId | undefined {
    const names = new Set(scope.states.map((s) => s.name));
    for (const state of scope.states) {
      const compiled = new StateCompiler(this, state, names).state();
      if (compiled) {
        this.states.set(compiled.id, compiled);
      }
    }
    if (!scope.startAt) {
      this.problem(scope.node, `The field 'StartAt' is missing${place(scope)}.`, true);
      return undefined;
    }
    if (!names.has(scope.startAt.value)) {
      this.problem(scope.startAt.node, `StartAt names the state '${scope.startAt.value}', which does not exist${place(scope)}.`);
      return undefined;
    }
    return stateId(scope.path, scope.startAt.value);
  }

  problem(at: Span, message: string, firstCharacter = false): void {
    this.problems.push({ start: at.start, end: firstCharacter ? Math.min(at.start + 1, at.end) : at.end, message });
  }
}

function place(scope: Scope): string {
  return scope.owner ? ` in '${scope.owner.name}'` : '';
}

/** Compiles one state; a fault is reported at the field that it stands in. */
class StateCompiler {
  readonly #node: Node | undefined;

  constructor(
    private readonly compiler: Compiler,
    private readonly source: State,
    private readonly names: ReadonlySet<string>,
  ) {
    this.#node = source.node;
  }

  state(): ProgramState | undefined {
    const { source } = this;
    const type = source.type?.value;
    if (!source.node || !stateTypes.includes(type as StateType)) {
      const known = stateTypes.join(', ');
      this.fault(
        source.type?.node ?? source.key,
        type === undefined ? `has no Type` : `has the Type '${type}'; it must be one of ${known}`,
      );
      return undefined;
    }
    const next = this.next(type as StateType);
    const base: StateBase = {
      id: source.id,
      name: source.name,
      type: type as StateType,
      queryLanguage: source.queryLanguage,
      next,
      inputPath: this.dataPath('InputPath'),
      outputPath: this.dataPath('OutputPath'),
      assign: this.template('Assign'),
      output: this.jsonata ? this.template('Output') : undefined,
    };
    switch (type as StateType) {
      case 'Pass':
        return { ...base, ...this.results(), type: 'Pass', result: this.json('Result') };
      case 'Succeed':
        return { ...base, type: 'Succeed' };
      case 'Fail':
        return { ...base, type: 'Fail', error: this.text('Error'), cause: this.text('Cause') };
      case 'Wait':
        return { ...base, type: 'Wait', until: this.until() };
      case 'Choice':
        return {
          ...base,
          type: 'Choice',
          choices: this.choices(),
          default: this.target(member(source.node, 'Default')?.value, 'Default'),
        };
      case 'Task':
        return {
          ...base,
          ...this.results(),
          ...this.errors(),
          type: 'Task',
          resource: this.string('Resource') ?? '',
          timeoutSeconds: this.quantity('TimeoutSeconds'),
          heartbeatSeconds: this.quantity('HeartbeatSeconds'),
          credentials: this.template('Credentials'),
        };
      case 'Parallel':
        return { ...base, ...this.results(), ...this.errors(), type: 'Parallel', branches: this.branches() };
      case 'Map':
        return this.map(base);
    }
  }

  private get jsonata(): boolean {
    return this.source.queryLanguage === 'JSONata';
  }

  /** Where the state goes; reports a state that goes nowhere. */
  private next(type: StateType): StateId | undefined {
    if (type === 'Choice' || type === 'Succeed' || type === 'Fail') {
      return undefined;
    }
    const field = member(this.#node, 'Next')?.value;
    if (!field && !this.source.isEnd) {
      this.fault(this.source.key, 'goes nowhere: it needs "Next" or "End": true');
    }
    return this.source.isEnd ? undefined : this.target(field, 'Next');
  }

  private target(node: Node | undefined, field: string): StateId | undefined {
    if (!node) {
      return undefined;
    }
    if (node.kind !== 'string') {
      this.fault(node, `has a '${field}' that is no state name`);
      return undefined;
    }
    if (!this.names.has(node.value)) {
      this.fault(node, `names the state '${node.value}' in '${field}', which does not exist in its scope`);
      return undefined;
    }
    return stateId(this.source.scope.path, node.value);
  }

  private results(): WithResult {
    const resultPath = this.resultPath(this.#node);
    return {
      parameters: this.jsonata ? undefined : this.template('Parameters'),
      resultSelector: this.jsonata ? undefined : this.template('ResultSelector'),
      ...resultPath,
      arguments: this.jsonata ? this.template('Arguments') : undefined,
    };
  }

  private errors(): WithErrors {
    return {
      retriers: this.source.retriers.map((r) => this.retrier(r)),
      catchers: this.source.catchers.flatMap((c) => this.catcher(c) ?? []),
    };
  }

  private retrier(clause: Clause): Retrier {
    const number = (field: string, fallback: number): number => {
      const value = jsonOf(member(clause.node, field)?.value);
      return isNumber(value) ? toNumber(value) : fallback;
    };
    const maxDelay = number('MaxDelaySeconds', NaN);
    return {
      errorEquals: clause.errorEquals.map((e) => e.value),
      interval: number('IntervalSeconds', 1),
      maxAttempts: number('MaxAttempts', 3),
      backoffRate: number('BackoffRate', 2),
      maxDelay: Number.isNaN(maxDelay) ? undefined : maxDelay,
      jitter: jsonOf(member(clause.node, 'JitterStrategy')?.value) === 'FULL' ? 'FULL' : 'NONE',
    };
  }

  private catcher(clause: Clause): Catcher | undefined {
    const next = member(clause.node, 'Next')?.value;
    if (!next) {
      this.fault(clause.node, `has a Catcher without 'Next'`);
    }
    const target = this.target(next, 'Next');
    const at = `Catch[${clause.index}]`;
    return target === undefined
      ? undefined
      : {
          errorEquals: clause.errorEquals.map((e) => e.value),
          next: target,
          ...this.resultPath(clause.node),
          assign: this.template('Assign', clause.node, `${at}/Assign`),
          output: this.jsonata ? this.template('Output', clause.node, `${at}/Output`) : undefined,
        };
  }

  private choices(): Choice[] {
    if (this.source.choices.length === 0) {
      this.fault(this.source.key, "has no 'Choices'");
    }
    return this.source.choices.flatMap((clause) => {
      const next = member(clause.node, 'Next')?.value;
      if (!next) {
        this.fault(clause.node, "has a Choice rule without 'Next'");
      }
      const target = this.target(next, 'Next');
      const at = `Choices[${clause.index}]`;
      const written = this.jsonata ? jsonOf(member(clause.node, 'Condition')?.value) : undefined;
      const condition =
        typeof written === 'boolean' ? { kind: 'constant' as const, holds: written } : jsonataOf(written, `${at}/Condition`);
      if (this.jsonata && !condition) {
        this.fault(clause.node, "has a Choice rule whose 'Condition' is no JSONata expression {% … %}");
      }
      const faults: Fault[] = [];
      const rule = condition ?? (this.jsonata ? undefined : compileRule(clause.node, faults));
      faults.forEach((f) => this.fault(f.node, f.message));
      return target === undefined || !rule
        ? []
        : [
            {
              rule,
              next: target,
              assign: this.template('Assign', clause.node, `${at}/Assign`),
              output: this.jsonata ? this.template('Output', clause.node, `${at}/Output`) : undefined,
            },
          ];
    });
  }

  private until(): WaitState['until'] {
    const forms = ['Seconds', 'Timestamp', 'SecondsPath', 'TimestampPath'].filter((f) => member(this.#node, f));
    if (forms.length !== 1) {
      this.fault(this.source.key, "needs exactly one of 'Seconds', 'Timestamp', 'SecondsPath' and 'TimestampPath'");
      return { kind: 'seconds', value: 0 };
    }
    const field = forms[0]!;
    const value = this.json(field);
    const jsonata = this.jsonataIn(member(this.#node, field)?.value, field);
    if (jsonata) {
      return { kind: field === 'Seconds' ? 'secondsJsonata' : 'timestampJsonata', jsonata };
    }
    if (field === 'Seconds' && isNumber(value) && toNumber(value) >= 0) {
      return { kind: 'seconds', value: toNumber(value) };
    }
    if (field === 'Timestamp' && typeof value === 'string') {
      return { kind: 'timestamp', value };
    }
    const path = field.endsWith('Path') ? this.path(field) : undefined;
    if (path) {
      return { kind: field === 'SecondsPath' ? 'secondsPath' : 'timestampPath', path };
    }
    this.fault(
      this.at(field),
      `has a '${field}' that is no ${field === 'Seconds' ? 'number of seconds' : field === 'Timestamp' ? 'timestamp' : 'path'}`,
    );
    return { kind: 'seconds', value: 0 };
  }

  private branches(): StateId[] {
    if (this.source.scopes.length === 0) {
      this.fault(this.source.key, "has no 'Branches'");
    }
    return this.source.scopes.flatMap((scope) => this.compiler.scope(scope) ?? []);
  }

  private map(base: StateBase): ProgramState | undefined {
    const [scope] = this.source.scopes;
    if (!scope) {
      this.fault(this.source.key, "has no 'ItemProcessor'");
      return undefined;
    }
    const startAt = this.compiler.scope(scope);
    const config = member(scope.node, 'ProcessorConfig')?.value;
    const results = this.results();
    return startAt === undefined
      ? undefined
      : {
          ...base,
          ...results,
          ...this.errors(),
          type: 'Map',
          mode: jsonOf(member(config, 'Mode')?.value) === 'DISTRIBUTED' ? 'DISTRIBUTED' : 'INLINE',
          startAt,
          itemsPath: this.jsonata ? undefined : this.path('ItemsPath'),
          items: this.jsonata ? this.template('Items') : undefined,
          itemSelector: this.template('ItemSelector') ?? results.parameters,
          maxConcurrency: this.quantity('MaxConcurrency'),
          notPerformed: ['ItemReader', 'ItemBatcher', 'ResultWriter'].find((field) => member(this.#node, field)),
          toleratedFailureCount: this.quantity('ToleratedFailureCount'),
          toleratedFailurePercentage: this.quantity('ToleratedFailurePercentage'),
        };
  }

  /** The expression that a field holds in a JSONata state. */
  private jsonataIn(node: Node | undefined, location: string): Jsonata | undefined {
    const found = this.jsonata ? jsonataOf(jsonOf(node), location) : undefined;
    if (found) {
      const faults: Fault[] = [];
      checkExpression(found, node!, faults);
      faults.forEach((f) => this.fault(f.node, f.message));
    }
    return found;
  }

  /** A number, its `…Path` or JSONata. */
  private quantity(field: string): Quantity | undefined {
    const path = this.path(`${field}Path`);
    if (path) {
      return { kind: 'path', path };
    }
    const value = this.json(field);
    if (value === undefined) {
      return undefined;
    }
    const jsonata = this.jsonataIn(member(this.#node, field)?.value, field);
    if (!jsonata && !isNumber(value)) {
      this.fault(this.at(field), `has a '${field}' that is no number`);
      return undefined;
    }
    return jsonata ?? { kind: 'value', value: toNumber(value as number) };
  }

  /** A text that may be a path or a function call (`ErrorPath`) or JSONata. */
  private text(field: string): Template | undefined {
    const pathField = `${field}Path`;
    if (!this.jsonata && member(this.#node, pathField)) {
      return this.template(pathField, undefined, pathField, true);
    }
    return this.template(field);
  }

  private template(
    field: string,
    node: Node | undefined = this.#node,
    location: string = field,
    dynamic = false,
  ): Template | undefined {
    const value = member(node, field)?.value;
    if (!value) {
      return undefined;
    }
    const faults: Fault[] = [];
    const template = compileTemplate(value, this.source.queryLanguage, location, faults, dynamic ? field : undefined);
    faults.forEach((f) => this.fault(f.node, f.message));
    return template;
  }

  private dataPath(field: string): Path | null | undefined {
    return this.json(field) === null ? null : this.path(field);
  }

  private path(field: string): Path | undefined {
    const node = member(this.#node, field)?.value;
    if (!node) {
      return undefined;
    }
    if (node.kind !== 'string') {
      this.fault(node, `has a '${field}' that is no path`);
      return undefined;
    }
    const { path, problems } = parsePath(node.value);
    if (!path) {
      this.fault(node, `has the ${field} '${node.value}', which is no valid path: ${problems[0]?.message ?? ''}`);
    }
    return path;
  }

  /** ResultPath of the state or of a Catcher: names and indices from the root. https://states-language.net/#path */
  private resultPath(node: Node | undefined): {
    resultPath: readonly (string | number)[] | null | undefined;
    resultPathText: string | undefined;
  } {
    const field = member(node, 'ResultPath')?.value;
    if (!field || this.jsonata) {
      return { resultPath: undefined, resultPathText: undefined };
    }
    if (field.kind === 'null') {
      return { resultPath: null, resultPathText: undefined };
    }
    const text = field.kind === 'string' ? field.value : '';
    const { path } = parsePath(text);
    const steps = path?.root.kind === 'input' ? referenceSteps(path) : undefined;
    if (!steps) {
      this.fault(
        field,
        `has the ResultPath '${text}', which is no reference path: names and indices only, such as $.order.items`,
      );
    }
    return { resultPath: steps, resultPathText: text };
  }

  private json(field: string): Json | undefined {
    return jsonOf(member(this.#node, field)?.value);
  }

  private string(field: string): string | undefined {
    const value = this.json(field);
    if (typeof value !== 'string') {
      this.fault(
        value === undefined ? this.source.key : this.at(field),
        value === undefined ? `has no '${field}'` : `has a '${field}' that is no text`,
      );
      return undefined;
    }
    return value;
  }

  private at(field: string): Span {
    return member(this.#node, field)?.value ?? this.source.key;
  }

  private fault(at: Span, message: string): void {
    this.compiler.problem(at, `The state '${this.source.name}' ${message}.`);
  }
}

function referenceSteps(path: Path): (string | number)[] | undefined {
  const steps: (string | number)[] = [];
  for (const segment of path.segments) {
    if (segment.kind === 'names' && segment.names.length === 1) {
      steps.push(segment.names[0]!);
    } else if (segment.kind === 'indices' && segment.indices.length === 1 && segment.indices[0]! >= 0) {
      steps.push(segment.indices[0]!);
    } else {
      return undefined;
    }
  }
  return steps;
}

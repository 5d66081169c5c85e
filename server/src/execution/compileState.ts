import { type Clause, type Scope, type State, type StateId, type StateType, stateId, stateTypes } from '../asl/ast';
import { isNumber, toNumber } from '../source/json';
import { type Node, member } from '../source/node';
import { DistributedFields } from './compileDistributed';
import type { Problems } from './compileFields';
import { compileRule } from './compileRule';
import { type Fault, jsonOf, jsonataOf } from './compileTemplate';
import type { Catcher, Choice, ProgramState, Retrier, StateBase, WaitState, WithErrors, WithResult } from './program';

/** Compiles the scopes inside a state. */
export interface ScopeCompiler extends Problems {
  scope(scope: Scope): StateId | undefined;
}

/** Compiles one state; a fault is reported at the field that it stands in. */
export class StateCompiler extends DistributedFields {
  constructor(
    private readonly compiler: ScopeCompiler,
    source: State,
    private readonly names: ReadonlySet<string>,
  ) {
    super(compiler, source);
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

  /** Where the state goes; reports a state that goes nowhere. */
  private next(type: StateType): StateId | undefined {
    if (type === 'Choice' || type === 'Succeed' || type === 'Fail') {
      return undefined;
    }
    const field = member(this.node, 'Next')?.value;
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
    const resultPath = this.resultPath(this.node);
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
    const forms = ['Seconds', 'Timestamp', 'SecondsPath', 'TimestampPath'].filter((f) => member(this.node, f));
    if (forms.length !== 1) {
      this.fault(this.source.key, "needs exactly one of 'Seconds', 'Timestamp', 'SecondsPath' and 'TimestampPath'");
      return { kind: 'seconds', value: 0 };
    }
    const field = forms[0]!;
    const value = this.json(field);
    const jsonata = this.jsonataIn(member(this.node, field)?.value, field);
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
    const mode = jsonOf(member(config, 'Mode')?.value) === 'DISTRIBUTED' ? 'DISTRIBUTED' : 'INLINE';
    const results = this.results();
    return startAt === undefined
      ? undefined
      : {
          ...base,
          ...results,
          ...this.errors(),
          type: 'Map',
          mode,
          startAt,
          itemsPath: this.jsonata ? undefined : this.path('ItemsPath'),
          items: this.jsonata ? this.template('Items') : undefined,
          itemSelector: this.template('ItemSelector') ?? results.parameters,
          maxConcurrency: this.quantity('MaxConcurrency'),
          distributed: mode === 'DISTRIBUTED' ? this.distributed(scope) : undefined,
          toleratedFailureCount: this.quantity('ToleratedFailureCount'),
          toleratedFailurePercentage: this.quantity('ToleratedFailurePercentage'),
        };
  }
}

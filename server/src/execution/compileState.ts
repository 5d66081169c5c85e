import { type Clause, type Scope, type State, type StateId, type StateType, stateTypes } from '../asl/ast';
import type { Path } from '../asl/jsonPath';
import { isNumber, toNumber } from '../source/json';
import { type Node, member } from '../source/node';
import { DistributedFields } from './compileDistributed';
import type { Problems } from './compileFields';
import { compileRule } from './compileRule';
import { type Fault, jsonOf, jsonataOf } from './compileTemplate';
import type {
  Catcher,
  Choice,
  MapState,
  PassState,
  ProgramState,
  Retrier,
  StateBase,
  Transition,
  WaitState,
  Way,
  WithErrors,
  WithResult,
} from './program';

/** Compiles the scopes inside a state. */
export interface ScopeCompiler extends Problems {
  scope(scope: Scope): StateId | undefined;
}

const onward: Transition = { kind: 'next' };
/** Fields with which an inline Map fails; a Label does no harm. */
const onlyDistributed = ['ItemReader', 'ItemBatcher', 'ResultWriter'];

const ending: Way = { next: undefined, to: undefined, transition: { kind: 'end' } };

/** Compiles one state; a fault is reported at the field that it stands in. */
export class StateCompiler extends DistributedFields {
  constructor(
    private readonly compiler: ScopeCompiler,
    source: State,
    /** Of the states in the scope, by their names. */
    private readonly ids: ReadonlyMap<string, StateId>,
  ) {
    super(compiler, source);
  }

  state(): ProgramState | undefined {
    const { source } = this;
    const written = source.type?.value;
    const type = stateTypes.find((known) => known === written);
    if (!source.node || type === undefined) {
      const known = stateTypes.join(', ');
      this.fault(
        source.type?.node ?? source.key,
        written === undefined ? `has no Type` : `has the Type '${written}'; it must be one of ${known}`,
      );
      return undefined;
    }
    const next = this.next(type);
    const base: StateBase = {
      id: source.id,
      name: source.name,
      type,
      queryLanguage: source.queryLanguage,
      onward: next === undefined ? ending : { next, to: undefined, transition: onward },
      inputPath: this.dataPath('InputPath'),
      outputPath: this.dataPath('OutputPath'),
      assign: this.template('Assign'),
      output: this.jsonata ? this.template('Output') : undefined,
    };
    // Not spread: that would give each state a shape of its own, and what meets many shapes is slow.
    switch (type) {
      case 'Pass':
        return this.pass(base);
      case 'Succeed':
        return Object.assign(base, { type: 'Succeed' as const });
      case 'Fail':
        return Object.assign(base, { type: 'Fail' as const, error: this.text('Error'), cause: this.text('Cause') });
      case 'Wait':
        return Object.assign(base, { type: 'Wait' as const, until: this.until() });
      case 'Choice':
        return Object.assign(base, { type: 'Choice' as const, choices: this.choices(), otherwise: this.otherwise() });
      case 'Task':
        return Object.assign(base, this.results(), this.errors(), {
          type: 'Task' as const,
          resource: this.string('Resource') ?? '',
          timeoutSeconds: this.quantity('TimeoutSeconds'),
          heartbeatSeconds: this.quantity('HeartbeatSeconds'),
          credentials: this.template('Credentials'),
        });
      case 'Parallel':
        return Object.assign(base, this.results(), this.errors(), { type: 'Parallel' as const, branches: this.branches() });
      case 'Map':
        return this.map(base);
    }
  }

  private pass(base: StateBase): PassState {
    const results = this.results();
    const result = this.json('Result');
    const isUntouched = (path: Path | null | undefined): boolean =>
      path === undefined || (path?.root.kind === 'input' && path.segments.length === 0);
    const passesOn =
      isUntouched(base.inputPath) &&
      isUntouched(base.outputPath) &&
      !(base.assign ?? base.output ?? results.parameters ?? results.resultSelector) &&
      results.resultPath === undefined &&
      result === undefined;
    return Object.assign(base, results, { type: 'Pass' as const, result, passesOn, chain: undefined, link: 0 });
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
    const id = this.ids.get(node.value);
    if (id === undefined) {
      this.fault(node, `names the state '${node.value}' in '${field}', which does not exist in its scope`);
    }
    return id;
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
              way: { next: target, to: undefined, transition: { kind: 'choice', index: clause.index } },
              assign: this.template('Assign', clause.node, `${at}/Assign`),
              output: this.jsonata ? this.template('Output', clause.node, `${at}/Output`) : undefined,
            },
          ];
    });
  }

  private otherwise(): Way | undefined {
    const next = this.target(member(this.node, 'Default')?.value, 'Default');
    return next === undefined ? undefined : { next, to: undefined, transition: { kind: 'default' } };
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
    const mode: MapState['mode'] = jsonOf(member(config, 'Mode')?.value) === 'DISTRIBUTED' ? 'DISTRIBUTED' : 'INLINE';
    const results = this.results();
    const isMisplaced = mode === 'INLINE' && onlyDistributed.some((field) => member(this.source.node, field));
    return startAt === undefined
      ? undefined
      : Object.assign(base, results, this.errors(), {
          type: 'Map' as const,
          mode,
          isMisplaced,
          startAt,
          itemsPath: this.jsonata ? undefined : this.path('ItemsPath'),
          items: this.jsonata ? this.template('Items') : undefined,
          itemSelector: this.template('ItemSelector') ?? results.parameters,
          maxConcurrency: this.quantity('MaxConcurrency'),
          distributed: mode === 'DISTRIBUTED' ? this.distributed(scope) : undefined,
          toleratedFailureCount: this.quantity('ToleratedFailureCount'),
          toleratedFailurePercentage: this.quantity('ToleratedFailurePercentage'),
        });
  }
}

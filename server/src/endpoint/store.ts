import type { Program } from '../execution/program';
import type { EventLog } from '../execution/eventLog';
import type { MapRunRecord } from '../runner/distributed/mapRunRecord';
import type { StartedBy } from '../runner/overseer';
import type { Outcome, Runner } from '../runner/runner';
import type { Json, JsonObject } from '../source/json';
import { ApiError, invalidArn, noExecution, noMachine, notFound } from './apiError';
import { type Arn, arnOf, parseArn } from './arns';
import { optionalText } from './fields';

export type MachineType = 'STANDARD' | 'EXPRESS';

/** What of a state machine may change: a version keeps one. */
export interface Revision {
  readonly id: string;
  readonly definition: string;
  readonly program: Program;
  readonly roleArn: string;
  readonly configuration: Configuration;
  /** Epoch milliseconds. */
  readonly updatedAt: number;
}

/** Settings that are kept and given back as they came. */
export interface Configuration {
  readonly loggingConfiguration: Json;
  readonly tracingConfiguration: Json;
  readonly encryptionConfiguration: Json;
}

export interface Version {
  readonly arn: string;
  readonly number: number;
  readonly revision: Revision;
  readonly description: string | undefined;
  readonly createdAt: number;
}

export interface Alias {
  readonly arn: string;
  readonly name: string;
  description: string | undefined;
  routing: readonly { readonly version: string; readonly weight: number }[];
  readonly createdAt: number;
  updatedAt: number;
}

export interface Machine {
  readonly arn: string;
  readonly name: string;
  readonly type: MachineType;
  readonly createdAt: number;
  /** What CreateStateMachine was called with beyond the revision: part of its idempotency check. */
  readonly published: boolean;
  readonly versionDescription: string | undefined;
  revision: Revision;
  readonly firstRevision: Revision;
  readonly versions: Version[];
  lastVersion: number;
  readonly aliases: Map<string, Alias>;
  readonly tags: Map<string, string>;
}

export interface ExecutionRecord {
  readonly arn: string;
  readonly name: string;
  readonly machine: Machine;
  readonly revision: Revision;
  readonly versionArn: string | undefined;
  readonly aliasArn: string | undefined;
  /** As it came in. */
  readonly input: string;
  readonly traceHeader: string | undefined;
  /** Whose Task has started it. */
  readonly startedBy?: StartedBy;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  stoppedAt: number | undefined;
  /** While it runs. */
  runner: Runner | undefined;
  log: EventLog;
  /** Its history stands in the data folder. */
  readBack?: boolean;
  /** Of one that was read back: whether it can be redriven. */
  readonly redrivable?: boolean;
  /** What stands behind the `#` of the state machine's ARN: its mocks. */
  readonly testCase: string | undefined;
  /** How often it was redriven, when at last (epoch milliseconds) and by which client token. */
  redrive: { readonly count: number; readonly at: number; readonly token: string | undefined } | undefined;
  /** Map runs of the attempts that have ended. */
  mapRuns: readonly MapRunRecord[];
  outcome: Outcome | undefined;
  /** Settles when it has ended. */
  ended: Promise<Outcome>;
}

export interface Activity {
  readonly arn: string;
  readonly name: string;
  readonly createdAt: number;
  readonly encryptionConfiguration: Json;
  readonly tags: Map<string, string>;
}

/** Everything that the endpoint knows, in memory. */
export class Store {
  readonly machines = new Map<string, Machine>();
  readonly executions = new Map<string, ExecutionRecord>();
  readonly activities = new Map<string, Activity>();

  constructor(
    readonly region: string,
    readonly account: string,
  ) {}

  arn(kind: string, ...names: readonly string[]): string {
    return ['arn', 'aws', 'states', this.region, this.account, kind, ...names].join(':');
  }

  /** The machine that an ARN names, whatever its qualifier; throws StateMachineDoesNotExist. */
  machine(arn: Arn): Machine {
    const machine = this.machines.get(this.arn('stateMachine', arn.name));
    if (!machine || !arn.text.startsWith(machine.arn)) {
      throw noMachine(arn.text);
    }
    return machine;
  }

  /** The version or alias of a machine that a qualified ARN names; throws StateMachineDoesNotExist. */
  qualified(arn: Arn): { readonly machine: Machine; readonly version?: Version; readonly alias?: Alias } {
    const machine = this.machine(arn);
    if (arn.qualifier === undefined) {
      return { machine };
    }
    const version = machine.versions.find((v) => String(v.number) === arn.qualifier);
    const alias = machine.aliases.get(arn.qualifier);
    if (!version && !alias) {
      throw noMachine(arn.text);
    }
    return { machine, ...(version ? { version } : {}), ...(alias ? { alias } : {}) };
  }

  /** Tags of a machine or an activity; throws ResourceNotFound. */
  tagsOf(text: string): Map<string, string> {
    const arn = parseArn(text);
    if (arn.kind !== 'stateMachine' && arn.kind !== 'activity') {
      throw invalidArn(`Resource type not valid in this context: ${arn.kind}`);
    }
    const found = arn.kind === 'activity' ? this.activities.get(arn.text) : this.machines.get(arn.text);
    if (!found) {
      throw notFound(text);
    }
    return found.tags;
  }
}

/** The execution that an ARN names; throws InvalidArn (Express ones cannot be named) and ExecutionDoesNotExist. */
export function recordOf(store: Store, text_: string): ExecutionRecord {
  const arn: Arn = arnOf(text_, 'execution');
  const record = store.executions.get(arn.text);
  if (!record) {
    throw noExecution(arn.text);
  }
  return record;
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html#bp-tagging */
const maxTags = 50;

/** Tags in a request as a map; throws TooManyTags. */
export function readTags(
  value: Json | undefined,
  resource: string,
  before: ReadonlyMap<string, string> = new Map(),
): Map<string, string> {
  const tags = new Map(before);
  for (const tag of (value ?? []) as readonly JsonObject[]) {
    tags.set(optionalText(tag, 'key') ?? '', optionalText(tag, 'value') ?? '');
  }
  if (tags.size > maxTags) {
    throw new ApiError('TooManyTags', `The resource ${resource} may have at most ${maxTags} tags; these are ${tags.size}.`);
  }
  return tags;
}

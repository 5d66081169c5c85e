import type { EventLog } from '../execution/eventLog';
import type { ChildRecord } from '../runner/distributed/childRecord';
import type { Counts } from '../runner/distributed/counts';
import { MapRun } from '../runner/distributed/mapRun';
import type { MapRunRecord } from '../runner/distributed/mapRunRecord';
import type { Outcome, Runner } from '../runner/runner';
import { type Json, type JsonObject, textOf } from '../source/json';
import { noExecution, notFound, validation } from './apiError';
import { type Arn, arnOf } from './arns';
import type { Operations } from './endpoint';
import { answer, date, optionalNumber, text } from './fields';
import { page } from './paging';
import type { ExecutionRecord, Store } from './store';

/** A child execution of a map run, running or ended. */
export interface Child {
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
  readonly run: MapRunRecord;
  readonly parent: ExecutionRecord;
  readonly input: Json;
  readonly startedAt: number;
  readonly stoppedAt: number | undefined;
  readonly outcome: Outcome | undefined;
  /** How many items it has. */
  readonly items: number;
  /** While it runs. */
  readonly runner: Runner | undefined;
  /** Undefined when it is no longer kept. */
  readonly log: EventLog | undefined;
}

/** The map runs of an execution in all its attempts. */
export function mapRunsOf({ mapRuns, runner }: ExecutionRecord): readonly MapRunRecord[] {
  const latest: readonly MapRunRecord[] = runner?.mapRuns ?? [];
  return [...mapRuns.filter(({ arn }) => !latest.some((run) => run.arn === arn)), ...latest];
}

/** The map run that an ARN names; throws ResourceNotFound. */
export function mapRunOf(store: Store, text_: string): { readonly run: MapRunRecord; readonly record: ExecutionRecord } {
  const arn = arnOf(text_, 'mapRun');
  for (const record of store.executions.values()) {
    const run = record.machine.name === arn.name ? mapRunsOf(record).find((each) => each.arn === arn.text) : undefined;
    if (run) {
      return { run, record };
    }
  }
  throw notFound(text_);
}

/** The child execution that an ARN with a label names; throws ExecutionDoesNotExist. */
export function childOf(store: Store, arn: Arn): Child {
  for (const record of store.executions.values()) {
    if (record.machine.name !== arn.name) {
      continue;
    }
    for (const run of mapRunsOf(record)) {
      if (run.label !== arn.label) {
        continue;
      }
      const runner = runningOf(run).find((each) => each.executionArn === arn.text);
      const ended = runner ? undefined : run.ended.findLast((each) => each.arn === arn.text);
      if (runner || ended) {
        return runner ? running(run, record, runner) : endedChild(run, record, ended!);
      }
    }
  }
  throw noExecution(arn.text);
}

/** The children of a map run that are known, the latest first. */
export function childrenOf(run: MapRunRecord, parent: ExecutionRecord): readonly Child[] {
  const ended = run.ended.map((child) => endedChild(run, parent, child));
  return [...ended, ...runningOf(run).map((child) => running(run, parent, child))].reverse();
}

/** The children that run: of a map run of the past, none. */
function runningOf(run: MapRunRecord): readonly Runner[] {
  return run instanceof MapRun ? run.running : [];
}

function running(run: MapRunRecord, parent: ExecutionRecord, runner: Runner): Child {
  const { execution, executionArn, log, outcome } = runner;
  return {
    arn: executionArn,
    name: executionArn.split(':')[7] ?? '',
    machineArn: machineArnOf(run),
    run,
    parent,
    input: execution.input,
    startedAt: execution.startedAt,
    stoppedAt: execution.stoppedAt,
    outcome,
    items: run instanceof MapRun ? run.itemsOf(runner) : 0,
    runner,
    log,
  };
}

function endedChild(run: MapRunRecord, parent: ExecutionRecord, child: ChildRecord): Child {
  return { ...child, run, parent, runner: undefined };
}

/** The state machine that children count as: `…:stateMachine:<machine>/<label>`. */
function machineArnOf({ arn }: MapRunRecord): string {
  return arn.slice(0, arn.lastIndexOf(':')).replace(':mapRun:', ':stateMachine:');
}

/** DescribeExecution's answer for a child. */
export function describeChild(child: Child, withData: boolean): JsonObject {
  const { outcome, input, startedAt, stoppedAt } = child;
  const status = outcome?.status ?? 'RUNNING';
  const output = outcome?.output;
  const redrivable = status !== 'RUNNING' && status !== 'SUCCEEDED';
  const included = answer({ included: true });
  return answer({
    executionArn: child.arn,
    stateMachineArn: child.machineArn,
    name: child.name,
    status,
    startDate: date(startedAt),
    stopDate: stoppedAt === undefined ? undefined : date(stoppedAt),
    input: withData ? textOf(input) : undefined,
    inputDetails: withData ? included : undefined,
    output: output === undefined || !withData ? undefined : textOf(output),
    outputDetails: output === undefined || !withData ? undefined : included,
    mapRunArn: child.run.arn,
    error: outcome?.error,
    cause: outcome?.cause,
    redriveCount: 0,
    redriveStatus: redrivable ? 'REDRIVABLE_BY_MAP_RUN' : 'NOT_REDRIVABLE',
    redriveStatusReason: redrivable ? undefined : `Execution is ${status} and cannot be redriven`,
  });
}

/** Operations on map runs. https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeMapRun.html */
export const mapRunOperations: Operations = {
  ListMapRuns({ store }, request) {
    const arn = arnOf(text(request, 'executionArn'), 'execution');
    const record = store.executions.get(arn.text);
    if (!record) {
      throw noExecution(arn.text);
    }
    const { items, nextToken } = page([...mapRunsOf(record)].reverse(), request, `map runs ${arn.text}`);
    return answer({
      mapRuns: items.map((run) =>
        answer({
          executionArn: record.arn,
          mapRunArn: run.arn,
          stateMachineArn: machineArnOf(run),
          startDate: date(run.startedAt),
          stopDate: run.stoppedAt === undefined ? undefined : date(run.stoppedAt),
        }),
      ),
      nextToken,
    });
  },

  DescribeMapRun({ store }, request) {
    const { run, record } = mapRunOf(store, text(request, 'mapRunArn'));
    return answer({
      mapRunArn: run.arn,
      executionArn: record.arn,
      status: run.status,
      startDate: date(run.startedAt),
      stopDate: run.stoppedAt === undefined ? undefined : date(run.stoppedAt),
      maxConcurrency: run.maxConcurrency,
      toleratedFailurePercentage: run.toleratedFailurePercentage ?? 0,
      toleratedFailureCount: run.toleratedFailureCount ?? 0,
      itemCounts: told(run.itemCounts),
      executionCounts: told(run.executionCounts),
      redriveCount: run.redriveCount,
      redriveDate: run.redrivenAt === undefined ? undefined : date(run.redrivenAt),
    });
  },

  UpdateMapRun({ store }, request) {
    const { run } = mapRunOf(store, text(request, 'mapRunArn'));
    const changes = {
      maxConcurrency: optionalNumber(request, 'maxConcurrency'),
      toleratedFailurePercentage: optionalNumber(request, 'toleratedFailurePercentage'),
      toleratedFailureCount: optionalNumber(request, 'toleratedFailureCount'),
    };
    if (Object.values(changes).every((value) => value === undefined)) {
      throw validation('At least one of maxConcurrency, toleratedFailurePercentage and toleratedFailureCount must be specified');
    }
    if (!(run instanceof MapRun) || run.status !== 'RUNNING') {
      throw validation(`The Map Run is ${run.status} and cannot be updated: '${run.arn}'`);
    }
    run.update(changes);
    return answer({});
  },
};

function told(counts: Counts): JsonObject {
  // A child that did not succeed can always be redriven with its map run.
  return answer({ ...counts, failuresNotRedrivable: 0 });
}

import type { StartedBy } from '../runner/overseer';
import { type HistoryEvent, exportEvent, isLocal } from '../execution/history';
import { type Json, type JsonObject, isObject, object, readJson, textOf } from '../source/json';
import { ApiError, noExecution, noMachine, typeNotSupported, validation } from './apiError';
import { arnOf, isValidName } from './arns';
import type { Endpoint, Operations } from './endpoint';
import { answer, date, isSet, optionalText, text, withheld } from './fields';
import { jacksonProblem } from './jacksonProblem';
import type { Launch } from './launch';
import { type Child, childOf, childrenOf, describeChild, mapRunOf } from './mapRuns';
import { page } from './paging';
import { whyNotRedrivable } from './redrive';
import { type ExecutionRecord, type Store, recordOf } from './store';
import type { Timeline } from './timeline';

/** Operations on executions. https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
export const executionOperations: Operations = {
  StartExecution(endpoint, request) {
    const record = startExecution(endpoint, request);
    return answer({ executionArn: record.arn, startDate: date(record.startedAt) });
  },

  async StartSyncExecution(endpoint, request) {
    const launch = readLaunch(endpoint, request);
    if (launch.machine.type !== 'EXPRESS') {
      throw typeNotSupported();
    }
    const record = endpoint.launcher.start(launch);
    const { status, output, error, cause } = await record.ended;
    const stoppedAt = record.stoppedAt ?? record.startedAt;
    // Express executions are not kept: no operation can name them afterwards.
    endpoint.store.executions.delete(record.arn);
    const withData = optionalText(request, 'includedData') !== 'METADATA_ONLY';
    const duration = Math.max(0, stoppedAt - record.startedAt);
    return answer({
      executionArn: record.arn,
      stateMachineArn: record.machine.arn,
      name: record.name,
      startDate: date(record.startedAt),
      stopDate: date(stoppedAt),
      status: status === 'ABORTED' ? 'FAILED' : status,
      error,
      cause,
      input: withData ? record.input : undefined,
      inputDetails: withData ? included : undefined,
      output: output === undefined || !withData ? undefined : textOf(output),
      outputDetails: output === undefined || !withData ? undefined : included,
      traceHeader: record.traceHeader,
      // AWS bills 64 MB at least, in steps of 100 ms. https://aws.amazon.com/step-functions/pricing/
      billingDetails: answer({
        billedDurationInMilliseconds: Math.max(100, Math.ceil(duration / 100) * 100),
        billedMemoryUsedInMB: 64,
      }),
    });
  },

  async StopExecution(endpoint, request) {
    const child = childIn(endpoint.store, text(request, 'executionArn'));
    if (child) {
      await child.runner?.stop(optionalText(request, 'error'), optionalText(request, 'cause'));
      return answer({ stopDate: date(child.runner?.execution.stoppedAt ?? child.stoppedAt ?? endpoint.now()) });
    }
    const record = recordOf(endpoint.store, text(request, 'executionArn'));
    await endpoint.launcher.stop(record, optionalText(request, 'error'), optionalText(request, 'cause'));
    return answer({ stopDate: date(record.stoppedAt ?? endpoint.now()) });
  },

  DescribeExecution(endpoint, request) {
    const withData = optionalText(request, 'includedData') !== 'METADATA_ONLY';
    const child = childIn(endpoint.store, text(request, 'executionArn'));
    return child
      ? describeChild(child, withData)
      : describeExecution(endpoint, recordOf(endpoint.store, text(request, 'executionArn')), withData);
  },

  DescribeStateMachineForExecution({ store }, request) {
    const child = childIn(store, text(request, 'executionArn'));
    const { machine, revision } = child?.parent ?? recordOf(store, text(request, 'executionArn'));
    const withData = optionalText(request, 'includedData') !== 'METADATA_ONLY';
    return answer({
      stateMachineArn: child?.machineArn ?? machine.arn,
      name: machine.name,
      definition: withData ? revision.definition : withheld,
      roleArn: revision.roleArn,
      updateDate: date(revision.updatedAt),
      loggingConfiguration: revision.configuration.loggingConfiguration,
      tracingConfiguration: revision.configuration.tracingConfiguration,
      encryptionConfiguration: revision.configuration.encryptionConfiguration,
      mapRunArn: child?.run.arn,
      label: child?.run.label,
      revisionId: revision === machine.firstRevision ? undefined : revision.id,
    });
  },

  ListExecutions({ store }, request) {
    const text_ = optionalText(request, 'stateMachineArn');
    if ((text_ === undefined) === (optionalText(request, 'mapRunArn') === undefined)) {
      throw validation('Must provide a StateMachine ARN or MapRun ARN');
    }
    if (text_ === undefined) {
      return listChildren(store, request);
    }
    const arn = arnOf(text_, 'stateMachine');
    const { machine, version, alias } = store.qualified(arn);
    if (machine.type === 'EXPRESS') {
      throw typeNotSupported();
    }
    const status = optionalText(request, 'statusFilter');
    const found = [...store.executions.values()].filter(
      (e) =>
        e.machine.arn === machine.arn &&
        (!version || e.versionArn === version.arn) &&
        (!alias || e.aliasArn === alias.arn) &&
        (status === undefined || statusOf(e) === status) &&
        isRedriven(e, optionalText(request, 'redriveFilter')),
    );
    // The latest first.
    const { items, nextToken } = page(
      found.reverse(),
      request,
      `executions ${arn.text} ${status ?? ''} ${optionalText(request, 'redriveFilter') ?? ''}`,
    );
    return answer({
      executions: items.map((e) =>
        answer({
          executionArn: e.arn,
          stateMachineArn: e.machine.arn,
          name: e.name,
          status: statusOf(e),
          startDate: date(e.startedAt),
          stopDate: e.stoppedAt === undefined ? undefined : date(e.stoppedAt),
          stateMachineVersionArn: e.versionArn,
          stateMachineAliasArn: e.aliasArn,
          redriveCount: e.redrive?.count ?? 0,
          redriveDate: e.redrive && date(e.redrive.at),
        }),
      ),
      nextToken,
    });
  },

  GetExecutionHistory({ store, folder }, request) {
    const child = childIn(store, text(request, 'executionArn'));
    const record = child?.parent ?? recordOf(store, text(request, 'executionArn'));
    const arn = child?.arn ?? record.arn;
    const log = child ? child.log : record.log;
    if (!log) {
      throw noExecution(arn);
    }
    const events =
      record.readBack && !child ? [...(folder?.history(record) ?? [])] : log.events.filter(({ type }) => !isLocal(type));
    const reverse = isSet(request, 'reverseOrder');
    const ordered: readonly (HistoryEvent | JsonObject)[] = reverse ? [...events].reverse() : events;
    const { items, nextToken } = page(ordered, request, `history ${String(reverse)} ${arn}`);
    const withData = request['includeExecutionData'] !== false;
    return answer({
      events: items.map((event) => {
        const wire = 'local' in event ? exportEvent(event as HistoryEvent) : event;
        const told = wire['type'] === 'ExecutionStarted' && !child ? withQualifier(wire, record) : wire;
        return withData ? told : withoutData(told);
      }),
      nextToken,
    });
  },
};

/** The child of a map run that an ARN names; undefined when it names another execution. */
function childIn(store: Store, text_: string): Child | undefined {
  const arn = arnOf(text_, 'execution', 'express');
  return arn.label === undefined ? undefined : childOf(store, arn);
}

function isRedriven(record: ExecutionRecord, filter: string | undefined): boolean {
  return filter === undefined || (filter === 'REDRIVEN') === (record.redrive !== undefined);
}

function listChildren(store: Store, request: JsonObject): JsonObject {
  const status = optionalText(request, 'statusFilter');
  const { run, record } = mapRunOf(store, text(request, 'mapRunArn'));
  const found = childrenOf(run, record).filter(
    ({ outcome }) =>
      (status === undefined || (outcome?.status ?? 'RUNNING') === status) &&
      optionalText(request, 'redriveFilter') !== 'REDRIVEN',
  );
  const { items, nextToken } = page(found, request, `executions ${run.arn} ${status ?? ''}`);
  return answer({
    executions: items.map((child) =>
      answer({
        executionArn: child.arn,
        stateMachineArn: child.machineArn,
        name: child.name,
        status: child.outcome?.status ?? 'RUNNING',
        startDate: date(child.startedAt),
        stopDate: child.stoppedAt === undefined ? undefined : date(child.stoppedAt),
        mapRunArn: run.arn,
        itemCount: child.items,
        redriveCount: 0,
      }),
    ),
    nextToken,
  });
}

/** Starts an execution, or answers the running one that an equal request has started. Throws ApiError. */
export function startExecution(
  endpoint: Endpoint,
  request: JsonObject,
  from?: { readonly timeline: Timeline; readonly startedBy: StartedBy },
): ExecutionRecord {
  const launch = { ...readLaunch(endpoint, request, from?.timeline), ...(from ? { startedBy: from.startedBy } : {}) };
  const { store, launcher } = endpoint;
  const existing =
    launch.name === undefined || launch.machine.type === 'EXPRESS'
      ? undefined
      : store.executions.get(store.arn('execution', launch.machine.name, launch.name));
  if (existing) {
    if (existing.outcome === undefined && existing.input === launch.input && existing.machine === launch.machine) {
      return existing;
    }
    throw new ApiError('ExecutionAlreadyExists', `Execution Already Exists: '${existing.arn}'`);
  }
  const record = launcher.start(launch);
  if (launch.machine.type === 'EXPRESS') {
    void record.ended.then(() => store.executions.delete(record.arn));
  }
  return record;
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const maxInput = 262_144;

function readLaunch({ store, launcher }: Endpoint, request: JsonObject, timeline?: Timeline): Launch {
  const arn = arnOf(text(request, 'stateMachineArn'), 'stateMachine');
  if (arn.label !== undefined) {
    throw validation(`The state machine ARN must not name a Distributed Map state: '${arn.text}'`);
  }
  const { machine, version, alias } = store.qualified(arn);
  const name = optionalText(request, 'name');
  if (name !== undefined && !isValidName(name)) {
    throw new ApiError('InvalidName', `Invalid Name: '${name}'`);
  }
  const input = optionalText(request, 'input') ?? '{}';
  const { value } = readJson(input);
  if (value === undefined || Buffer.byteLength(input) > maxInput) {
    const why = value === undefined ? (jacksonProblem(input)?.message ?? '') : `more than ${maxInput} bytes`;
    throw new ApiError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${why}'`);
  }
  const routed = alias && route(alias.routing, launcher.random() * 100);
  const chosen = version ?? machine.versions.find((v) => v.arn === routed);
  if (alias && !chosen) {
    throw noMachine(arn.text);
  }
  return {
    machine,
    revision: chosen?.revision ?? machine.revision,
    versionArn: chosen?.arn,
    aliasArn: alias?.arn,
    name,
    input,
    value,
    traceHeader: optionalText(request, 'traceHeader'),
    testCase: arn.testCase,
    timeline,
  };
}

/** The version that a weighted choice falls on; `at` is from 0 to below 100. */
function route(routing: readonly { readonly version: string; readonly weight: number }[], at: number): string {
  let sum = 0;
  for (const { version, weight } of routing) {
    sum += weight;
    if (at < sum) {
      return version;
    }
  }
  return routing.at(-1)!.version;
}

export function statusOf(record: ExecutionRecord): string {
  return record.outcome?.status ?? 'RUNNING';
}

const included = object([['included', true]]);

/** DescribeExecution's answer. */
export function describeExecution(endpoint: Endpoint, record: ExecutionRecord, withData: boolean): JsonObject {
  const { outcome } = record;
  const status = statusOf(record);
  const reason = whyNotRedrivable(endpoint, record);
  const output = outcome?.output;
  return answer({
    executionArn: record.arn,
    stateMachineArn: record.machine.arn,
    name: record.name,
    status,
    startDate: date(record.startedAt),
    stopDate: record.stoppedAt === undefined ? undefined : date(record.stoppedAt),
    input: withData ? record.input : undefined,
    inputDetails: withData ? included : undefined,
    output: output === undefined || !withData ? undefined : textOf(output),
    outputDetails: output === undefined || !withData ? undefined : included,
    traceHeader: record.traceHeader,
    error: outcome?.error,
    cause: outcome?.cause,
    stateMachineVersionArn: record.versionArn,
    stateMachineAliasArn: record.aliasArn,
    redriveCount: record.redrive?.count ?? 0,
    redriveDate: record.redrive && date(record.redrive.at),
    redriveStatus: reason === undefined ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
    redriveStatusReason: reason,
  });
}

/** ExecutionStarted names the version and the alias that the execution was started with. */
function withQualifier(event: JsonObject, { versionArn, aliasArn }: ExecutionRecord): JsonObject {
  const details = event['executionStartedEventDetails'];
  if (versionArn === undefined || !isObject(details)) {
    return event;
  }
  const told: [string, Json][] = [...Object.entries(details), ['stateMachineVersionArn', versionArn]];
  if (aliasArn !== undefined) {
    told.push(['stateMachineAliasArn', aliasArn]);
  }
  return object([...Object.entries(event), ['executionStartedEventDetails', object(told)]]);
}

const payloads = new Set(['input', 'output', 'parameters', 'assignedVariables', 'error', 'cause']);

/** An event without execution data. */
function withoutData(event: JsonObject): JsonObject {
  return object(
    Object.entries(event).map(([key, value]) => [
      key,
      isObject(value) ? object(Object.entries(value).filter(([name]) => !payloads.has(name.replace(/Details$/, '')))) : value,
    ]),
  );
}

import type { DataFlow, HistoryEvent } from '../../execution/history';
import { type Json, type JsonObject, Decimal, textOf } from '../../source/json';
import { answer } from '../fields';
import type { Drive } from './drive';
import type { Subject } from './subject';

/** What a test gathers beside the events of the core. */
export interface Inspection {
  readonly subject: Subject;
  readonly input: Json;
  /** Variables that the request gives. */
  readonly given: JsonObject | undefined;
  map?: {
    readonly afterInputPath?: Json;
    readonly afterItemsPath?: Json;
    readonly afterItemSelector?: Json;
    readonly maxConcurrency?: number;
    readonly toleratedFailureCount?: number | undefined;
    readonly toleratedFailurePercentage?: number | undefined;
  };
}

/** TestState's answer. https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html#API_TestState_ResponseSyntax */
export function report(drive: Drive, inspection: Inspection, level: string): JsonObject {
  const { events } = drive;
  const { program } = inspection.subject;
  const left = events.find((event) => event.local.transition !== undefined);
  const failing = events.find((event) => event.local.handling !== undefined || event.type === 'ExecutionFailed');
  const failure = failing && { ...failing.details, ...failing.local.failure };
  const handling = failing?.local.handling;
  const status = !failing ? 'SUCCEEDED' : left ? 'CAUGHT_ERROR' : handling?.kind === 'retry' ? 'RETRIABLE' : 'FAILED';
  const output = left?.details?.output;
  const next = left?.local.next;
  return answer({
    status,
    output: output === undefined ? undefined : textOf(output),
    error: failure?.error,
    cause: failure?.cause,
    nextState: next == null ? undefined : program.states.get(next)?.name,
    inspectionData: level === 'INFO' ? undefined : inspect(drive, inspection, left, failing),
  });
}

function inspect(
  { events, execution }: Drive,
  inspection: Inspection,
  left: HistoryEvent | undefined,
  failing: HistoryEvent | undefined,
): JsonObject {
  const { subject, input, given, map } = inspection;
  const handling = failing?.local.handling;
  const variables = left?.local.variables ?? execution.strands.get(0)?.variables ?? given;
  const phases: DataFlow = Object.assign({}, ...events.map((event) => event.local.phases ?? {})) as DataFlow;
  const now = failing?.timestamp ?? 0;
  return answer({
    ...texts({ input, ...flowOf(subject, phases, input, failing !== undefined), ...mapFlow(map) }),
    maxConcurrency: map?.maxConcurrency,
    toleratedFailureCount: map?.toleratedFailureCount,
    toleratedFailurePercentage:
      map?.toleratedFailurePercentage === undefined ? undefined : floatOf(map.toleratedFailurePercentage),
    variables: variables && Object.keys(variables).length > 0 ? textOf(variables) : undefined,
    errorDetails:
      handling?.kind === 'catch'
        ? answer({ catchIndex: handling.index })
        : handling?.kind === 'retry'
          ? answer({
              retryIndex: handling.index,
              retryBackoffIntervalSeconds: Math.round((handling.due - now) / 1000),
            })
          : undefined,
  });
}

function mapFlow(map: Inspection['map']): Record<string, Json | undefined> {
  return {
    ...(map?.afterInputPath === undefined ? {} : { afterInputPath: map.afterInputPath }),
    afterItemsPath: map?.afterItemsPath,
    afterItemSelector: map?.afterItemSelector,
  };
}

function texts(values: Record<string, Json | undefined>): Record<string, Json | undefined> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value === undefined ? undefined : textOf(value)]));
}

/** Which steps of the data flow AWS shows, by type and query language (as recorded). */
function flowOf({ state }: Subject, phases: DataFlow, input: Json, failed: boolean): Record<string, Json | undefined> {
  const { afterInputPath, afterArguments } = phases;
  const result = failed ? undefined : phases.result;
  if (state.queryLanguage === 'JSONata') {
    return state.type === 'Task' ? { afterArguments, result } : {};
  }
  const afterParameters = phases.afterParameters ?? afterInputPath;
  const afterResultSelector = failed ? undefined : (phases.afterResultSelector ?? result);
  const afterResultPath = failed ? undefined : (phases.afterResultPath ?? afterResultSelector);
  switch (state.type) {
    case 'Pass':
      return state.result === undefined
        ? { afterInputPath, afterParameters, afterResultSelector, afterResultPath }
        : { result, afterResultSelector, afterResultPath };
    case 'Task':
      return { afterInputPath, afterParameters, result, afterResultSelector, afterResultPath };
    case 'Parallel':
      return { afterResultSelector, afterResultPath };
    case 'Map':
      return { afterInputPath: afterInputPath ?? input, afterResultSelector, afterResultPath };
    case 'Succeed':
    case 'Fail':
    case 'Choice':
    case 'Wait':
      return { afterInputPath: state.inputPath === undefined ? input : afterInputPath };
  }
}

/** A number that AWS sends as a float: always with a fraction. */
function floatOf(value: number): Decimal {
  return new Decimal(Number.isInteger(value) ? value.toFixed(1) : String(value));
}

import type { StateId } from '../asl/ast';
import type { HistoryEvent } from '../execution/history';
import type { Program, ProgramState } from '../execution/program';

/**
 * A point in the work of a state where the debugger can stand: the path of the field that is about to be worked, `Parameters`,
 * `Choices/1`, `Catch/0/Next`; `entry` for the state's beginning, `exit` for its end.
 */
export type Moment = string;

/** A moment of a strand. */
export interface Standing {
  readonly strand: number;
  readonly state: StateId;
  readonly moment: Moment;
}

/** Moments of a Task that come before its answer, and those that nobody steps to. */
export const beforeAnswer: ReadonlySet<Moment> = new Set(['InputPath', 'Parameters', 'Arguments', 'Resource', 'exit', 'failure']);

/** The moment that the debugger stands at once it has passed `event`; undefined where there is nothing to look at. */
export function momentAfter({ type, local }: HistoryEvent): Standing | undefined {
  const { state, strand, handling } = local;
  if (type === 'ExecutionRedriven') {
    const begun = local.strands?.find(({ phase }) => phase === 'entered');
    return begun && { strand: begun.id, state: begun.state, moment: 'entry' };
  }
  if (state === undefined) {
    return undefined;
  }
  if (type.endsWith('StateEntered')) {
    return { strand, state, moment: 'entry' };
  }
  if (type.endsWith('Scheduled')) {
    return { strand, state, moment: 'Resource' };
  }
  return handling?.kind === 'retry' || handling?.kind === 'catch'
    ? { strand, state, moment: `${handling.kind === 'retry' ? 'Retry' : 'Catch'}/${handling.index}` }
    : undefined;
}

/** Whether a strand's work in its state begins behind an event: it is entered, or was redriven in it. */
export function beginsWork(event: HistoryEvent, strand: number): boolean {
  const after = momentAfter(event);
  return (
    (after?.strand === strand && after.moment === 'entry') ||
    (event.local.strands?.some(({ id, phase }) => id === strand && phase === 'entered') ?? false)
  );
}

/**
 * The moments that the event at `index` is made of, in the order in which a state works its data; the event tells what came of them.
 * Of several strands that are redriven at once the first begins anew behind that event, each other one where it first goes on.
 */
export function momentsBefore(history: readonly HistoryEvent[], index: number, program: Program): Standing[] {
  const event = history[index];
  const id = event?.local.state;
  const state = id === undefined ? undefined : program.states.get(id);
  if (!event || !state) {
    return [];
  }
  const child = event.type === 'MapIterationStarted' ? event.local.children?.[0] : undefined;
  const strand = child?.parent ?? event.local.strand;
  const fields = fieldsBefore(history, index, event, state).map((moment) => ({ strand, state: state.id, moment }));
  return beginsLater(history, event) ? [{ strand, state: state.id, moment: 'entry' }, ...fields] : fields;
}

function beginsLater(history: readonly HistoryEvent[], { type, local: { strand }, previousEventId }: HistoryEvent): boolean {
  // Ids ascend; local events share theirs with those before them.
  let at = 0;
  for (let end = history.length; at < end;) {
    const middle = (at + end) >>> 1;
    if (history[middle]!.id < previousEventId) {
      at = middle + 1;
    } else {
      end = middle;
    }
  }
  const cause = history[at];
  return (
    cause?.type === 'ExecutionRedriven' &&
    type !== 'UserChange' &&
    !type.endsWith('Aborted') &&
    beginsWork(cause, strand) &&
    momentAfter(cause)?.strand !== strand
  );
}

function fieldsBefore(history: readonly HistoryEvent[], index: number, event: HistoryEvent, state: ProgramState): Moment[] {
  const { type, local } = event;
  if (type === 'MapIterationStarted') {
    return state.type === 'Map' && state.itemSelector ? ['ItemSelector'] : [];
  }
  if (/Scheduled$/.test(type) || type === 'ParallelStateStarted' || type === 'MapStateStarted' || type === 'WaitStarted') {
    return inputFields(state);
  }
  if (type.endsWith('StateExited')) {
    return leavingFields(event, state);
  }
  return local.handling && (type === 'EvaluationFailed' || type === 'StateFailed')
    ? failedFields(history, index, event, state)
    : [];
}

/** What a state works before it does what it is there for. */
function inputFields(state: ProgramState): Moment[] {
  const fields: Moment[] = state.inputPath === undefined ? [] : ['InputPath'];
  if (state.type === 'Wait') {
    return [...fields, waitFields[state.until.kind]];
  }
  if (state.type === 'Map') {
    return [...fields, ...(state.itemsPath ? ['ItemsPath'] : []), ...(state.items ? ['Items'] : [])];
  }
  if (state.type === 'Fail') {
    return [...(state.error ? ['Error'] : []), ...(state.cause ? ['Cause'] : [])];
  }
  if ('parameters' in state) {
    fields.push(...(state.parameters ? ['Parameters'] : []), ...(state.arguments ? ['Arguments'] : []));
  }
  return fields;
}

const waitFields = {
  seconds: 'Seconds',
  timestamp: 'Timestamp',
  secondsPath: 'SecondsPath',
  timestampPath: 'TimestampPath',
  secondsJsonata: 'Seconds',
  timestampJsonata: 'Timestamp',
} as const;

/** What a state works with its result. */
function outputFields(state: ProgramState): Moment[] {
  return [
    ...('resultSelector' in state && state.resultSelector ? ['ResultSelector'] : []),
    ...('resultPath' in state && state.resultPath !== undefined ? ['ResultPath'] : []),
    ...(state.output ? ['Output'] : []),
    ...(state.assign ? ['Assign'] : []),
    ...(state.outputPath === undefined ? [] : ['OutputPath']),
  ];
}

function leavingFields({ local }: HistoryEvent, state: ProgramState): Moment[] {
  const { transition } = local;
  const end = [state.onward.next === undefined ? 'End' : 'Next', 'exit'];
  if (transition?.kind === 'catch' && 'catchers' in state) {
    const at = `Catch/${transition.index ?? 0}`;
    const { resultPath, output, assign } = state.catchers[transition.index ?? 0] ?? {};
    return [
      ...(resultPath === undefined ? [] : [`${at}/ResultPath`]),
      ...(output ? [`${at}/Output`] : []),
      ...(assign ? [`${at}/Assign`] : []),
      `${at}/Next`,
      'exit',
    ];
  }
  if (state.type === 'Choice') {
    const taken = transition?.kind === 'choice' ? (transition.index ?? 0) : undefined;
    const rule = taken === undefined ? undefined : state.choices[taken];
    const tried = taken === undefined ? state.choices.length : taken + 1;
    // What a rule assigns or puts out replaces what its state says.
    const own = rule?.assign || rule?.output ? rule : undefined;
    return [
      ...(state.inputPath === undefined ? [] : ['InputPath']),
      ...Array.from({ length: tried }, (_, index) => `Choices/${index}`),
      ...(own?.output ? [`Choices/${taken}/Output`] : []),
      ...(own?.assign ? [`Choices/${taken}/Assign`] : []),
      ...(own ? [] : outputFields({ ...state, outputPath: undefined })),
      ...(state.outputPath === undefined ? [] : ['OutputPath']),
      taken === undefined ? 'Default' : `Choices/${taken}/Next`,
      'exit',
    ];
  }
  const before = state.type === 'Pass' || state.type === 'Succeed' ? inputFields(state) : [];
  return [...before, ...outputFields(state), ...(state.type === 'Succeed' ? ['exit'] : end)];
}

/** A state that failed in its own work: the fields of the side that it failed on, as far as the failing one where that is told. */
function failedFields(history: readonly HistoryEvent[], index: number, event: HistoryEvent, state: ProgramState): Moment[] {
  const { strand } = event.local;
  let before = index - 1;
  while (before >= 0 && history[before]!.local.strand !== strand) {
    before--;
  }
  const hasResult = /(Task|LambdaFunction|Activity|Map|Parallel)\w*Succeeded$/.test(history[before]?.type ?? '');
  const fields = hasResult ? outputFields(state) : [...inputFields(state), ...(state.type === 'Pass' ? outputFields(state) : [])];
  const failed = /^\w+/.exec(event.details?.location ?? '')?.[0];
  const end = failed === undefined ? -1 : fields.indexOf(failed);
  return end < 0 ? fields : fields.slice(0, end + 1);
}

import { type Json, type JsonDraft, type JsonObject, draft, equal, isArray, isObject, prettyJson } from '../../source/json';
import { type SeenScope, type SeenState, Sightings } from './sightings';
import type { Recording } from './recording';

/** A definition drawn from the events of an execution. */
export interface Sketch {
  /** The definition as JSON text. */
  readonly text: string;
  /** What the events do not tell, one sentence each. */
  readonly unknown: readonly string[];
}

/**
 * Draws a definition from what happened: states by name and type, the transitions that were taken, what is inside a Parallel or Map, errors
 * that were retried or caught. It replays the recording; what was not taken is not in it, and conditions and expressions are not known.
 */
export function sketch(recording: Recording): Sketch {
  const sightings = new Sightings(recording.events);
  const unknown = new Set<string>();
  const root = scopeOf(sightings.root, 'Nothing of this execution is in its history', unknown);
  const notes = [
    'Only states and transitions that this execution came to are known; others may be missing.',
    ...[...unknown].sort(),
    ...(recording.isTruncated ? ['The history stops before the execution has ended.'] : []),
  ];
  const comment = `A sketch made of the events of an execution, not its definition. ${notes.join(' ')}`;
  return { text: `${prettyJson(made({ Comment: comment, ...root }))}\n`, unknown: notes };
}

type Fields = Record<string, Json | undefined>;

/** An object without the members that are absent. */
function made(fields: Fields): JsonObject {
  const result: JsonDraft = draft();
  for (const [key, value] of Object.entries(fields)) {
    if (value !== undefined) {
      result[key] = value;
    }
  }
  return result;
}

/** `StartAt` and `States` of a scope; where nothing of it was seen, one state that says so: `placeholder` is its name. */
function scopeOf({ startAt, states }: SeenScope, placeholder: string, unknown: Set<string>): Fields {
  if (startAt === undefined) {
    const state = made({ Type: 'Pass', Comment: 'What is here is not in the history.', End: true });
    return { StartAt: placeholder, States: made({ [placeholder]: state }) };
  }
  const named: Fields = {};
  for (const [name, state] of states) {
    named[name] = stateOf(state, unknown);
  }
  // A state machine ends somewhere: where nothing of that was seen, a Choice has another way out.
  const seen = [...states.values()];
  const isEndless = seen.every(({ type, next }) => type !== 'Succeed' && type !== 'Fail' && (type === 'Choice' || next.size > 0));
  const open = seen.find(({ type, next }) => type === 'Choice' && (next.size === 0 || isEndless));
  if (open) {
    named[open.name] = made({ ...(named[open.name] as Fields), Default: elsewhere });
    named[elsewhere] = made({ Type: 'Pass', Comment: 'Where the execution goes from here is not in the history.', End: true });
  }
  return { StartAt: startAt, States: made(named) };
}

function stateOf(state: SeenState, unknown: Set<string>): Json {
  const { type } = state;
  const own = ownFields[type]?.(state, unknown) ?? {};
  const isTerminal = type === 'Succeed' || type === 'Fail' || type === 'Choice';
  const next = state.next.values().next().value;
  if (state.assigns) {
    unknown.add('Variables were assigned; by which expressions is not known.');
  }
  return made({
    Type: type,
    ...own,
    ...(state.retried.size > 0 ? { Retry: retriers(state) } : {}),
    ...(state.caught.length > 0 ? { Catch: catchers(state) } : {}),
    ...(isTerminal ? {} : next === undefined ? { End: true } : { Next: next }),
  });
}

const ownFields: Partial<Record<string, (state: SeenState, unknown: Set<string>) => Fields>> = {
  Task: taskFields,
  Choice: choiceFields,
  Wait: ({ waited }) => ({ Seconds: Math.max(1, Math.round((waited ?? 0) / 1000)) }),
  Pass: ({ passages }, unknown) => {
    const [first] = passages;
    if (first?.output === undefined || (first.input !== undefined && equal(first.input, first.output))) {
      return {};
    }
    unknown.add('What a Pass state makes of its input is not known: its first output stands for it.');
    return { Result: first.output };
  },
  Fail: ({ failure }) => ({ Error: failure?.error, Cause: failure?.cause }),
  Parallel: ({ name, branches }, unknown) => ({
    Branches: (branches.length > 0 ? branches : [{ startAt: undefined, states: new Map() }]).map((branch) =>
      made(scopeOf(branch, `Inside ${name}`.slice(0, 80), unknown)),
    ),
  }),
  Map: mapFields,
};

function taskFields({ resource, parameters, timeout, heartbeat, passages, result }: SeenState, unknown: Set<string>): Fields {
  if (resource === undefined) {
    unknown.add('A Task that was never scheduled has a resource that is not known.');
  }
  const [given, ...others] = parameters;
  if (given !== undefined) {
    unknown.add('Tasks are given what they were given first: by which expressions it was made is not known.');
  }
  const isWritable = given !== undefined && isObject(given) && others.every((other) => equal(other, given));
  const isNeeded = resource?.startsWith('arn:aws:states:::') === true && given !== undefined && isObject(given);
  return {
    ...(others.some((other) => !equal(other, given!)) ? { Comment: 'Its parameters differed from time to time.' } : {}),
    Resource: resource ?? 'arn:aws:lambda:us-east-1:123456789012:function:NotInTheHistory',
    Parameters: (isWritable || isNeeded) && !hasPaths(given) ? given : undefined,
    TimeoutSeconds: timeout,
    HeartbeatSeconds: heartbeat !== undefined && (timeout === undefined || heartbeat < timeout) ? heartbeat : undefined,
    ...resultPath(passages[0], result),
  };
}

/** Whether a key would be read as a path. */
function hasPaths(value: Json): boolean {
  return isArray(value)
    ? value.some(hasPaths)
    : isObject(value) && Object.entries(value).some(([key, member]) => key.endsWith('.$') || hasPaths(member));
}

/** Where a result went, when input, result and output together tell. */
function resultPath(passage: SeenState['passages'][number] | undefined, result: Json | undefined): Fields {
  const { input, output } = passage ?? {};
  if (input === undefined || output === undefined || result === undefined || equal(output, result)) {
    return {};
  }
  if (equal(input, output)) {
    return { ResultPath: null };
  }
  const key = keyWith(input, output, (value) => equal(value, result));
  return key === undefined ? {} : { ResultPath: `$.${key}` };
}

/** The one member by which `output` differs from `input`, where it is such a value and can be written as a path. */
function keyWith(input: Json, output: Json, isIt: (value: Json) => boolean): string | undefined {
  if (!isObject(input) || !isObject(output)) {
    return undefined;
  }
  const other = Object.keys(output).filter((key) => !Object.hasOwn(input, key) || !equal(input[key]!, output[key]!));
  const isWhole = Object.keys(input).every((key) => Object.hasOwn(output, key));
  const [key] = other;
  return isWhole && other.length === 1 && /^[A-Za-z_]\w*$/.test(key!) && isIt(output[key!]!) ? key : undefined;
}

/** The state that a Choice leads to that the execution did not leave. */
const elsewhere = 'Not in the history';

function choiceFields({ next }: SeenState, unknown: Set<string>): Fields {
  unknown.add(
    'Conditions of Choice states are not known: their rules stand for the ways that were taken, and none is ever true.',
  );
  const ways = next.size > 0 ? [...next] : [elsewhere];
  const rules = ways.slice(0, Math.max(1, ways.length - 1)).map((way) =>
    made({
      Comment: 'The condition is not in the history.',
      Variable: '$.conditionIsNotInTheHistory',
      IsPresent: true,
      Next: way,
    }),
  );
  return { Choices: rules, Default: ways.at(-1)! };
}

function mapFields(
  { name, processor, isDistributed, length, iterationInputs, passages }: SeenState,
  unknown: Set<string>,
): Fields {
  if (isDistributed) {
    unknown.add('What the child executions of a distributed Map did is in histories of their own.');
  }
  const inside = scopeOf(processor, `Inside ${name}`.slice(0, 80), unknown);
  const config = made({ Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' });
  const input = passages[0]?.input;
  const isItems = (value: Json): boolean =>
    isArray(value) &&
    value.length === length &&
    [...iterationInputs].every(([index, item]) => value[index] !== undefined && equal(value[index], item));
  const key = input !== undefined && isObject(input) ? Object.keys(input).find((each) => isItems(input[each]!)) : undefined;
  if (!isDistributed && length !== undefined && key === undefined && !(input !== undefined && isItems(input))) {
    unknown.add('Where a Map has its items from is not known.');
  }
  return {
    ItemsPath: key !== undefined && /^[A-Za-z_]\w*$/.test(key) ? `$.${key}` : undefined,
    ItemProcessor: made({ ...(isDistributed ? { ProcessorConfig: config } : {}), ...inside }),
  };
}

const all = 'States.ALL';

/** One Retrier per error, what takes all of them last. */
function retriers({ retried }: SeenState): Json {
  return [...retried]
    .sort(([a], [b]) => Number(a === all) - Number(b === all))
    .map(([error, attempts]) => made({ ErrorEquals: [error], MaxAttempts: attempts }));
}

function catchers({ caught }: SeenState): Json {
  const seen = new Map<string, Json>();
  for (const { error, next, input, output } of caught) {
    const isError = (value: Json): boolean => isObject(value) && Object.hasOwn(value, 'Error') && Object.hasOwn(value, 'Cause');
    const key = input === undefined || output === undefined ? undefined : keyWith(input, output, isError);
    if (!seen.has(error)) {
      seen.set(error, made({ ErrorEquals: [error], ResultPath: key === undefined ? undefined : `$.${key}`, Next: next }));
    }
  }
  return [...seen].sort(([a], [b]) => Number(a === all) - Number(b === all)).map(([, catcher]) => catcher);
}

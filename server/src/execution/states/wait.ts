import { type Json, isNumber, toNumber, writeJson } from '../../source/json';
import { dataPath, optional } from '../dataFlow';
import { type Steps, evaluate, evaluateSeconds, leaveThrough } from '../flow';
import type { WaitState } from '../program';
import { parseTimestamp } from '../timestamp';
import type { Visit } from '../turn';

/** Milliseconds: what fits into 31 bits of seconds, 24,855 days and some hours (seen on AWS). */
const longest = (2 ** 31 - 1) * 1000;

/** Begins to wait. https://states-language.net/#wait-state */
export function* wait(visit: Visit<WaitState>): Steps<void> {
  const { turn, strand, state } = visit;
  const now = turn.environment.now;
  const until = yield* dueTime(visit);
  if (until - now > longest) {
    throw visit.failure('States.Runtime', 'Wait state delay is too long.');
  }
  turn.emit('WaitStarted', strand.cause, undefined, { strand: strand.id, state: state.id, due: Math.max(now, until) });
}

/** Goes on after the wait. */
export function* waited(visit: Visit<WaitState>): Steps<void> {
  const data = dataPath(visit, visit.state.inputPath, visit.strand.input);
  yield* leaveThrough(visit, dataPath(visit, visit.state.outputPath, data));
}

/** Epoch milliseconds. */
function* dueTime(visit: Visit<WaitState>): Steps<number> {
  const { until } = visit.state;
  const now = visit.turn.environment.now;
  switch (until.kind) {
    case 'seconds':
      return now + until.value * 1000;
    case 'timestamp':
      return timestamp(visit, until.value);
    case 'secondsPath': {
      const { path } = until;
      const value = optional(visit, path, dataPath(visit, visit.state.inputPath, visit.strand.input));
      const said = value === undefined || value === null ? '' : ` == ${typeof value === 'string' ? value : writeJson(value)}`;
      if (value === undefined || value === null) {
        throw visit.failure('States.Runtime', `The SecondsPath parameter does not reference an input value: ${path.text}`);
      }
      if (!isNumber(value) || !/^-?\d+$/.test(String(value)) || !Number.isSafeInteger(toNumber(value))) {
        throw visit.failure('States.Runtime', `The SecondsPath parameter cannot be parsed as a long value: ${path.text}${said}`);
      }
      if (toNumber(value) < 0) {
        throw visit.failure('States.Runtime', `The SecondsPath parameter references a negative value: ${path.text}${said}`);
      }
      return now + toNumber(value) * 1000;
    }
    case 'timestampPath': {
      const { path } = until;
      const value = optional(visit, path, dataPath(visit, visit.state.inputPath, visit.strand.input));
      const moment = typeof value === 'string' ? parseTimestamp(value) : undefined;
      if (value === undefined || value === null) {
        throw visit.failure('States.Runtime', `The TimestampPath parameter does not reference an input value: ${path.text}`);
      }
      if (!moment) {
        const text = typeof value === 'string' ? value : writeJson(value);
        throw visit.failure(
          'States.Runtime',
          `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${path.text} == ${text}`,
        );
      }
      return moment.milliseconds;
    }
    case 'secondsJsonata':
      return now + (yield* evaluateSeconds(visit, until.jsonata)) * 1000;
    case 'timestampJsonata': {
      const value = yield* evaluate(visit, until.jsonata);
      return timestamp(visit, textFor(value));
    }
  }
}

function textFor(value: Json): string {
  return typeof value === 'string' ? value : writeJson(value);
}

function timestamp(visit: Visit<WaitState>, text: string): number {
  const moment = parseTimestamp(text);
  if (!moment) {
    const message = `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`;
    throw visit.state.queryLanguage === 'JSONata'
      ? visit.failure('States.QueryEvaluationError', message, 'Timestamp')
      : visit.failure('States.Runtime', message);
  }
  return moment.milliseconds;
}

import { dataPath, effectiveInput } from '../dataFlow';
import { failQuietly } from '../failures';
import { type Steps, fillTemplate, leave, leaveByPath, leaveThrough, leaveWith } from '../flow';
import type { FailState, PassState, SucceedState } from '../program';
import type { Visit } from '../turn';

/** https://states-language.net/#pass-state */
export function* pass(visit: Visit<PassState>): Steps<void> {
  const { state, strand } = visit;
  if (state.queryLanguage === 'JSONata') {
    yield* leaveWith(visit, state, strand.input);
    return;
  }
  passByPath(visit);
}

/** What a Pass state does that changes nothing, in either language. */
export function passOnUnchanged(visit: Visit<PassState>): void {
  leave(visit, visit.strand.input, undefined, undefined, visit.state.onward);
}

/** `pass` in JSONPath. */
export function passByPath(visit: Visit<PassState>): void {
  const { state } = visit;
  const { value, phases } = effectiveInput(visit, state.parameters);
  leaveByPath(visit, state, state.result ?? value, phases);
}

/** https://states-language.net/#succeed-state */
export function* succeed(visit: Visit<SucceedState>): Steps<void> {
  const data = dataPath(visit, visit.state.inputPath, visit.strand.input);
  yield* leaveThrough(visit, dataPath(visit, visit.state.outputPath, data));
}

/** https://states-language.net/#fail-state */
export function* fail(visit: Visit<FailState>): Steps<void> {
  const { state, strand, turn } = visit;
  const error = state.error && (yield* fillTemplate(visit, state.error, strand.input));
  const cause = state.cause && (yield* fillTemplate(visit, state.cause, strand.input));
  failQuietly(turn, strand, strand.cause, { error: textOf(error), cause: textOf(cause) });
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

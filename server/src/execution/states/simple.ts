import { dataPath, effectiveInput } from '../dataFlow';
import { failQuietly } from '../failures';
import { type Steps, evaluateTyped, fillTemplate, leave, leaveByPath, leaveThrough, leaveWith } from '../flow';
import type { FailState, PassState, SucceedState, Template } from '../program';
import { writeJson } from '../../source/json';
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
  const error = yield* text(visit, state.error, 'Error');
  const cause = yield* text(visit, state.cause, 'Cause');
  failQuietly(turn, strand, strand.cause, { error, cause });
}

function* text(visit: Visit<FailState>, template: Template | undefined, field: string): Steps<string | undefined> {
  if (template === undefined) {
    return undefined;
  }
  if (template.kind === 'jsonata') {
    return (yield* evaluateTyped(visit, template, 'string', (value) => typeof value === 'string')) as string;
  }
  const value = yield* fillTemplate(visit, template, visit.strand.input);
  if (typeof value === 'string') {
    return value;
  }
  const path = template.kind === 'path' ? template.path.text : template.kind === 'call' ? template.text : '';
  throw visit.failure(
    'States.Runtime',
    `The ${field}Path field refers to value "${writeJson(value)}" which is not a valid string: ${path}`,
  );
}

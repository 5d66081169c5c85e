import {
  Decimal,
  type Json,
  type JsonDraft,
  type JsonObject,
  draft,
  isNumber,
  object,
  sizeOf,
  toNumber,
  writeJson,
} from '../source/json';
import type { Evaluate, Evaluated } from './command';
import { effectiveInput, exceedsLimit, fill, maxPayload, maxVariables, outputOf, tooLarge } from './dataFlow';
import type { DataFlow } from './history';
import type { Jsonata, Template, Way, WithResult } from './program';
import type { Assignment } from './stateEvents';
import type { Visit } from './turn';

/** A computation that may need JSONata on its way. */
export type Steps<T> = Generator<Evaluate, T, Evaluated>;

/** Members of `$states` beside `input` and `context`. */
export interface StatesMembers {
  readonly result?: Json;
  readonly errorOutput?: Json;
}

/** Evaluates one JSONata expression with `$states` and the variables in sight. */
export function* evaluate(visit: Visit, jsonata: Jsonata, members: StatesMembers = {}): Steps<Json> {
  const states = draft();
  states['input'] = visit.strand.input;
  if (seesContext(jsonata.expression)) {
    states['context'] = visit.context;
  }
  if (members.result !== undefined) {
    states['result'] = members.result;
  }
  if (members.errorOutput !== undefined) {
    states['errorOutput'] = members.errorOutput;
  }
  const { now, random } = visit.turn.environment;
  const bindings: JsonObject = Object.assign(draft(), visit.strand.variables, { states });
  const answer = yield { expression: jsonata.expression, bindings, now, random };
  const { expression, location } = jsonata;
  const said = `The JSONata expression '${expression}' specified for the field '${location}'`;
  if ('error' in answer) {
    throw visit.failure('States.QueryEvaluationError', `${said} threw an error during evaluation${answer.error}`, location);
  }
  if ('unsupported' in answer) {
    throw visit.failure('States.QueryEvaluationError', `${said} returned an unsupported result type.`, location);
  }
  if (answer.value === undefined) {
    throw visit.failure('States.QueryEvaluationError', `${said} returned nothing (undefined).`, location);
  }
  return answer.value;
}

/** Whether an expression may look at the context object: not when all it takes from `$states` is something else. */
function seesContext(expression: string): boolean {
  return /\$states(?!\.(?:input|result|errorOutput)\b)|%/.test(expression);
}

/** The JSON type as error texts name it. */
export function typeName(value: Json): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : value instanceof Decimal ? 'number' : typeof value;
}

/** Evaluates one expression whose value must be of a certain type. */
export function* evaluateTyped(visit: Visit, jsonata: Jsonata, expected: string, test: (value: Json) => boolean): Steps<Json> {
  const value = yield* evaluate(visit, jsonata);
  if (!test(value)) {
    throw visit.failure(
      'States.QueryEvaluationError',
      `The JSONata expression '${jsonata.expression}' specified for the field '${jsonata.location}' returned an unexpected result type. ` +
        `Expected '${expected}', but was '${typeName(value)}' for value: ${writeJson(value)}`,
      jsonata.location,
    );
  }
  return value;
}

/** Evaluates one expression whose value must be a number of whole seconds. */
export function* evaluateSeconds(visit: Visit, jsonata: Jsonata): Steps<number> {
  const value = toNumber((yield* evaluateTyped(visit, jsonata, 'number', isNumber)) as number);
  const { location: field } = jsonata;
  if (!Number.isInteger(value)) {
    throw visit.failure('States.QueryEvaluationError', `The ${field} field cannot be parsed as an integer: ${value}`, field);
  }
  if (value < 0 || value > mostSeconds) {
    const range = `must be between 0 and ${mostSeconds} but was: ${value}`;
    throw visit.failure('States.QueryEvaluationError', `${field} ${range}`, field);
  }
  return value;
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html#state-task-fields */
const mostSeconds = 99_999_999;

/** Fills a template in either language. Recursion is as deep as the definition. */
export function* fillTemplate(visit: Visit, template: Template, data: Json, members: StatesMembers = {}): Steps<Json> {
  if (visit.state.queryLanguage === 'JSONPath') {
    return fill(visit, template, data);
  }
  switch (template.kind) {
    case 'object': {
      const made: JsonDraft = draft();
      for (const { key, value } of template.entries) {
        made[key] = yield* fillTemplate(visit, value, data, members);
      }
      return made;
    }
    case 'array': {
      const items: Json[] = [];
      for (const item of template.items) {
        items.push(yield* fillTemplate(visit, item, data, members));
      }
      return items;
    }
    case 'jsonata':
      return yield* evaluate(visit, template, members);
    case 'constant':
    case 'path':
    case 'call':
      return fill(visit, template, data);
  }
}

export interface Made {
  readonly value: Json;
  readonly phases: DataFlow;
}

/** What a state works on: InputPath and Parameters, or Arguments. */
export function* workingInput(visit: Visit, flow: WithResult): Steps<Made> {
  const made = yield* madeInput(visit, flow);
  if (exceedsLimit(visit, made.value)) {
    throw tooLarge(visit.state.name, 'input');
  }
  return made;
}

function* madeInput(visit: Visit, flow: WithResult): Steps<Made> {
  if (visit.state.queryLanguage === 'JSONPath') {
    return effectiveInput(visit, flow.parameters);
  }
  if (!flow.arguments) {
    return { value: visit.strand.input, phases: {} };
  }
  const value = yield* fillTemplate(visit, flow.arguments, visit.strand.input);
  return { value, phases: { afterArguments: value } };
}

/** Leaves a state that has made `result`: works it into the output, assigns variables, goes on. */
export function* leaveWith(visit: Visit, flow: WithResult, result: Json, phases: DataFlow = {}): Steps<void> {
  const { state, strand } = visit;
  if (state.queryLanguage === 'JSONPath') {
    leaveByPath(visit, flow, result, phases);
    return;
  }
  const assigned = state.assign && (yield* fillTemplate(visit, state.assign, strand.input, { result }));
  const output = state.output ? yield* fillTemplate(visit, state.output, strand.input, { result }) : result;
  leave(visit, output, assigned as JsonObject | undefined, { ...phases, result }, state.onward);
}

/** `leaveWith` in JSONPath, which needs nothing from outside. */
export function leaveByPath(visit: Visit, flow: WithResult, result: Json, phases: DataFlow): void {
  const { state } = visit;
  const out = outputOf(visit, flow, result, phases);
  const assigned = state.assign && fill(visit, state.assign, out.phases.afterResultSelector ?? result);
  leave(visit, out.value, assigned as JsonObject | undefined, out.phases, state.onward);
}

/** Leaves a state that makes nothing of its own (Choice, Wait, Succeed) with `data` as it came out of InputPath. */
export function* leaveThrough(
  visit: Visit,
  data: Json,
  by?: { readonly assign: Template | undefined; readonly output: Template | undefined },
  to?: Way,
): Steps<void> {
  const { state } = visit;
  // What a Choice rule assigns or puts out replaces what its state says (seen on AWS).
  const assign = by ? by.assign : state.assign;
  const output = by ? by.output : state.output;
  const assigned = assign && (yield* fillTemplate(visit, assign, data));
  const value = output ? yield* fillTemplate(visit, output, data) : data;
  leave(visit, value, assigned as JsonObject | undefined, {}, to ?? state.onward);
}

/** `leaveThrough` in JSONPath, which needs nothing from outside. */
export function leaveThroughByPath(visit: Visit, data: Json, assign: Template | undefined, way: Way): void {
  leave(visit, data, assign && (fill(visit, assign, data) as JsonObject), {}, way);
}

/** The Exited event, and what comes with it at the end of a scope. */
export function leave(
  visit: Visit,
  output: Json,
  assigned: JsonObject | undefined,
  phases: DataFlow | undefined,
  way: Way,
  previous = visit.strand.cause,
): void {
  const { turn, state } = visit;
  if (exceedsLimit(visit, output)) {
    throw tooLarge(state.name);
  }
  const assignment = assigned !== undefined && Object.keys(assigned).length > 0 ? assign(visit, assigned) : undefined;
  const exited = turn.exit(previous, visit, output, way, phases, assignment);
  if (way.next === undefined) {
    endStrand(visit, output, exited);
  }
}

/** The variables after an Assign. */
function assign(visit: Visit, assigned: JsonObject): Assignment {
  const { state, strand, turn } = visit;
  const variables = Object.assign(draft(), strand.variables, assigned);
  if (turn.environment.limits === 'aws' && (sizeOf(assigned) > maxPayload || sizeOf(variables) > maxVariables)) {
    throw tooLarge(state.name, 'variables');
  }
  return { assigned, variables };
}

/** A strand has come to its end: so does its execution, its iteration or, with the last one, its Parallel or Map. */
function endStrand({ turn, strand }: Visit, output: Json, exited: number): void {
  if (strand.parent === undefined) {
    turn.emit('ExecutionSucceeded', exited, { output }, { strand: strand.id });
    return;
  }
  const parent = turn.execution.strands.get(strand.parent)!;
  const name = turn.stateOf(parent).name;
  const children = parent.children!;
  const last = children.finished + 1 === children.count;
  let cause = exited;
  if (strand.kind === 'iteration') {
    cause = turn.emit('MapIterationSucceeded', exited, { name, index: strand.index }, { strand: strand.id, state: parent.state });
  }
  if (last) {
    const type = strand.kind === 'iteration' ? 'MapStateSucceeded' : 'ParallelStateSucceeded';
    turn.emit(type, cause, undefined, { strand: parent.id, state: parent.state });
  }
}

/** What a Catch puts out: `{"Error": …, "Cause": …}`. */
export function errorOutput(failure: { readonly error: string | undefined; readonly cause: string | undefined }): JsonObject {
  // An absent name or cause is an empty text here (seen on AWS for timeouts).
  return object([
    ['Error', failure.error ?? ''],
    ['Cause', failure.cause ?? ''],
  ]);
}

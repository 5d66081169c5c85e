import type { Json } from '../../source/json';
import { dataPath, optional } from '../dataFlow';
import { type Steps, evaluateTyped, leaveThrough, leaveThroughByPath } from '../flow';
import type { Path } from '../../asl/jsonPath';
import type { ChoiceState, Rule, Way } from '../program';
import type { Visit } from '../turn';
import { choiceOperators } from './choiceOperators';

/** https://states-language.net/#choice-state */
export function* choice(visit: Visit<ChoiceState>): Steps<void> {
  const { state } = visit;
  if (state.queryLanguage === 'JSONPath') {
    choiceByPath(visit);
    return;
  }
  const { input } = visit.strand;
  for (const each of state.choices) {
    const { rule } = each;
    const holds =
      rule.kind === 'jsonata'
        ? yield* evaluateTyped(visit, rule, 'boolean', (v) => typeof v === 'boolean')
        : rule.kind === 'constant' && rule.holds;
    if (holds === true) {
      const by = each.assign || each.output ? each : undefined;
      yield* leaveThrough(visit, input, by, each.way);
      return;
    }
  }
  yield* leaveThrough(visit, input, undefined, fallback(visit));
}

/** `choice` in JSONPath. */
export function choiceByPath(visit: Visit<ChoiceState>): void {
  const { state } = visit;
  const data = dataPath(visit, state.inputPath, visit.strand.input);
  for (const { rule, way, assign } of state.choices) {
    if (test(visit, rule as Rule, data)) {
      leaveThroughByPath(visit, dataPath(visit, state.outputPath, data), assign ?? state.assign, way);
      return;
    }
  }
  leaveThroughByPath(visit, dataPath(visit, state.outputPath, data), state.assign, fallback(visit));
}

/** The way of a Choice none of whose rules holds. */
function fallback(visit: Visit<ChoiceState>): Way {
  const { otherwise } = visit.state;
  if (otherwise === undefined) {
    // AWS's guide has States.NoChoiceMatched for it; this is what executions show.
    throw visit.failure('States.Runtime', 'Failed to transition out of the state. The state does not point to a next state.');
  }
  return otherwise;
}

/** Recursion is as deep as the definition. */
function test(visit: Visit, rule: Rule, data: Json): boolean {
  switch (rule.kind) {
    case 'and':
      return rule.rules.every((r) => test(visit, r, data));
    case 'or':
      return rule.rules.some((r) => test(visit, r, data));
    case 'not':
      return !test(visit, rule.rule, data);
    case 'test': {
      const value = optional(visit, rule.variable, data);
      if (rule.operator === 'IsPresent') {
        return (value !== undefined && !(isEmpty(value) && !rule.variable.definite)) === rule.operand;
      }
      if (value === undefined) {
        throw invalid(visit, rule.variable);
      }
      const operand = rule.isPath ? optional(visit, rule.operand as Path, data) : rule.operand;
      if (operand === undefined) {
        throw invalid(visit, rule.operand as Path);
      }
      return choiceOperators[rule.operator]!(value, operand);
    }
  }
}

function isEmpty(value: Json): boolean {
  return Array.isArray(value) && value.length === 0;
}

function invalid(visit: Visit, path: Path): Error {
  return visit.failure(
    'States.Runtime',
    `Invalid path '${path.text}': The choice state's condition path references an invalid value.`,
  );
}

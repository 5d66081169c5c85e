import type { Json } from '../../source/json';
import { dataPath, optional } from '../dataFlow';
import { type Steps, evaluateTyped, leaveThrough } from '../flow';
import type { Path } from '../../asl/jsonPath';
import type { ChoiceState, Rule } from '../program';
import type { Visit } from '../turn';
import { choiceOperators } from './choiceOperators';

/** https://states-language.net/#choice-state */
export function* choice(visit: Visit<ChoiceState>): Steps<void> {
  const { state } = visit;
  const data = dataPath(visit, state.inputPath, visit.strand.input);
  for (const [index, each] of state.choices.entries()) {
    const { rule } = each;
    const holds = yield* holdsNow(visit, rule, data);
    if (holds === true) {
      const by = each.assign || each.output ? each : undefined;
      yield* leaveThrough(visit, dataPath(visit, state.outputPath, data), by, {
        next: each.next,
        transition: { kind: 'choice', index },
      });
      return;
    }
  }
  if (state.default === undefined) {
    throw visit.failure(
      'States.NoChoiceMatched',
      'Failed to transition out of the state. The state does not point to a next state.',
    );
  }
  yield* leaveThrough(visit, dataPath(visit, state.outputPath, data), undefined, {
    next: state.default,
    transition: { kind: 'default' },
  });
}

function* holdsNow(visit: Visit, rule: ChoiceState['choices'][number]['rule'], data: Json): Steps<Json> {
  switch (rule.kind) {
    case 'constant':
      return rule.holds;
    case 'jsonata':
      return yield* evaluateTyped(visit, rule, 'boolean', (v) => typeof v === 'boolean');
    default:
      return test(visit, rule, data);
  }
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

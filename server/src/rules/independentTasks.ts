import type { State } from '../asl/ast';
import { inputUse, resultPlace } from '../analysis/dataUse';
import { statesByName } from '../analysis/statesByName';
import { actionOf, taskOf } from '../analysis/tasks';
import { member } from '../source/node';
import type { Report } from './rule';
import { rule } from './rule';

export const independentTasks = rule({
  id: 'independent-tasks',
  severity: 'information',
  pillar: 'performance efficiency',
  summary: 'Two Tasks run one after the other, though the second one needs nothing of the first.',
  why: 'The second Task neither reads the result of the first nor what the first one changes in the input: if their order does not matter, the branches of a Parallel state run both at the same time. Refactor > Extract into Parallel does that. Only functions and actions that read are told of.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html',
  mentions: ['ltPath'],
  invalid: [
    `{
  "StartAt": "Find customer",
  "States": {
    "Find customer": {
      "Type": "Task",
      "Resource": "arn:aws:states:::dynamodb:getItem",
      "Parameters": { "TableName": "customers", "Key": { "id": { "S.$": "$.customerId" } } },
      "ResultPath": "$.customer",
      "Next": "Find article"
    },
    "Find article": {
//  ^^^^^^^^^^^^^^ "Find article" needs nothing of "Find customer" before it: if their order does not matter, a Parallel runs both at once.
      "Type": "Task",
      "Resource": "arn:aws:states:::dynamodb:getItem",
      "Parameters": { "TableName": "articles", "Key": { "id": { "S.$": "$.articleId" } } },
      "ResultPath": "$.article",
      "End": true
    }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Find customer",
  "States": {
    "Find customer": {
      "Type": "Task",
      "Resource": "arn:aws:states:::dynamodb:getItem",
      "Parameters": { "TableName": "customers", "Key": { "id": { "S.$": "$.customerId" } } },
      "ResultPath": "$.customer",
      "Next": "Find address"
    },
    "Find address": {
      "Type": "Task",
      "Resource": "arn:aws:states:::dynamodb:getItem",
      "Parameters": { "TableName": "addresses", "Key": { "id": { "S.$": "$.customer.Item.addressId.S" } } },
      "ResultPath": "$.address",
      "End": true
    }
  }
}`,
  ],
  of: 'scope',
  *check(scope): Iterable<Report> {
    const byName = statesByName(scope);
    let leadHere: Map<string, number> | undefined;
    for (const state of scope.states) {
      const place = resultPlace(state);
      if (typeof place !== 'object' || !isCandidate(state)) {
        continue;
      }
      const next = byName.get(state.transitions.find(({ kind }) => kind === 'next')?.target.value ?? '');
      const use = next && next !== state && isCandidate(next) ? inputUse(next) : 'all';
      const nextPlace = next && resultPlace(next);
      if (use === 'all' || use.has(place.field) || typeof nextPlace !== 'object' || nextPlace.field === place.field) {
        continue;
      }
      leadHere ??= countTransitions(scope.states);
      if (leadHere.get(next!.name) === 1) {
        yield {
          at: next!.key,
          message: `"${next!.name}" needs nothing of "${state.name}" before it: if their order does not matter, a Parallel runs both at once.`,
        };
      }
    }
  },
});

/** Actions that change nothing. */
const reading = /:(?:get|list|describe|query|scan|head|batchGet|detect|translate|search|lookup|select)/;

function isCandidate(state: State): boolean {
  const task = state.type?.value === 'Task' && state.queryLanguage === 'JSONPath' ? taskOf(state) : undefined;
  return (
    task?.parameters !== undefined &&
    task.waits === undefined &&
    !member(state.node, 'Assign') &&
    !member(state.node, 'OutputPath') &&
    (task.isLambda || reading.test(actionOf(state) ?? ''))
  );
}

function countTransitions(states: readonly State[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { transitions } of states) {
    for (const { target } of transitions) {
      counts.set(target.value, (counts.get(target.value) ?? 0) + 1);
    }
  }
  return counts;
}

import { isDistributed, type Variables, variablesOf } from '../analysis/variables';
import type { Report } from './rule';
import { nothing, rule } from './rule';

export const outerVariableAssigned = rule({
  id: 'outer-variable-assigned',
  severity: 'error',
  awsCode: 'SCHEMA_VALIDATION_FAILED',
  summary: 'A branch or an iteration assigns a variable that a scope around it has already.',
  why: 'States inside a Parallel or Map can read the variables of the scopes around them, but not assign them, and names must differ. Pass the value out through the output instead, and assign it in the Parallel or Map state itself.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html#variable-scope',
  invalid: [
    `{
  "QueryLanguage": "JSONata",
  "StartAt": "First",
  "States": {
    "First": { "Type": "Pass", "Assign": { "total": 0 }, "Next": "Each" },
    "Each": {
      "Type": "Map",
      "Items": [1, 2, 3],
      "ItemProcessor": {
        "StartAt": "Add",
        "States": {
          "Add": { "Type": "Pass", "Assign": { "total": "{% $total + $states.input %}" }, "End": true }
//                                             ^^^^^^^ The variable "total" is already defined in a scope around this iteration, where it can be read only.
        }
      },
      "End": true
    }
  }
}`,
  ],
  valid: [
    `{
  "QueryLanguage": "JSONata",
  "StartAt": "Each",
  "States": {
    "Each": {
      "Type": "Map",
      "Items": [1, 2, 3],
      "ItemProcessor": {
        "StartAt": "Add",
        "States": { "Add": { "Type": "Pass", "Assign": { "own": 1 }, "End": true } }
      },
      "Assign": { "total": "{% $sum($states.result) %}" },
      "End": true
    }
  }
}`,
  ],
  of: 'machine',
  check(_machine, analysis): Iterable<Report> {
    const variables = variablesOf(analysis);
    return variables.assignments.length === 0 ? nothing : reports(variables);
  },
});

function* reports(variables: Variables): Iterable<Report> {
  for (const { name, key, state } of variables.assignments) {
    const owner = isDistributed(state.scope) ? undefined : state.scope.owner;
    // Recorded: a variable that the scope around gets only later is no obstacle.
    if (owner && variables.visibleIn(owner.scope).has(name) && variables.assignedBefore(owner, name) !== 'never') {
      const where = state.scope.kind === 'branch' ? 'branch' : 'iteration';
      yield {
        at: key,
        message: `The variable "${name}" is already defined in a scope around this ${where}, where it can be read only.`,
      };
    }
  }
}

import { variablesOf } from '../analysis/variables';
import { hasPlaceholder } from '../asl/placeholder';
import type { Report } from './rule';
import { rule } from './rule';

/** Characters that a name may have (UAX #31 identifiers), and how many. */
const maxLength = 80;

export const invalidVariableName = rule({
  id: 'invalid-variable-name',
  severity: 'error',
  awsCode: 'SCHEMA_VALIDATION_FAILED',
  summary: 'A variable cannot have that name.',
  why: 'The name of a variable begins with a letter, goes on with letters, digits and underscores, has at most 80 characters, and is not "states". A part of a variable cannot be assigned on its own.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html#variable-naming-rules',
  invalid: [
    `{
  "StartAt": "Keep",
  "States": {
    "Keep": {
      "Type": "Pass",
      "Assign": { "states": 1, "order.id.$": "$.id", "1st": true },
//                ^^^^^^^^ A variable cannot be called "states": $states is what the state itself gets.
//                             ^^^^^^^^^^^^ A variable cannot be called "order.id": a name has only letters, digits and underscores.
//                                                   ^^^^^ A variable cannot be called "1st": a name begins with a letter.
      "End": true
    }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Keep",
  "States": {
    "Keep": { "Type": "Pass", "Assign": { "orderId.$": "$.id", "größe_2": 1 }, "End": true }
  }
}`,
  ],
  of: 'machine',
  *check(_machine, analysis): Iterable<Report> {
    for (const { name, key } of variablesOf(analysis).assignments) {
      const why = hasPlaceholder(name) ? undefined : variableNameFault(name);
      if (why !== undefined) {
        yield { at: key, message: `A variable cannot be called "${name}": ${why}.` };
      }
    }
  },
});

/** Why a variable cannot have that name; absent where it can. */
export function variableNameFault(name: string): string | undefined {
  if (name === 'states') {
    return '$states is what the state itself gets';
  }
  if (name.length > maxLength) {
    return `it has ${name.length} characters, and ${maxLength} are allowed`;
  }
  if (!/^[\p{ID_Start}]/u.test(name)) {
    return 'a name begins with a letter';
  }
  return /^\p{ID_Continue}*$/u.test(name) ? undefined : 'a name has only letters, digits and underscores';
}

import { hasPlaceholder } from '../asl/placeholder';
import type { Report } from './rule';
import { nothing, rule } from './rule';

/** https://states-language.net/#states-fields: "names MUST be no more than 80 characters". */
const maxLength = 80;

export const stateNameTooLong = rule({
  id: 'state-name-too-long',
  severity: 'error',
  awsCode: 'INVALID_STATE_NAME',
  summary: 'A state name has at most 80 characters, and at least one.',
  why: 'AWS refuses a definition with a longer name. Put the explanation into Comment.',
  invalid: [
    `{
  "StartAt": "This state asks the customer whether the order may be delivered to another address",
  "States": {
    "This state asks the customer whether the order may be delivered to another address": { "Type": "Succeed" }
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The state name is 82 characters long; 80 are allowed.
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Ask the customer",
  "States": { "Ask the customer": { "Type": "Succeed" } }
}`,
  ],
  of: 'state',
  check({ key, name }): Iterable<Report> {
    if (name === '') {
      return key.end > key.start ? [{ at: key, message: 'The state name is empty.' }] : nothing;
    }
    const length = name.length > maxLength ? [...name].length : 0;
    return length > maxLength && !hasPlaceholder(name)
      ? [{ at: key, message: `The state name is ${length} characters long; ${maxLength} are allowed.` }]
      : nothing;
  },
});

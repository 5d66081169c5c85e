import { member } from '../source/node';
import type { Report } from './rule';
import { rule } from './rule';

/** Seconds that an express execution may take. https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html */
const limit = 300;

export const beyondExpressLimit = rule({
  id: 'beyond-express-limit',
  severity: 'warning',
  pillar: 'reliability',
  summary: 'A Wait takes longer than an express execution may run.',
  why: 'An execution of an express workflow ends after five minutes at most, with States.Timeout: what comes after the pause is never reached.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html',
  exampleType: 'EXPRESS',
  invalid: [
    `{
  "StartAt": "Pause",
  "States": {
    "Pause": { "Type": "Wait", "Seconds": 600, "Next": "Done" },
//                                        ^^^ An express execution ends after 300 seconds at most; this waits for 600.
    "Done": { "Type": "Succeed" }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Pause",
  "States": {
    "Pause": { "Type": "Wait", "Seconds": 20, "Next": "Done" },
    "Done": { "Type": "Succeed" }
  }
}`,
  ],
  of: 'state',
  types: ['Wait'],
  fields: ['Seconds'],
  *check({ node }, { type }): Iterable<Report> {
    const seconds = type === 'EXPRESS' ? member(node, 'Seconds')?.value : undefined;
    if (seconds?.kind === 'number' && Number(seconds.text) >= limit) {
      yield { at: seconds, message: `An express execution ends after ${limit} seconds at most; this waits for ${seconds.text}.` };
    }
  },
});

import { utf8Length } from '../source/utf8Length';
import type { Report } from './rule';
import { rule } from './rule';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html: length of the definition. */
const limit = 1_048_576;

export const definitionTooLarge = rule({
  id: 'definition-too-large',
  severity: 'warning',
  summary: 'The definition is longer than AWS takes.',
  why: 'CreateStateMachine takes a definition of at most 1,048,576 bytes. Move parts of it into state machines of their own, or data out of it. As it is written counts, white space included, unless the tool that deploys it writes it anew.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html',
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
//^^^^^^^^ The definition has 1,048,677 bytes; AWS takes at most 1,048,576.
    "Work": { "Type": "Pass", "Comment": "LARGE", "End": true }
  }
}`.replace('LARGE', 'x'.repeat(limit)),
  ],
  valid: [
    `{
  "StartAt": "Work",
  "States": { "Work": { "Type": "Pass", "End": true } }
}`,
  ],
  of: 'machine',
  *check({ node, statesMember }, { text, format }): Iterable<Report> {
    if (format !== 'json' || node.end - node.start <= limit / 3) {
      return;
    }
    const length = utf8Length(text.slice(node.start, node.end));
    if (length > limit) {
      yield {
        at: statesMember?.key ?? { start: node.start, end: node.start + 1 },
        message: `The definition has ${length.toLocaleString('en')} bytes; AWS takes at most ${limit.toLocaleString('en')}.`,
      };
    }
  },
});

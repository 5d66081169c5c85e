import { member } from '../source/node';
import type { Report } from './rule';
import { rule } from './rule';

export const machineWithoutComment = rule({
  id: 'machine-without-comment',
  severity: 'hint',
  pillar: 'operational excellence',
  summary: 'The state machine has no Comment.',
  why: 'A sentence on what the workflow does helps everyone who meets it in a list, in an alarm or in a review.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html',
  invalid: [
    `{
  "StartAt": "Work",
//^^^^^^^^^ A Comment would say what this state machine is for.
  "States": {
    "Work": { "Type": "Succeed" }
  }
}`,
  ],
  valid: [
    `{
  "Comment": "Takes an order from the basket to the parcel",
  "StartAt": "Work",
  "States": { "Work": { "Type": "Succeed" } }
}`,
  ],
  of: 'machine',
  *check({ node, startAt, statesMember }): Iterable<Report> {
    const comment = member(node, 'Comment')?.value;
    if (startAt && statesMember && (!comment || (comment.kind === 'string' && comment.value.trim() === ''))) {
      yield { at: member(node, 'StartAt')!.key, message: 'A Comment would say what this state machine is for.' };
    }
  },
});

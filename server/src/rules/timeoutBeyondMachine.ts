import { member } from '../source/node';
import type { Report } from './rule';
import { rule } from './rule';

export const timeoutBeyondMachine = rule({
  id: 'timeout-beyond-machine',
  severity: 'information',
  pillar: 'reliability',
  summary: 'A Task may take longer than the whole execution.',
  why: 'TimeoutSeconds of the state machine ends the execution first, and no Retry or Catch helps then: the timeout of the Task is never reached.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html',
  invalid: [
    `{
  "StartAt": "Work",
  "TimeoutSeconds": 600,
  "States": {
    "Work": {
      "Type": "Task",
      "Resource": "arn:aws:states:::glue:startJobRun.sync",
      "Parameters": { "JobName": "work" },
      "TimeoutSeconds": 3600,
//                      ^^^^ The execution ends after 600 seconds: this timeout of 3600 seconds is never reached.
      "End": true
    }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Work",
  "TimeoutSeconds": 7200,
  "States": {
    "Work": {
      "Type": "Task",
      "Resource": "arn:aws:states:::glue:startJobRun.sync",
      "Parameters": { "JobName": "work" },
      "TimeoutSeconds": 3600,
      "End": true
    }
  }
}`,
  ],
  of: 'state',
  types: ['Task'],
  fields: ['TimeoutSeconds'],
  *check({ node }, { machine }): Iterable<Report> {
    const own = member(node, 'TimeoutSeconds')?.value;
    const all = own?.kind === 'number' ? member(machine.node, 'TimeoutSeconds')?.value : undefined;
    if (own?.kind === 'number' && all?.kind === 'number' && Number(own.text) > Number(all.text)) {
      yield {
        at: own,
        message: `The execution ends after ${all.text} seconds: this timeout of ${own.text} seconds is never reached.`,
      };
    }
  },
});

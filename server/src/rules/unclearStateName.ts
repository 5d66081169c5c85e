import type { Report } from './rule';
import { nothing, rule } from './rule';

export const unclearStateName = rule({
  id: 'unclear-state-name',
  severity: 'hint',
  pillar: 'operational excellence',
  summary: 'The name of a state says nothing about what it does.',
  why: 'Names are what people see in the graph, in the history and in alarms. Say what the state does: "Charge the card" in place of "Pass (1)".',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/workflow-states.html',
  invalid: [
    `{
  "StartAt": "Lambda Invoke",
  "States": {
    "Lambda Invoke": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work", "Next": "Pass (1)" },
//  ^^^^^^^^^^^^^^^ "Lambda Invoke" does not say what the state does.
    "Pass (1)": { "Type": "Pass", "Result": 1, "End": true }
//  ^^^^^^^^^^ "Pass (1)" does not say what the state does.
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Charge the card",
  "States": {
    "Charge the card": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work", "End": true }
  }
}`,
  ],
  of: 'state',
  check({ name, key }): Iterable<Report> {
    return unclear.test(name) ? [{ at: key, message: `"${name}" does not say what the state does.` }] : nothing;
  },
});

/** Names as editors make them, and bare types with a number. */
const unclear =
  /^(?:(?:Lambda|SNS|SQS|DynamoDB|API Gateway|HTTP|StepFunctions|EventBridge|Glue|Batch|ECS) ?(?:Invoke|Publish|SendMessage|GetItem|PutItem|UpdateItem|DeleteItem|StartExecution|PutEvents|StartJobRun|SubmitJob|RunTask)?(?: ?\(\d+\))?|(?:State|Step|Task|Pass|Choice|Wait|Map|Parallel|Fail|Success|Succeed)[ _-]?(?:\(?\d+\)?)?)$/;

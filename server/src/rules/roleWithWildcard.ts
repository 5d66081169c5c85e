import { roleStatements } from '../analysis/templateRole';
import type { Report } from './rule';
import { rule } from './rule';

export const roleWithWildcard = rule({
  id: 'role-with-wildcard',
  severity: 'information',
  pillar: 'security',
  summary: 'The role of the state machine allows all actions of a service, or an action on all resources.',
  why: 'Whoever can change or start the state machine can do all that its role may. Name the actions that its Tasks call, and the resources that they work on. Actions that IAM cannot bind to a resource, such as those of log delivery and X-Ray, are left alone.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html',
  invalid: [
    `Resources:
  Orders:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: orders.asl.yaml
      Policies:
        - Statement:
            - Effect: Allow
              Action: dynamodb:*
//                    ^^^^^^^^^^ The role of "Orders" may do every action of dynamodb: name the actions that its Tasks call.
              Resource: !GetAtt Table.Arn
            - Effect: Allow
              Action:
                - sqs:SendMessage
              Resource: '*'
//                      ^^^ The role of "Orders" may do sqs:SendMessage on every resource: name those that its Tasks work on.
      Logging: { Level: ERROR }
      Tracing: { Enabled: true }
`,
  ],
  valid: [
    `Resources:
  Orders:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: orders.asl.yaml
      Policies:
        - Statement:
            - Effect: Allow
              Action: [dynamodb:GetItem, dynamodb:PutItem]
              Resource: !GetAtt Table.Arn
            - Effect: Allow
              Action: [xray:PutTraceSegments, logs:CreateLogDelivery]
              Resource: '*'
      Logging: { Level: ERROR }
      Tracing: { Enabled: true }
`,
  ],
  of: 'template',
  *check(machine, { root }): Iterable<Report> {
    for (const { actions, resources } of roleStatements(machine, root)) {
      for (const node of actions) {
        if (node.value === '*' || (node.value.endsWith(':*') && !anywhere.test(node.value))) {
          const what = node.value === '*' ? 'every action of every service' : `every action of ${node.value.slice(0, -2)}`;
          yield { at: node, message: `The role of "${machine.key}" may do ${what}: name the actions that its Tasks call.` };
        }
      }
      const all = resources.find(({ value }) => value === '*');
      const bound = actions.find(({ value }) => !anywhere.test(value));
      if (all && bound) {
        yield {
          at: all,
          message: `The role of "${machine.key}" may do ${bound.value} on every resource: name those that its Tasks work on.`,
        };
      }
    }
  },
});

/** Actions that IAM does not bind to resources, or that only look. */
const anywhere =
  /^(?:logs|xray|cloudwatch|comprehend|translate|polly|textract|rekognition:Detect|transcribe|ec2:Describe|batch:(?:Describe|Terminate|List)|[\w-]+:(?:List|Describe))/i;

import { intrinsicOf } from '../source/intrinsics';
import { member } from '../source/node';
import type { Report } from './rule';
import { rule } from './rule';

export const noLogging = rule({
  id: 'no-logging',
  severity: 'information',
  pillar: 'operational excellence',
  summary: 'The template does not switch on the logs of the state machine.',
  why: 'An express workflow leaves no history but its logs, and the history of a standard one is gone after 90 days. LoggingConfiguration (in SAM Logging) sends events to CloudWatch Logs: ERROR is enough for many.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html',
  invalid: [
    `Resources:
  Orders:
//^^^^^^ "Orders" writes no logs: add Logging.
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: orders.asl.yaml
      Tracing: { Enabled: true }
  Parcels:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: !GetAtt Role.Arn
      DefinitionString: '{ "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }'
      LoggingConfiguration: { Level: OFF }
//                                   ^^^ "Parcels" writes no logs: the Level is OFF.
      TracingConfiguration: { Enabled: true }
`,
  ],
  valid: [
    `Resources:
  Orders:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: orders.asl.yaml
      Logging:
        Level: ERROR
        Destinations:
          - CloudWatchLogsLogGroup: { LogGroupArn: !GetAtt Logs.Arn }
      Tracing: { Enabled: true }
`,
  ],
  of: 'template',
  *check({ member: { value }, resource, key, at, type }): Iterable<Report> {
    const field = resource === 'AWS::Serverless::StateMachine' ? 'Logging' : 'LoggingConfiguration';
    const properties = member(value, 'Properties')?.value;
    const logging = member(properties, field);
    const level = member(logging?.value, 'Level')?.value;
    if (properties?.kind !== 'object' || intrinsicOf(logging?.value)) {
      return;
    }
    const only = type === 'EXPRESS' ? ' They are all that an express workflow leaves behind.' : '';
    if (!logging) {
      yield { at, message: `"${key}" writes no logs: add ${field}.${only}` };
    } else if (!level || (level.kind === 'string' && level.value === 'OFF')) {
      yield {
        at: level ?? logging.key,
        message: `"${key}" writes no logs: the Level is OFF${level ? '' : ' by default'}.${only}`,
      };
    }
  },
});

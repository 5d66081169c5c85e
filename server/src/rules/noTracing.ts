import { intrinsicOf } from '../source/intrinsics';
import { member } from '../source/node';
import type { Report } from './rule';
import { rule } from './rule';

export const noTracing = rule({
  id: 'no-tracing',
  severity: 'hint',
  pillar: 'operational excellence',
  summary: 'The template does not switch on traces of the state machine.',
  why: 'With TracingConfiguration (in SAM Tracing) X-Ray shows where time is lost and which service fails, across the state machine and the services that it calls.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html',
  invalid: [
    `Resources:
  Orders:
//^^^^^^ "Orders" is not traced: set Tracing to { Enabled: true }.
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: orders.asl.yaml
      Logging: { Level: ERROR }
`,
  ],
  valid: [
    `Resources:
  Orders:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: orders.asl.yaml
      Logging: { Level: ERROR }
      Tracing: { Enabled: true }
`,
  ],
  of: 'template',
  *check({ member: { value }, resource, key, at }): Iterable<Report> {
    const field = resource === 'AWS::Serverless::StateMachine' ? 'Tracing' : 'TracingConfiguration';
    const properties = member(value, 'Properties')?.value;
    const tracing = member(properties, field);
    const enabled = member(tracing?.value, 'Enabled')?.value;
    if (properties?.kind !== 'object' || intrinsicOf(tracing?.value)) {
      return;
    }
    if (!tracing || (enabled?.kind === 'boolean' && !enabled.value)) {
      yield { at: tracing?.key ?? at, message: `"${key}" is not traced: set ${field} to { Enabled: true }.` };
    }
  },
});

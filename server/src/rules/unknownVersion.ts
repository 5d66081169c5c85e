import { hasPlaceholder } from '../asl/placeholder';
import { member } from '../source/node';
import type { Report } from './rule';
import { nothing, replacement, rule } from './rule';
import { stringLiteral } from '../source/stringLiteral';

export const unknownVersion = rule({
  id: 'unknown-version',
  severity: 'error',
  awsCode: 'SCHEMA_VALIDATION_FAILED',
  summary: 'Version is not a version of the Amazon States Language.',
  why: 'Version is that of the language, of which there is 1.0 only, not that of the definition. A version of your own belongs into Comment, or is published as a version of the state machine.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html',
  invalid: [
    `{
  "Version": "2.3.1",
//           ^^^^^^^ There is no version "2.3.1" of the Amazon States Language, only "1.0".
  "StartAt": "Work",
  "States": { "Work": { "Type": "Succeed" } }
}`,
  ],
  valid: [
    `{
  "Version": "1.0",
  "StartAt": "Work",
  "States": { "Work": { "Type": "Succeed" } }
}`,
  ],
  of: 'machine',
  check({ node }, { text }): Iterable<Report> {
    const version = member(node, 'Version')?.value;
    return version?.kind !== 'string' || version.value === '1.0' || hasPlaceholder(version.value)
      ? nothing
      : [
          {
            at: version,
            message: `There is no version "${version.value}" of the Amazon States Language, only "1.0".`,
            fixes: [replacement('Change to "1.0"', version, stringLiteral('1.0', version, text))],
          },
        ];
  },
});

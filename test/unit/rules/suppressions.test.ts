import assert from 'node:assert/strict';
import { analyze } from '../../../server/src/analysis/analyze';
import { check, type CheckOptions } from '../../../server/src/rules';
import type { DocumentFormat } from '../../../server/src/source/parse';

/** What is told, with the characters it is told of; advice other than of suppressions does not count. */
function told(text: string, format: DocumentFormat = 'json', options: CheckOptions = {}): string[] {
  return check(analyze(text, { format }), options)
    .filter(({ severity, code }) => code === 'faulty-suppression' || severity === 'error' || severity === 'warning')
    .map(({ start, end, code, severity }) => `${severity} ${code} <${text.slice(start, end)}>`);
}

const machine = (comment: string, top = ''): string =>
  `{"StartAt": "A", "Comment": "${top}", "States": {"A": {"Type": "Pass", "Comment": "${comment}", "Parameters": {"a": "$.b"}, "Next": "B"}, "B": {"Type": "Pass", "Parameters": {"c": "$.d"}, "End": true}}}`;

describe('suppressions', () => {
  it('in the Comment of a state hold for the state', () => {
    assert.deepEqual(told(machine('Old. stepwise-disable no-dollar: the text is meant')), ['warning no-dollar <"c">']);
  });

  it('in the Comment of the state machine hold for all of it', () => {
    assert.deepEqual(told(machine('', 'stepwise-disable no-dollar: all of these texts are meant')), []);
  });

  it('have a reason', () => {
    assert.deepEqual(told(machine('stepwise-disable no-dollar')), [
      'hint faulty-suppression <stepwise-disable no-dollar>',
      'warning no-dollar <"a">',
      'warning no-dollar <"c">',
    ]);
  });

  it('name rules that exist and find something', () => {
    assert.deepEqual(told(machine('stepwise-disable no-dolar, no-dollar, unreachable-state: so it is')), [
      'hint faulty-suppression <no-dolar>',
      'hint faulty-suppression <unreachable-state>',
      'warning no-dollar <"c">',
    ]);
  });

  it('silence the structure, not the text', () => {
    const text =
      '{"StartAt": "A", "Comment": "stepwise-disable unknown-field, duplicate-key: why not", "States": {"A": {"Type": "Succeed", "X": 1, "X": 2}}}';
    assert.deepEqual(told(text), ['hint faulty-suppression <duplicate-key>', 'error duplicate-key <"X">']);
  });

  it('in YAML may stand on the line before', () => {
    const text = `StartAt: A
States:
  A:
    Type: Pass
    Parameters:
      # stepwise-disable-next-line no-dollar: the text is meant
      a: $.b
      c: $.d
    End: true
`;
    assert.deepEqual(told(text, 'yaml'), ['warning no-dollar <c>']);
  });

  it('severities are set by rule before pillar', () => {
    const text = machine('');
    assert.deepEqual(told(text, 'json', { severities: { 'no-dollar': 'off' } }), []);
    const waiting =
      '{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "Parameters": {"QueueUrl": "q", "MessageBody": "m"}, "End": true}}}';
    assert.deepEqual(told(waiting, 'json', { pillars: { reliability: 'off' } }), []);
    assert.equal(
      told(waiting, 'json', { pillars: { reliability: 'off' }, severities: { 'token-not-passed': 'error' } }).length,
      1,
    );
  });
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.join(__dirname, '../../..');

function stepwise(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', 'tsx/cjs', 'server/src/cli.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

const template = `Resources:
  Stock: { Type: AWS::Serverless::Function }
  Orders:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition:
        StartAt: A
        States:
          A: { Type: Pass, Result: !GetAtt Stock.Arn, End: true }
  Shipping:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: shipping.asl.json
      DefinitionSubstitutions: { Carrier: train }
`;

describe('templates on the command line', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'templates-'));
  const file = path.join(folder, 'template.yaml');
  before(() => {
    writeFileSync(file, template);
    writeFileSync(
      path.join(folder, 'shipping.asl.json'),
      '{"StartAt": "Ship", "States": {"Ship": {"Type": "Pass", "Result": "${Carrier}", "End": true}}}',
    );
    writeFileSync(path.join(folder, 'values.yaml'), 'Carrier: bicycle\n');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('runs the state machine that is named, with what the template says', () => {
    const orders = stepwise('run', file, '--state-machine', 'Orders', '--format', 'json');
    assert.equal(orders.code, 0, orders.err);
    const { output, executionArn } = JSON.parse(orders.out) as { output: string; executionArn: string };
    assert.equal(output, 'arn:aws:lambda:us-east-1:123456789012:function:Stock');
    assert.match(executionArn, /:execution:Orders:/);
    const shipping = stepwise('run', file, '--state-machine', 'Shipping', '--format', 'json');
    assert.equal((JSON.parse(shipping.out) as { output: string }).output, 'train', shipping.err);
  });

  it('takes other values from a file', () => {
    const values = path.join(folder, 'values.yaml');
    const { out, err } = stepwise('run', file, '--state-machine', 'Shipping', '--substitutions', values, '--format', 'json');
    assert.equal((JSON.parse(out) as { output: string }).output, 'bicycle', err);
  });

  it('wants to know which one', () => {
    const { code, err } = stepwise('run', file);
    assert.equal(code, 2);
    assert.match(err, /template\.yaml:1:1: This template has several .* Orders, Shipping\. \(--state-machine\)/);
  });

  it('draws the one that is named', () => {
    const { code, out, err } = stepwise('graph', file, '--state-machine', 'Shipping', '--format', 'mermaid');
    assert.equal(code, 0, err);
    assert.match(out, /Ship/);
    const unknown = stepwise('graph', file, '--state-machine', 'Nobody');
    assert.equal(unknown.code, 2);
    assert.match(unknown.err, /no state machine "Nobody"; there is Orders, Shipping/);
  });
});

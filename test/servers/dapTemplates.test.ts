import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ExecutionEventBody } from '../../server/src/protocol';
import { DebugClient } from '../support/debugClient';

interface ExecutionEvent extends DebugProtocol.Event {
  readonly body: ExecutionEventBody;
}

const template = `Resources:
  Orders:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition:
        StartAt: A
        States:
          A: { Type: Pass, Next: B }
          B: { Type: Succeed }
  Refunds:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionString: |
        {
          "StartAt": "Look",
          "States": {
            "Look": { "Type": "Pass", "Next": "Paid" },
            "Paid": { "Type": "Succeed" }
          }
        }
`;

const yaml = `StartAt: A
States:
  A:
    Type: Pass
    Next: B
  B:
    Type: Succeed
`;

describe('debug adapter: YAML and templates', function () {
  this.timeout(30_000);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dap-'));
  let client: DebugClient;

  beforeEach(() => {
    fs.writeFileSync(path.join(folder, 'template.yaml'), template);
    fs.writeFileSync(path.join(folder, 'order.asl.yaml'), yaml);
    client = DebugClient.inProcess();
  });
  afterEach(() => client.disconnect());
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  for (const [file, stateMachine, line] of [
    ['order.asl.yaml', undefined, 6],
    ['template.yaml', 'Orders', 9],
    ['template.yaml', 'Refunds', 18],
  ] as const) {
    it(`stops in ${file}${stateMachine === undefined ? '' : `, ${stateMachine}`}`, async () => {
      const program = path.join(folder, file);
      await client.initialize();
      await client.send('launch', { program, input: {}, ...(stateMachine !== undefined && { stateMachine }) });
      await client.until('initialized');
      const { breakpoints } = await client.send<DebugProtocol.SetBreakpointsResponse>('setBreakpoints', {
        source: { path: program },
        breakpoints: [{ line }],
      });
      assert.deepEqual(
        breakpoints.map((each) => [each.verified, each.line]),
        [[true, line]],
      );
      await client.send('configurationDone');
      const { threadId = 0 } = await client.until<DebugProtocol.StoppedEvent>('stopped');
      const { stackFrames } = await client.send<DebugProtocol.StackTraceResponse>('stackTrace', { threadId });
      assert.equal(stackFrames[0]?.line, line);
      assert.equal(stackFrames[0]?.source?.path, program);
      await client.send('continue', { threadId });
      let body: ExecutionEventBody;
      do {
        body = await client.until<ExecutionEvent>('stepwise/execution');
      } while (body.overlay.status === 'RUNNING');
      assert.equal(body.overlay.status, 'SUCCEEDED');
      assert.equal(body.stateMachine, stateMachine);
    });
  }

  it('wants to know which one', async () => {
    await client.initialize();
    const answer = await client.ask('launch', { program: path.join(folder, 'template.yaml'), input: {} });
    assert.equal(answer.success, false);
    assert.match(JSON.stringify(answer), /several state machines; one of them must be named: Orders, Refunds/);
  });
});

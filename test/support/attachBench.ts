import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { type DebugPort, listen } from '../../server/src/debug/listen';
import type { EndpointOptions } from '../../server/src/endpoint/startEndpoint';
import { DebugClient } from './debugClient';
import { type TestEndpoint, openEndpoint } from './endpoint';

/** A definition that tests attach to. */
export const order = `{
  "StartAt": "Check",
  "States": {
    "Check": {
      "Type": "Pass",
      "Result": { "ok": true },
      "ResultPath": "$.check",
      "Next": "Rest"
    },
    "Rest": {
      "Type": "Wait",
      "Seconds": 60,
      "Next": "Enough"
    },
    "Enough": {
      "Type": "Choice",
      "Choices": [ { "Variable": "$.quantity", "NumericGreaterThan": 10, "Next": "TooMany" } ],
      "Default": "Done"
    },
    "TooMany": { "Type": "Fail", "Error": "TooMany", "Cause": "Ten at most." },
    "Done": { "Type": "Succeed" }
  }
}
`;

/** Where a thread stands: its name and its innermost frame. */
export interface StoppedAt {
  readonly threadId: number;
  readonly at: string;
  readonly all: boolean;
  readonly reason: string;
}

/** An endpoint with a debug port, a folder with definitions, and debuggers that attach. */
export class AttachBench {
  readonly folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'stepwise-attach-')));
  endpoint!: TestEndpoint;
  port!: DebugPort;

  async open(options: Partial<EndpointOptions> = {}): Promise<void> {
    this.endpoint = await openEndpoint({ startTime: Date.parse('2026-01-31T12:00:00Z'), ...options });
    this.port = await listen(0, this.endpoint.debugHost);
  }

  async close(): Promise<void> {
    await this.port.close();
    await this.endpoint.close();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  async connect(): Promise<DebugClient> {
    const client = await DebugClient.connect(this.port.port);
    client.mask(this.folder, '<folder>');
    return client;
  }

  write(name: string, text: string): string {
    const file = path.join(this.folder, name);
    fs.writeFileSync(file, text);
    return file;
  }

  /** Creates a state machine; answers its ARN. */
  async create(name: string, definition: string): Promise<string> {
    const roleArn = 'arn:aws:iam::123456789012:role/any';
    const made = await this.endpoint.client.send(new CreateStateMachineCommand({ name, definition, roleArn }));
    return made.stateMachineArn!;
  }

  /** Starts an execution; answers its ARN. */
  async start(stateMachineArn: string, name: string, input: unknown): Promise<string> {
    const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
    return (await this.endpoint.client.send(command)).executionArn!;
  }

  async redrive(executionArn: string): Promise<void> {
    await this.endpoint.client.send(new RedriveExecutionCommand({ executionArn }));
  }

  /** How an execution ends. */
  async ended(executionArn: string): Promise<{ status: string; output: unknown; error: string | undefined }> {
    for (;;) {
      const { status, output, error } = await this.endpoint.client.send(new DescribeExecutionCommand({ executionArn }));
      if (status !== 'RUNNING') {
        return { status: status!, output: output === undefined ? undefined : (JSON.parse(output) as unknown), error };
      }
    }
  }
}

/** Where a client's debugger stops next. */
export async function stopped(client: DebugClient): Promise<StoppedAt> {
  let stop: DebugProtocol.StoppedEvent['body'];
  do {
    stop = await client.until<DebugProtocol.StoppedEvent>('stopped');
    // Other threads that stand with it are told before.
  } while (stop.preserveFocusHint);
  const threadId = stop.threadId!;
  const { threads } = await client.send<DebugProtocol.ThreadsResponse>('threads');
  const { stackFrames } = await client.send<DebugProtocol.StackTraceResponse>('stackTrace', { threadId });
  const name = threads.find(({ id }) => id === threadId)!.name;
  return { threadId, at: `${name} ${stackFrames[0]!.name}`, all: stop.allThreadsStopped!, reason: stop.reason };
}

/** Whether a client has heard this. */
export function said(client: DebugClient, what: string | RegExp): boolean {
  return client.transcript.some((line) => (typeof what === 'string' ? line.includes(what) : what.test(line)));
}

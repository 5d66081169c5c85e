import { SFNClient } from '@aws-sdk/client-sfn';
import http from 'node:http';
import type { DebugHost } from '../../server/src/runner/overseer';
import { type EndpointOptions, startEndpoint } from '../../server/src/endpoint/startEndpoint';

/** An endpoint in this process, and the real client for it. */
export interface TestEndpoint {
  readonly port: number;
  readonly client: SFNClient;
  /** What a debugger attaches to. */
  readonly debugHost: DebugHost;
  /** What the endpoint told its user. */
  readonly said: readonly string[];
  close(): Promise<void>;
}

/** Starts an endpoint on a free port, with the virtual clock unless told otherwise. */
export async function openEndpoint(options: Partial<EndpointOptions> = {}): Promise<TestEndpoint> {
  const said: string[] = [];
  const server = await startEndpoint({
    host: '127.0.0.1',
    port: 0,
    region: 'us-east-1',
    account: '123456789012',
    clock: 'virtual',
    startTime: undefined,
    seed: 1,
    limits: 'aws',
    mocks: undefined,
    tasks: [],
    dataDir: undefined,
    log: (line) => said.push(line),
    ...options,
  });
  const client = new SFNClient({
    endpoint: `http://127.0.0.1:${server.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    // Synchronous operations have a host prefix, which no local name has.
    disableHostPrefix: true,
    maxAttempts: 1,
  });
  return {
    port: server.port,
    client,
    debugHost: server.debugHost,
    said,
    close: async () => {
      client.destroy();
      await server.close();
    },
  };
}

export interface RawAnswer {
  readonly status: number;
  readonly type: string | undefined;
  readonly message: string | undefined;
  readonly body: string;
}

/** One request as it stands, whatever is wrong with it. */
export function post(port: number, body: string | Buffer, headers: http.OutgoingHttpHeaders = {}): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        host: '127.0.0.1',
        port,
        method: 'POST',
        headers: { 'Content-Type': 'application/x-amz-json-1.0', ...headers },
        agent: false,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const answer = (text === '' ? {} : JSON.parse(text)) as { __type?: string; message?: string };
          resolve({ status: response.statusCode!, type: answer.__type, message: answer.message, body: text });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** One operation with a body of JSON text. */
export function call(
  port: number,
  operation: string,
  body: string | Buffer,
  headers: http.OutgoingHttpHeaders = {},
): Promise<RawAnswer> {
  return post(port, body, { 'X-Amz-Target': `AWSStepFunctions.${operation}`, ...headers });
}

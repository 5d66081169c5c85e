import { randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { type JsonObject, isObject, object, readJson, writeJson } from '../source/json';
import { ApiError } from './apiError';
import { checkRequest } from './checkRequest';
import type { Endpoint, Operation, Operations } from './endpoint';
import { type OperationName, requests } from './shapes';

/** Bytes of a request at most: a definition of 1 MiB whose every character is escaped fits. */
const maxBody = 8 * 1024 * 1024;

export interface ServerOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly operations: Operations;
  readonly endpoint: Endpoint;
  /** Hears about faults of the endpoint itself. */
  readonly log: (line: string) => void;
}

export interface Server {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * AWS JSON 1.0 over HTTP. Answers every request with 200 or 4xx; a fault in an operation is told as a 4xx too, and logged.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const server = http.createServer((request, response) => {
    const requestId = randomUUID();
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    options.endpoint.closing.addEventListener('abort', () => gone.abort(), { signal: gone.signal });
    respond(request, options, gone.signal).then(
      (body) => send(response, 200, requestId, body),
      (problem: unknown) => refuse(response, requestId, problem, options.log),
    );
  });
  // Long polls and synchronous executions take minutes; a client that stalls while it sends does not.
  server.requestTimeout = 60_000;
  server.keepAliveTimeout = 65_000;
  server.on('clientError', (_error, socket) => {
    if (socket.writable) {
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function respond(request: http.IncomingMessage, options: ServerOptions, signal: AbortSignal): Promise<JsonObject> {
  checkHost(request.headers.host);
  if (request.method !== 'POST') {
    throw new ApiError('UnknownOperationException', `This endpoint takes POST requests, not ${request.method ?? ''}`, 404);
  }
  const { name, operation } = operationOf(request.headers['x-amz-target'], options.operations);
  options.endpoint.launcher.called(name.startsWith('SendTask') || name === 'GetActivityTask');
  const body = parse(await read(request));
  checkRequest(body, requests[name]);
  return operation(options.endpoint, body, signal);
}

/** Names of the loopback interface; SDKs put `sync-` before the host of StartSyncExecution and TestState. */
const loopback = /^(sync-)?(localhost|[\w-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/** A page of another origin that a browser has been led to must not reach the endpoint by a name of its own. */
function checkHost(host: string | undefined): void {
  if (host === undefined || !loopback.test(host)) {
    throw new ApiError('AccessDeniedException', `The Host '${host ?? ''}' is not the loopback interface`, 403);
  }
}

function operationOf(
  target: string | string[] | undefined,
  operations: Operations,
): { readonly name: OperationName; readonly operation: Operation } {
  const name = /^AWSStepFunctions\.(\w+)$/.exec(String(target ?? ''))?.[1];
  const operation = name !== undefined && Object.hasOwn(operations, name) ? operations[name as OperationName] : undefined;
  if (!operation) {
    throw new ApiError('UnknownOperationException', `Unknown operation: '${String(target ?? '')}'`);
  }
  return { name: name as OperationName, operation };
}

function parse(text: string): JsonObject {
  const { value, problems } = readJson(text === '' ? '{}' : text);
  if (value === undefined) {
    throw new ApiError('SerializationException', `The body is no JSON: ${problems[0]?.message ?? ''}`);
  }
  if (!isObject(value)) {
    throw new ApiError('SerializationException', 'Start of structure or map found where not expected.');
  }
  return value;
}

function read(request: http.IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const tooLarge = (): void =>
      reject(new ApiError('RequestEntityTooLargeException', `The body has more than ${maxBody} bytes`, 413));
    if (Number(request.headers['content-length'] ?? 0) > maxBody) {
      tooLarge();
      return;
    }
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBody) {
        request.pause();
        tooLarge();
      } else {
        chunks.push(chunk);
      }
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.on('error', () => reject(new ApiError('SerializationException', 'The request ended early')));
    request.on('close', () => reject(new ApiError('SerializationException', 'The request ended early')));
  });
}

function refuse(response: http.ServerResponse, requestId: string, problem: unknown, log: (line: string) => void): void {
  if (problem instanceof ApiError) {
    const { type, message, status } = problem;
    response.setHeader('x-amzn-ErrorType', type);
    if (status === 413) {
      // What is still to come is not read.
      response.setHeader('Connection', 'close');
    }
    send(
      response,
      status,
      requestId,
      object([
        ['__type', type],
        ['message', message],
      ]),
    );
    return;
  }
  log(problem instanceof Error ? (problem.stack ?? problem.message) : String(problem));
  const message = `The local endpoint has failed: ${problem instanceof Error ? problem.message : String(problem)}`;
  send(
    response,
    400,
    requestId,
    object([
      ['__type', 'InternalFailure'],
      ['message', message],
    ]),
  );
}

function send(response: http.ServerResponse, status: number, requestId: string, body: JsonObject): void {
  if (response.destroyed || response.headersSent) {
    return;
  }
  const text = writeJson(body);
  response.writeHead(status, {
    'Content-Type': 'application/x-amz-json-1.0',
    'Content-Length': Buffer.byteLength(text),
    'x-amzn-RequestId': requestId,
  });
  response.end(text);
}

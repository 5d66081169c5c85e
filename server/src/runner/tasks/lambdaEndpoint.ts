import { randomUUID } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { resourceOf } from '../../execution/resource';
import { type Json, isObject, readJson, writeJson } from '../../source/json';
import type { TaskAnswer, TaskBinding, TaskRequest } from './binding';
import { eventOf, functionName, invocation } from './functions';

/** Bytes of a function's answer at most. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const maxAnswer = 6_291_556;

/**
 * Lambda Tasks performed by a server that speaks Lambda's Invoke (`sam local start-lambda` does).
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export class LambdaEndpoint implements TaskBinding {
  constructor(private readonly url: URL) {}

  perform(request: TaskRequest, signal: AbortSignal): Promise<TaskAnswer> | undefined {
    const resource = resourceOf(request.resource);
    if (resource.kind === 'lambda') {
      return this.#invoke(functionName(resource.arn), request.parameters, signal, false);
    }
    const { parameters } = request;
    if (resource.kind !== 'service' || resource.type !== 'lambda' || resource.name !== 'invoke' || !isObject(parameters)) {
      return undefined;
    }
    const name = parameters['FunctionName'];
    return typeof name === 'string' ? this.#invoke(functionName(name), eventOf(parameters['Payload']), signal, true) : undefined;
  }

  async #invoke(name: string, payload: Json, signal: AbortSignal, wrapped: boolean): Promise<TaskAnswer> {
    let response: Response;
    try {
      response = await this.#post(`/2015-03-31/functions/${encodeURIComponent(name)}/invocations`, writeJson(payload), signal);
    } catch (problem) {
      const why = (problem as Error).message || (problem as NodeJS.ErrnoException).code;
      return {
        kind: 'failure',
        error: 'Stepwise.FunctionUnavailable',
        cause: `The Lambda endpoint ${this.url.href} does not run the function '${name}': ${why}`,
        local: true,
      };
    }
    const { status, text, functionError } = response;
    const { value } = readJson(text);
    if (status === 404) {
      return { kind: 'failure', error: 'Lambda.ResourceNotFoundException', cause: text };
    }
    if (status >= 300) {
      return { kind: 'failure', error: 'Lambda.AWSLambdaException', cause: text };
    }
    // `sam local start-lambda` tells a function's error by its payload alone.
    const failed = functionError || (isObject(value) && typeof value['errorType'] === 'string' && 'errorMessage' in value);
    if (failed) {
      const error = isObject(value) && typeof value['errorType'] === 'string' ? value['errorType'] : 'Unhandled';
      return { kind: 'failure', error, cause: text };
    }
    const output = value ?? (text === '' ? null : text);
    return { kind: 'success', output: wrapped ? invocation(output, randomUUID()) : output };
  }

  #post(path: string, body: string, signal: AbortSignal): Promise<Response> {
    return new Promise((resolve, reject) => {
      const { request } = this.url.protocol === 'https:' ? https : http;
      const call = request(
        new URL(path, this.url),
        { method: 'POST', signal, headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) } },
        (response) => {
          const chunks: Buffer[] = [];
          let size = 0;
          response.on('data', (chunk: Buffer) => {
            size += chunk.length;
            if (size > maxAnswer) {
              response.destroy(new Error(`its answer has more than ${maxAnswer} bytes`));
            }
            chunks.push(chunk);
          });
          response.on('error', reject);
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              text: Buffer.concat(chunks).toString('utf8'),
              functionError: response.headers['x-amz-function-error'] !== undefined,
            }),
          );
        },
      );
      call.on('error', reject);
      call.end(body);
    });
  }
}

interface Response {
  readonly status: number;
  readonly text: string;
  readonly functionError: boolean;
}

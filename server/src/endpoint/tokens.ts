import { resourceOf } from '../execution/resource';
import type { TaskAnswer, TaskBinding, TaskProgress } from '../runner/tasks/binding';
import { object, readJson } from '../source/json';
import { ApiError } from './apiError';
import type { Operations } from './endpoint';
import { optionalText, text } from './fields';
import { jacksonProblem } from './jacksonProblem';
import type { Seat } from './timeline';

/** A task that waits for SendTaskSuccess or SendTaskFailure with its token. */
interface Open {
  readonly answer: (answer: TaskAnswer) => void;
  readonly heartbeat: () => void;
}

/** How many tokens of finished tasks are remembered, to tell TaskTimedOut from InvalidToken. */
const remembered = 100_000;

/** The tokens that have been given out. */
export class Tokens {
  readonly #open = new Map<string, Open>();
  readonly #closed = new Set<string>();

  /** Waits for the answer to a token; ends without one when the task is aborted. */
  wait(token: string, progress: Pick<TaskProgress, 'heartbeat'>, signal: AbortSignal, seat: Seat): Promise<TaskAnswer> {
    return new Promise((resolve) => {
      const end = seat.under('outside');
      const close = (answer: TaskAnswer): void => {
        this.#open.delete(token);
        this.#close(token);
        signal.removeEventListener('abort', aborted);
        resolve(answer);
        // The execution takes its answer before time goes on.
        setImmediate(end);
      };
      const aborted = (): void => close({ kind: 'failure', error: 'States.TaskFailed', cause: 'The task was stopped.' });
      this.#open.set(token, { answer: close, heartbeat: () => progress.heartbeat() });
      signal.addEventListener('abort', aborted);
      if (signal.aborted) {
        aborted();
      }
    });
  }

  /** The task that waits for a token; throws InvalidToken or TaskTimedOut. */
  find(token: string): Open {
    const open = this.#open.get(token);
    if (open) {
      return open;
    }
    throw this.#closed.has(token)
      ? new ApiError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'")
      : new ApiError('InvalidToken', "Invalid Token: 'Invalid token'");
  }

  #close(token: string): void {
    this.#closed.add(token);
    if (this.#closed.size > remembered) {
      const [oldest] = this.#closed;
      this.#closed.delete(oldest!);
    }
  }
}

/**
 * Tasks that wait for their token (`.waitForTaskToken`): `inner` makes the call that hands the token out. Where nothing local makes
 * that call, the token stands in the history, and whoever reads it there may answer.
 */
export function tokenTasks(tokens: Tokens, seat: Seat, inner: readonly TaskBinding[], log: (line: string) => void): TaskBinding {
  return {
    perform(request, signal, progress) {
      const resource = resourceOf(request.resource);
      const token = request.taskToken;
      if (token === undefined || resource.kind !== 'service' || resource.pattern !== 'token') {
        return undefined;
      }
      const call = { ...request, resource: request.resource.replace(/\.waitForTaskToken$/, ''), taskToken: undefined };
      const made = inner.map((binding) => binding.perform(call, signal, progress)).find((answer) => answer !== undefined);
      const stop = new AbortController();
      const aborted = (): void => stop.abort();
      signal.addEventListener('abort', aborted);
      const answered = tokens.wait(token, progress, stop.signal, seat);
      if (made === undefined) {
        log(
          `${request.executionArn}: nothing local performs ${call.resource} of the state '${request.stateName}'; ` +
            `it waits for SendTaskSuccess or SendTaskFailure with the token in its history.`,
        );
        progress.submitted(object([]));
        return answered;
      }
      const submitted = Promise.resolve(made).then((answer) => {
        if (answer.kind === 'failure') {
          stop.abort();
          return { ...answer, unsubmitted: true };
        }
        progress.submitted(answer.output);
        return answered;
      });
      return Promise.race([submitted, answered.then((answer) => (stop.signal.aborted ? submitted : answer))]);
    },
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html */
export function taskOperations(tokens: Tokens): Operations {
  return {
    SendTaskSuccess(_endpoint, request) {
      const output = text(request, 'output');
      const { value } = readJson(output);
      if (value === undefined) {
        throw new ApiError('InvalidOutput', `Invalid Output: '${jacksonProblem(output)?.message ?? ''}'`);
      }
      tokens.find(text(request, 'taskToken')).answer({ kind: 'success', output: value });
      return object([]);
    },

    SendTaskFailure(_endpoint, request) {
      const cause = optionalText(request, 'cause');
      tokens.find(text(request, 'taskToken')).answer({
        kind: 'failure',
        error: optionalText(request, 'error'),
        ...(cause === undefined ? {} : { cause }),
      });
      return object([]);
    },

    SendTaskHeartbeat(_endpoint, request) {
      tokens.find(text(request, 'taskToken')).heartbeat();
      return object([]);
    },
  };
}

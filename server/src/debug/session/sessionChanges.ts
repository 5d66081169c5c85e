import type { DebugProtocol } from '@vscode/debugprotocol';
import { parsePath } from '../../asl/jsonPath';
import type { Strand } from '../../execution/execution';
import type { AnswerTaskArguments } from '../../protocol';
import type { TaskAnswer } from '../../runner/tasks/binding';
import { type Json, type JsonDraft, draft, isArray, isObject, readJson } from '../../source/json';
import type { Frame } from '../debugger';
import type { Position } from '../stop';
import { Followed, type Requests, type ExecutionContext } from './sessionContext';
import type { Root } from './sessionVariables';
import { preview, typeOf } from '../values';

/** Requests that change values by hand: the history is cut where it stands, and another future begins. */
export class SessionChanges {
  constructor(private readonly context: ExecutionContext) {}

  readonly requests: Requests = {
    setVariable: async ({ variablesReference, name, value }: DebugProtocol.SetVariableArguments) => {
      const place = this.context.references.placeOf(variablesReference, name);
      if (!place) {
        throw new Error(
          'This value follows from the definition and the input: change the input, the result, the error, a variable or a count of retries.',
        );
      }
      return this.#set(place.root, place.steps, value);
    },
    setExpression: async ({ expression, value, frameId }: DebugProtocol.SetExpressionArguments) => {
      const { root, steps } = this.#placeOf(expression, this.context.frame(frameId));
      return this.#set(root, steps, value);
    },
    terminateThreads: async ({ threadIds }: DebugProtocol.TerminateThreadsArguments) => {
      for (const threadId of threadIds ?? []) {
        await this.fail(this.context.strandOf(threadId), 'States.TaskFailed', 'Ended by the user.');
      }
      return new Followed({}, () => this.context.running().loop.tellStop());
    },
    'stepwise/answerTask': ({ strand: thread, output, error, cause, keep }: AnswerTaskArguments) => {
      const { open, mocks, loop } = this.context.running();
      const strand = this.context.strandOf(thread + 1);
      const request = open.of(strand);
      if (!request) {
        throw new Error('The Task does not wait for an answer any more.');
      }
      const answer: TaskAnswer =
        output === undefined
          ? { kind: 'failure', error: error ?? 'States.TaskFailed', ...(cause === undefined ? {} : { cause }) }
          : { kind: 'success', output: readValue(output) };
      if (keep) {
        mocks.answers.set(request.stateName, answer);
      }
      open.answer(strand, answer);
      this.context.forget();
      return new Followed({}, () => loop.resume());
    },
  };

  /** Lets the state of a strand fail, or fail otherwise than it did. */
  async fail(id: number, error: string, cause: string | undefined): Promise<void> {
    const { cursor, loop, open } = this.context.running();
    const strand = cursor.execution.strands.get(id);
    if (!strand || strand.phase === 'ended') {
      throw new Error('This part of the execution has ended.');
    }
    if (open.of(id)) {
      open.answer(id, { kind: 'failure', error, ...(cause === undefined ? {} : { cause }) });
      return;
    }
    const at = strand.failure ? this.#beforeFailure(id) : undefined;
    await loop.change([{ type: 'fail', strand: id, error, cause }], 'exception', { strand: id, at });
    const failure = cursor.execution.strands.get(id)?.failure;
    if (cursor.stop && failure) {
      cursor.stop = { ...cursor.stop, failure };
    }
    this.context.refresh();
  }

  /** Gives the state of a strand its result. */
  async succeed(id: number, result: Json): Promise<void> {
    await this.#change({ strand: id, section: 'Result' }, result);
  }

  async #set(root: Root, steps: readonly (string | number)[], text: string): Promise<DebugProtocol.SetVariableResponse['body']> {
    const value = await this.#valueOf(root, text);
    const whole = replaced(this.#current(root), steps, value);
    if (whole === undefined) {
      throw new Error('There is nothing at this place any more.');
    }
    await this.#change(root, whole, steps);
    return { value: preview(value), type: typeOf(value), variablesReference: 0 };
  }

  /** JSON, or an expression of the frame. */
  async #valueOf({ strand }: Root, text: string): Promise<Json> {
    const { value, problems } = readJson(text);
    if (value !== undefined && problems.length === 0) {
      return value;
    }
    const { data, cursor } = this.context.running();
    if (/^\s*(\$|\{%|States\.)/.test(text)) {
      const answer = await data.evaluate({ strand, state: cursor.execution.strands.get(strand)?.state }, text);
      if ('value' in answer) {
        return answer.value;
      }
      throw new Error(answer.problem);
    }
    throw new Error(`'${text}' is no JSON: ${problems[0]?.message ?? 'a value is expected'}. Texts stand in double quotes.`);
  }

  #strand(id: number): Strand {
    const strand = this.context.running().cursor.execution.strands.get(id);
    if (!strand || strand.phase === 'ended') {
      throw new Error('This part of the execution has ended.');
    }
    return strand;
  }

  #current({ strand: id, section }: Root): Json {
    const strand = this.#strand(id);
    switch (section) {
      case 'Input':
        return strand.input;
      case 'Result':
        return strand.result ?? null;
      case 'Variables':
        return strand.variables;
      case 'Error':
        return Object.assign(draft(), { Error: strand.failure?.error ?? '', Cause: strand.failure?.cause ?? '' });
      case 'Retry state':
        return [...strand.retries];
    }
  }

  async #change({ strand, section }: Root, value: Json, steps: readonly (string | number)[] = []): Promise<void> {
    const { loop, cursor } = this.context.running();
    const reason = cursor.stop?.reason ?? 'pause';
    const by = (change: object): Promise<void> => loop.change([{ type: 'change', strand, change }], reason);
    switch (section) {
      case 'Input':
        await by({ input: value });
        break;
      case 'Result':
        await by({ result: value });
        break;
      case 'Variables':
        if (!isObject(value)) {
          throw new Error('The variables are an object.');
        }
        await by({ variables: value });
        break;
      case 'Error': {
        const { Error: error, Cause: cause } = isObject(value) ? value : draft();
        if (typeof error !== 'string' || typeof cause !== 'string') {
          throw new Error('Error and Cause are texts.');
        }
        await this.fail(strand, error, cause);
        return;
      }
      case 'Retry state': {
        const index = steps[0];
        const counts = isArray(value) ? Array.from(value, (count) => count ?? 0) : [];
        if (
          typeof index !== 'number' ||
          counts.some((count) => typeof count !== 'number' || count < 0 || !Number.isInteger(count))
        ) {
          throw new Error('The retries of a Retrier are a whole number, 0 or more.');
        }
        await by({ retries: counts });
      }
    }
    this.context.refresh();
  }

  /** Before the event by which the strand's state failed. */
  #beforeFailure(id: number): Position {
    const { history, position } = this.context.running().cursor;
    const index = history.findLastIndex(
      ({ local }, at) => at < position.events && local.strand === id && local.handling !== undefined,
    );
    return { events: Math.max(0, index), inner: 0 };
  }

  #placeOf(expression: string, frame: Frame): { root: Root; steps: (string | number)[] } {
    const { strand } = frame;
    const jsonata = /^\$states\.(input|result)(.*)$/s.exec(expression.trim());
    const { path } = parsePath(jsonata ? `$${jsonata[2]!.replace(/\.`([^`]*)`/g, "['$1']")}` : expression.trim());
    const steps = path?.definite ? path.segments.flatMap(stepOf) : undefined;
    if (!path || !steps || path.root.kind === 'context' || frame.state === undefined) {
      throw new Error(`'${expression}' cannot be set: name a variable, or a field of the state's input or result.`);
    }
    if (path.root.kind === 'variable') {
      return { root: { strand, section: 'Variables' }, steps: [path.root.name, ...steps] };
    }
    return { root: { strand, section: jsonata?.[1] === 'result' ? 'Result' : 'Input' }, steps };
  }
}

function stepOf(segment: NonNullable<ReturnType<typeof parsePath>['path']>['segments'][number]): (string | number)[] {
  return segment.kind === 'names' ? [...segment.names] : segment.kind === 'indices' ? [...segment.indices] : [];
}

/** JSON text as a value. Throws with the reason when it is none. */
export function readValue(text: string): Json {
  const { value, problems } = readJson(text);
  if (value === undefined || problems.length > 0) {
    throw new Error(`'${text}' is no JSON: ${problems[0]?.message ?? 'a value is expected'}. Texts stand in double quotes.`);
  }
  return value;
}

/** `whole` with `value` at the end of the steps; everything else is shared. Undefined where a step leads nowhere. */
function replaced(whole: Json | undefined, steps: readonly (string | number)[], value: Json): Json | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) {
    return value;
  }
  if (isArray(whole) || (typeof step === 'number' && whole === undefined)) {
    const items = isArray(whole) ? [...whole] : [];
    const inner = typeof step === 'number' ? replaced(items[step], rest, value) : undefined;
    if (inner === undefined || typeof step !== 'number') {
      return undefined;
    }
    items[step] = inner;
    return items;
  }
  if (!isObject(whole) || typeof step !== 'string') {
    return undefined;
  }
  const inner = replaced(whole[step], rest, value);
  if (inner === undefined) {
    return undefined;
  }
  const made: JsonDraft = Object.assign(draft(), whole);
  made[step] = inner;
  return made;
}

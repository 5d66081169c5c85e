import { evaluatePath } from '../asl/evaluatePath';
import type { Path } from '../asl/jsonPath';
import { type QueryLanguage, nameOf } from '../asl/ast';
import type { Strand } from '../execution/execution';
import type { Program } from '../execution/program';
import { isoTime } from '../execution/timestamp';
import { contextOf } from '../execution/turn';
import { evaluateInTurns } from '../runner/evaluate';
import { type Json, type JsonDraft, type JsonObject, draft, object } from '../source/json';
import type { Debugger, Frame } from './debugger';
import { type Result, evaluateExpression, parseExpression } from './expression';
import type { Flow } from './fold';
import { fieldValues } from './fieldValues';

/** What can be looked at in a frame under one heading. */
export interface Section {
  readonly name: string;
  readonly hint: 'arguments' | 'locals' | 'registers' | undefined;
  /** A container shows its members, a scalar itself. */
  readonly value: Json;
  /** The expression that names the value in the frame; undefined when none does. */
  readonly path: string | undefined;
}

/** Answers an expression: the value with the expression that names it, or why there is none. */
export type Answer = { readonly value: Json; readonly path: string } | { readonly problem: string };

/** The data of the frames of one run, in the words of each state's own query language. */
export class FrameData {
  constructor(
    private readonly cursor: Debugger,
    private readonly program: () => Program,
  ) {}

  /** The headings of a frame, those first that a user looks at first. */
  sections(frame: Frame): Section[] {
    const { execution } = this.cursor;
    const strand = execution.strands.get(frame.strand);
    if (!strand) {
      return [];
    }
    const jsonata = this.#language(frame, strand) === 'JSONata';
    const context: Section = {
      name: 'Context object',
      hint: undefined,
      value: this.#context(strand),
      path: jsonata ? '$states.context' : '$$',
    };
    const variables: Section = { name: 'Variables', hint: 'locals', value: strand.variables, path: undefined };
    const input: Section = {
      name: 'Input',
      hint: 'arguments',
      value: this.#input(frame, strand),
      path: jsonata ? '$states.input' : '$',
    };
    if (frame.state === undefined) {
      return [input, variables, context];
    }
    const { now, before } = this.flowsOf(frame);
    const found: Section[] = [input];
    if (strand.result !== undefined) {
      found.push({ name: 'Result', hint: undefined, value: strand.result, path: jsonata ? '$states.result' : undefined });
    }
    if (strand.failure) {
      found.push({
        name: 'Error',
        hint: undefined,
        value: errorOutput(strand.failure),
        path: jsonata ? '$states.errorOutput' : undefined,
      });
    }
    const retry = this.#retryState(strand);
    if (retry) {
      found.push({ name: 'Retry state', hint: undefined, value: retry, path: undefined });
    }
    const flow = now && flowValues(now);
    if (flow) {
      found.push({ name: 'Data flow', hint: 'registers', value: flow, path: undefined });
    }
    found.push(variables);
    const earlier = before && flowValues(before);
    if (earlier) {
      found.push({ name: `Data flow of ${nameOf(before.state)}`, hint: 'registers', value: earlier, path: undefined });
    }
    return [...found, context];
  }

  /** What the frame's state and the one before made of their data, as far as the debugger has come. */
  flowsOf(frame: Frame): { readonly now: Flow | undefined; readonly before: Flow | undefined } {
    const { now, before } = this.cursor.flow(frame.strand);
    const { ahead, standing } = this.cursor;
    if (!ahead || !now || standing?.strand !== frame.strand) {
      return { now, before };
    }
    const passed = ahead.passed.map(({ moment }) => moment);
    return { now: { ...now, phases: { ...now.phases, ...fieldValues(ahead.event, passed) } }, before };
  }

  /** How often each Retrier has tried again, by what it takes. */
  #retryState({ state, retries, retryCount, failure }: Strand): JsonObject | undefined {
    const definition = this.program().states.get(state);
    if (!definition || !('retriers' in definition) || definition.retriers.length === 0) {
      return undefined;
    }
    const entries = definition.retriers.map(({ errorEquals, maxAttempts }, index): [string, Json] => [
      `Retry[${index}] ${errorEquals.join(', ')} (at most ${maxAttempts})`,
      retries[index] ?? 0,
    ]);
    const handling = failure?.handling;
    return object([
      ...entries,
      ['RetryCount', retryCount],
      ...(handling?.kind === 'retry' ? [['next attempt', isoTime(handling.due)] as [string, Json]] : []),
    ]);
  }

  /** Evaluates what a user types or points at: a path, or JSONata (in a JSONata state, or between `{%` and `%}`). */
  async evaluate(frame: Frame, text: string, isUnwanted?: () => boolean): Promise<Answer> {
    const strand = this.cursor.execution.strands.get(frame.strand);
    if (!strand) {
      return { problem: 'This part of the execution has ended.' };
    }
    const expression = text.trim().replace(/^"([^"]*)"$/s, '$1');
    const jsonata = /^\{%(.*)%\}$/s.exec(expression);
    if (jsonata || this.#language(frame, strand) === 'JSONata') {
      return this.#jsonata(frame, strand, jsonata ? jsonata[1]!.trim() : expression, isUnwanted);
    }
    return this.#expression(frame, strand, expression);
  }

  async #jsonata(frame: Frame, strand: Strand, expression: string, isUnwanted?: () => boolean): Promise<Answer> {
    const states: JsonDraft = draft();
    states['input'] = this.#input(frame, strand);
    states['context'] = this.#context(strand);
    if (strand.result !== undefined) {
      states['result'] = strand.result;
    }
    if (strand.failure) {
      states['errorOutput'] = errorOutput(strand.failure);
    }
    const request = {
      expression,
      bindings: Object.assign(draft(), strand.variables, { states }),
      now: this.cursor.time,
      // A look must not change what the run will draw.
      random: () => 0,
    };
    const answer = await evaluateInTurns(request, isUnwanted);
    if ('error' in answer) {
      return { problem: answer.error.replace(/^[.:] /, '') };
    }
    if ('unsupported' in answer || answer.value === undefined) {
      return { problem: `'${expression}' gives ${'unsupported' in answer ? 'something that is no data' : 'nothing'}.` };
    }
    return { value: answer.value, path: expression };
  }

  #expression(frame: Frame, strand: Strand, text: string): Answer {
    const parsed = parseExpression(text);
    if ('problem' in parsed) {
      return /^[$(!'"\d-]|^States\.|^(true|false|null)\b/.test(text)
        ? parsed
        : {
            problem: `'${text}' is no path: write $.field for the input, $$.Execution for the context object, or $name for a variable.`,
          };
    }
    const result = evaluateExpression(parsed.expression, (path) => this.#resolve(frame, strand, path));
    return 'problem' in result ? result : { value: result.value, path: text };
  }

  #resolve(frame: Frame, strand: Strand, path: Path): Result {
    let data: Json | undefined;
    switch (path.root.kind) {
      case 'input':
        data = this.#input(frame, strand);
        break;
      case 'context':
        data = this.#context(strand);
        break;
      case 'variable': {
        const { name } = path.root;
        data = strand.variables[name];
        if (data === undefined) {
          const known = Object.keys(strand.variables).map((variable) => `$${variable}`);
          return { problem: `There is no variable $${name} here${known.length > 0 ? `; there are ${known.join(', ')}` : ''}.` };
        }
        break;
      }
    }
    const found = evaluatePath(path, data);
    return 'missing' in found ? { problem: found.missing } : { value: found.value };
  }

  #input(frame: Frame, strand: Strand): Json {
    return frame.state === undefined ? this.cursor.execution.input : strand.input;
  }

  #context(strand: Strand): JsonObject {
    return contextOf(this.cursor.execution, strand, this.program().states.get(strand.state)!);
  }

  /** The language of the frame's state. */
  languageOf(frame: Frame): QueryLanguage {
    const strand = this.cursor.execution.strands.get(frame.strand);
    return strand ? this.#language(frame, strand) : this.program().queryLanguage;
  }

  #language(frame: Frame, strand: Strand): QueryLanguage {
    const state = frame.state === undefined ? undefined : this.program().states.get(strand.state);
    return state?.queryLanguage ?? this.program().queryLanguage;
  }
}

/** As a Catch hands it on. */
function errorOutput({ error, cause }: { readonly error: string | undefined; readonly cause: string | undefined }): JsonObject {
  return object([
    ['Error', error ?? null],
    ['Cause', cause ?? null],
  ]);
}

/** In the order in which a state works its data. */
const steps = [
  'afterInputPath',
  'afterParameters',
  'afterArguments',
  'result',
  'afterResultSelector',
  'afterResultPath',
  'afterOutput',
  'afterAssign',
] as const;

function flowValues({ phases, output }: Flow): JsonObject | undefined {
  const entries: [string, Json][] = [];
  for (const step of steps) {
    const value = (phases as Readonly<Record<string, Json | undefined>>)[step];
    if (value !== undefined) {
      entries.push([step, value]);
    }
  }
  if (output !== undefined) {
    entries.push(['output', output]);
  }
  return entries.length > 0 ? object(entries) : undefined;
}

import { checkJsonata } from '../../asl/jsonata';
import { jsonOf } from '../../execution/compileTemplate';
import { type Json, type JsonObject, draft, isArray, isNumber, isObject, readJson, toNumber } from '../../source/json';
import type { FieldValidationMode } from '../../integrations/mockResult';
import { readValidationMode } from './mockValidation';
import { parseYaml } from '../../source/parseYaml';
import { place } from './functions';
import type { TaskAnswer } from './binding';

/**
 * Mocks in the format of AWS Step Functions Local's MockConfigFile.json.
 * https://docs.aws.amazon.com/step-functions/latest/dg/sfn-local-mock-cfg-file.html
 * Extended, see docs/tasks.md: "Output", "Submitted", "DelaySeconds", and "FieldValidationMode" beside "Return" or for all of the file at its top.
 */
export interface MockConfig {
  /** Test cases by state machine: which response answers which state. */
  readonly stateMachines: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, string>>>;
  /** Responses by name; an attempt finds its answer by its number. */
  readonly responses: ReadonlyMap<string, readonly MockedAnswer[]>;
}

/** `"0"` or `"1-3"`: the invocations (counted from 0) that it answers. */
export interface MockedAnswer extends Mock {
  readonly first: number;
  readonly last: number;
  /** How strictly a result is held against the model of the service. */
  readonly mode: FieldValidationMode;
}

interface Mock {
  readonly answer: TaskAnswer;
  /** The answer's output holds `{% expressions %}` that are still to be evaluated. */
  readonly isTemplate: boolean;
  /** Of a job or a callback: what the call that begins it answers. */
  readonly submitted: Json | undefined;
}

/** Reads the text of a MockConfigFile.json, in JSON or YAML. Problems name the place by its keys. */
export function readMocks(text: string): { readonly config: MockConfig | undefined; readonly problems: readonly string[] } {
  const { value, problems }: ReturnType<typeof readYaml> = /^\s*(?:[{[]|$)/.test(text) ? readJson(text) : readYaml(text);
  if (problems.length > 0) {
    return { config: undefined, problems: problems.map((p) => `${place(text, p.start)}: ${p.message}`) };
  }
  const reader = new MocksReader();
  const config = reader.config(value!);
  return reader.problems.length > 0 ? { config: undefined, problems: reader.problems } : { config, problems: [] };
}

function readYaml(text: string): {
  readonly value: Json | undefined;
  readonly problems: readonly { readonly message: string; readonly start: number }[];
} {
  const { root, problems } = parseYaml(text);
  const value = jsonOf(root);
  return { value, problems: root === undefined ? [{ message: 'It is empty.', start: 0 }] : problems };
}

/** What an answer may hold; AWS Step Functions Local knows `Return` and `Throw` only. */
const keys = ['Return', 'Output', 'Throw', 'Submitted', 'DelaySeconds', 'FieldValidationMode'];

class MocksReader {
  readonly problems: string[] = [];
  /** Of answers that say none. */
  #mode: FieldValidationMode = 'NONE';

  config(value: Json): MockConfig {
    const root = this.object(value, 'The file');
    this.#mode = this.validationMode(root, 'The file');
    const responses = new Map(
      Object.entries(this.object(root['MockedResponses'] ?? draft(), 'MockedResponses')).map(([name, response]) => [
        name,
        this.response(response, name),
      ]),
    );
    if (root['StateMachines'] === undefined) {
      this.problems.push('The file has no "StateMachines".');
    }
    const stateMachines = new Map(
      Object.entries(this.object(root['StateMachines'] ?? draft(), 'StateMachines')).map(([machine, entry]) => {
        const at = `StateMachines.${machine}`;
        const cases = this.object(this.object(entry, at)['TestCases'] ?? draft(), `${at}.TestCases`);
        return [
          machine,
          new Map(
            Object.entries(cases).map(([name, states]) => [name, this.testCase(states, `${at}.TestCases.${name}`, responses)]),
          ),
        ] as const;
      }),
    );
    return { stateMachines, responses };
  }

  private testCase(value: Json, at: string, responses: ReadonlyMap<string, unknown>): Map<string, string> {
    const states = new Map<string, string>();
    for (const [state, response] of Object.entries(this.object(value, at))) {
      if (typeof response !== 'string') {
        this.problems.push(`${at}.${state} must be the name of a response in MockedResponses.`);
      } else if (!responses.has(response)) {
        this.problems.push(
          `${at}.${state} names the response '${response}', which is not in MockedResponses${listed([...responses.keys()])}.`,
        );
      } else {
        states.set(state, response);
      }
    }
    return states;
  }

  private response(value: Json, name: string): MockedAnswer[] {
    const at = `MockedResponses.${name}`;
    return Object.entries(this.object(value, at)).flatMap(([key, entry]) => {
      const range = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(key);
      const answer = this.answer(entry, `${at}.${key}`);
      const mode = isObject(entry) ? this.validationMode(entry, `${at}.${key}`) : this.#mode;
      if (!range || Number(range[2] ?? range[1]) < Number(range[1])) {
        this.problems.push(`${at} has the key '${key}'; allowed are invocation numbers such as "0" and ranges such as "1-3".`);
        return [];
      }
      return answer ? [{ first: Number(range[1]), last: Number(range[2] ?? range[1]), mode, ...answer }] : [];
    });
  }

  private answer(value: Json, at: string): Mock | undefined {
    const entry = this.object(value, at);
    const unknown = Object.keys(entry).filter((key) => !keys.includes(key));
    if (unknown.length > 0) {
      this.problems.push(`${at} has the unknown key '${unknown[0]}'; known are ${keys.join(', ')}.`);
    }
    const { Return: literal, Output: template, Throw: thrown, Submitted: submitted, DelaySeconds: seconds } = entry;
    if ([literal, template, thrown].filter((each) => each !== undefined).length !== 1) {
      this.problems.push(`${at} needs either "Return", "Output" or "Throw".`);
      return undefined;
    }
    if (seconds !== undefined && !(isNumber(seconds) && toNumber(seconds) >= 0 && toNumber(seconds) <= maxDelay)) {
      this.problems.push(`${at}.DelaySeconds must be a number of seconds from 0 to ${maxDelay}.`);
    }
    const delay = isNumber(seconds) ? { delay: Math.round(toNumber(seconds) * 1000) } : {};
    const answer = thrown === undefined ? ({ kind: 'success', output: literal ?? template! } as const) : this.thrown(thrown, at);
    if (template !== undefined) {
      this.expressions(template, `${at}.Output`);
    }
    return answer && { answer: { ...answer, ...delay }, isTemplate: template !== undefined, submitted };
  }

  private thrown(value: Json, at: string): TaskAnswer | undefined {
    const { Error: error, Cause: cause } = this.object(value, `${at}.Throw`);
    if (typeof error !== 'string' || (cause !== undefined && typeof cause !== 'string')) {
      this.problems.push(`${at}.Throw needs the text "Error", and "Cause" as a text.`);
      return undefined;
    }
    return { kind: 'failure', error, ...(cause === undefined ? {} : { cause }) };
  }

  /** Says what is wrong with the expressions of a template. */
  private expressions(value: Json, at: string): void {
    const expression = expressionIn(value);
    if (expression !== undefined) {
      this.problems.push(...checkJsonata(expression).map(({ message }) => `${at}: ${message}`));
    } else if (isArray(value)) {
      value.forEach((item, index) => this.expressions(item, `${at}.${index}`));
    } else if (isObject(value)) {
      Object.entries(value).forEach(([key, member]) => this.expressions(member, `${at}.${key}`));
    }
  }

  private validationMode(holder: JsonObject, at: string): FieldValidationMode {
    const { mode, problem } = readValidationMode(holder['FieldValidationMode'], at);
    if (problem !== undefined) {
      this.problems.push(problem);
    }
    return mode ?? this.#mode;
  }

  private object(value: Json, at: string): JsonObject {
    if (isObject(value)) {
      return value;
    }
    this.problems.push(`${at} must be an object.`);
    return draft();
  }
}

/** Seconds that a task takes at most: an execution may last a year. */
const maxDelay = 31_536_000;

/** The JSONata between `{%` and `%}`, of a text that is nothing else. */
export function expressionIn(value: Json): string | undefined {
  return typeof value === 'string' ? /^\{%([\s\S]*)%\}$/.exec(value)?.[1] : undefined;
}

/** `; there are: A, B`. */
export function listed(names: readonly string[]): string {
  return names.length === 0 ? ' (it is empty)' : `; there are: ${names.join(', ')}`;
}

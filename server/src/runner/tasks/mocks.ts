import { resourceOf } from '../../execution/resource';
import type { FieldValidationMode } from '../../integrations/mockResult';
import { type Json, type JsonObject, draft, isObject, readJson } from '../../source/json';
import { place } from './functions';
import type { TaskAnswer, TaskBinding, TaskRequest } from './binding';
import { readValidationMode, validated } from './mockValidation';

/**
 * Mocks in the format of AWS Step Functions Local's MockConfigFile.json.
 * https://docs.aws.amazon.com/step-functions/latest/dg/sfn-local-mock-cfg-file.html
 * Extended: "FieldValidationMode" beside "Return", or for all of the file at its top.
 */
export interface MockConfig {
  /** Test cases by state machine: which response answers which state. */
  readonly stateMachines: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, string>>>;
  /** Responses by name; an attempt finds its answer by its number. */
  readonly responses: ReadonlyMap<string, readonly MockedAnswer[]>;
}

/** `"0"` or `"1-3"`: the invocations (counted from 0) that it answers. */
export interface MockedAnswer {
  readonly first: number;
  readonly last: number;
  readonly answer: TaskAnswer;
  /** How strictly a result is held against the model of the service. */
  readonly mode: FieldValidationMode;
}

/** Reads the text of a MockConfigFile.json. Problems name the place by its keys. */
export function readMocks(text: string): { readonly config: MockConfig | undefined; readonly problems: readonly string[] } {
  const { value, problems } = readJson(text);
  if (problems.length > 0) {
    return { config: undefined, problems: problems.map((p) => `${place(text, p.start)}: ${p.message}`) };
  }
  const reader = new MocksReader();
  const config = reader.config(value!);
  return reader.problems.length > 0 ? { config: undefined, problems: reader.problems } : { config, problems: [] };
}

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
      return answer ? [{ first: Number(range[1]), last: Number(range[2] ?? range[1]), answer, mode }] : [];
    });
  }

  private answer(value: Json, at: string): TaskAnswer | undefined {
    const entry = this.object(value, at);
    const thrown = entry['Throw'];
    if (entry['Return'] !== undefined && thrown === undefined) {
      return { kind: 'success', output: entry['Return'] };
    }
    if (thrown === undefined || entry['Return'] !== undefined) {
      this.problems.push(`${at} needs either "Return" or "Throw".`);
      return undefined;
    }
    const { Error: error, Cause: cause } = this.object(thrown, `${at}.Throw`);
    if (typeof error !== 'string' || (cause !== undefined && typeof cause !== 'string')) {
      this.problems.push(`${at}.Throw needs the text "Error", and "Cause" as a text.`);
      return undefined;
    }
    return { kind: 'failure', error, ...(cause === undefined ? {} : { cause }) };
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

function listed(names: readonly string[]): string {
  return names.length === 0 ? ' (it is empty)' : `; there are: ${names.join(', ')}`;
}

/** What chooses a test case: the state machine by name (or the only one), the states that its mocks may name. */
export interface MockSelection {
  readonly machineName: string;
  readonly testCase: string;
  readonly stateNames: ReadonlySet<string>;
}

/** The tasks of one test case, or why there are none: what exists is listed. */
export function selectMocks(
  config: MockConfig,
  selection: MockSelection,
): { readonly tasks: MockTasks | undefined; readonly problems: readonly string[] } {
  const { stateMachines, responses } = config;
  const machines = [...stateMachines.keys()];
  const machine =
    stateMachines.get(selection.machineName) ?? (machines.length === 1 ? stateMachines.get(machines[0]!) : undefined);
  if (!machine) {
    return {
      tasks: undefined,
      problems: [`There are no mocks for the state machine '${selection.machineName}'${listed(machines)}.`],
    };
  }
  const states = machine.get(selection.testCase);
  if (!states) {
    return { tasks: undefined, problems: [`There is no test case '${selection.testCase}'${listed([...machine.keys()])}.`] };
  }
  const unknown = [...states.keys()].filter((name) => !selection.stateNames.has(name));
  if (unknown.length > 0) {
    const existing = listed([...selection.stateNames]);
    return {
      tasks: undefined,
      problems: unknown.map(
        (name) =>
          `The test case '${selection.testCase}' mocks the state '${name}', which the state machine does not have${existing}.`,
      ),
    };
  }
  return { tasks: new MockTasks(states, responses), problems: [] };
}

/** Names of the test cases for a state machine: of its own entry, or of the only one there is. */
export function testCases(config: MockConfig, machineName: string): string[] {
  const { stateMachines } = config;
  const machine = stateMachines.get(machineName) ?? (stateMachines.size === 1 ? [...stateMachines.values()][0] : undefined);
  return machine ? [...machine.keys()] : [];
}

/** Answers the tasks of the mocked states; each state counts its invocations over the whole execution. */
export class MockTasks implements TaskBinding {
  readonly #invocations = new Map<string, number>();

  constructor(
    private readonly states: ReadonlyMap<string, string>,
    private readonly responses: ReadonlyMap<string, readonly MockedAnswer[]>,
  ) {}

  perform({ stateName, resource, invocation: counted }: TaskRequest): TaskAnswer | undefined {
    const response = this.states.get(stateName);
    if (response === undefined) {
      return undefined;
    }
    const invocation = counted ?? this.#invocations.get(stateName) ?? 0;
    this.#invocations.set(stateName, invocation + 1);
    const answers = this.responses.get(response)!;
    const found = answers.find(({ first, last }) => first <= invocation && invocation <= last);
    if (found) {
      const answer = isInvocation(found.answer, resource)
        ? { ...found.answer, output: found.answer.output['Payload']! }
        : found.answer;
      return validated(answer, found.mode, { resource, stateName, response });
    }
    const known = answers.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(', ');
    return {
      kind: 'failure',
      error: 'Stepwise.MockExhausted',
      cause: `The response '${response}' of the mocked state '${stateName}' has no answer for invocation ${invocation}; it has ${known || 'none'}.`,
      local: true,
    };
  }
}

/** Whether a function that is the Resource itself is mocked with what lambda:invoke answers: the state gets the payload only. */
function isInvocation(
  answer: TaskAnswer,
  resource: string,
): answer is Extract<TaskAnswer, { kind: 'success' }> & { readonly output: JsonObject } {
  return (
    resourceOf(resource).kind === 'lambda' &&
    answer.kind === 'success' &&
    isObject(answer.output) &&
    'StatusCode' in answer.output &&
    'Payload' in answer.output
  );
}

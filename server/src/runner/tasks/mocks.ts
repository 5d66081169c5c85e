import { resourceOf } from '../../execution/resource';
import { type Json, type JsonObject, isArray, isObject, object } from '../../source/json';
import type { EvaluateExpression, TaskAnswer, TaskBinding, TaskProgress, TaskRequest } from './binding';
import { validated } from './mockValidation';
import { type MockConfig, type MockedAnswer, expressionIn, listed } from './mockFile';

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
  /** Answers whose expressions have been evaluated, by the request that they are for. */
  readonly #evaluated = new WeakMap<TaskRequest, TaskAnswer>();

  constructor(
    private readonly states: ReadonlyMap<string, string>,
    private readonly responses: ReadonlyMap<string, readonly MockedAnswer[]>,
  ) {}

  prepare(request: TaskRequest, evaluate: EvaluateExpression): Promise<void> | undefined {
    const { stateName, invocation = this.#invocations.get(stateName) ?? 0 } = request;
    const { response, found } = this.#find(stateName, invocation);
    return found?.isTemplate ? this.#evaluate(response!, found, request, evaluate) : undefined;
  }

  async #evaluate(response: string, { answer }: MockedAnswer, request: TaskRequest, evaluate: EvaluateExpression): Promise<void> {
    if (answer.kind !== 'success') {
      return;
    }
    try {
      this.#evaluated.set(request, { ...answer, output: await filled(answer.output, bindingsOf(request), evaluate) });
    } catch (problem) {
      this.#evaluated.set(request, {
        kind: 'failure',
        error: 'Stepwise.MockFailed',
        cause: `The response '${response}' of the mocked state '${request.stateName}' cannot be made: ${(problem as Error).message}`,
        local: true,
      });
    }
  }

  #find(stateName: string, invocation: number): { readonly response?: string; readonly found?: MockedAnswer } {
    const response = this.states.get(stateName);
    if (response === undefined) {
      return {};
    }
    const found = this.responses.get(response)!.find(({ first, last }) => first <= invocation && invocation <= last);
    return found ? { response, found } : { response };
  }

  perform(request: TaskRequest, _signal: AbortSignal, progress: TaskProgress): TaskAnswer | undefined {
    const { stateName, resource, invocation = this.#invocations.get(stateName) ?? 0 } = request;
    const { response, found } = this.#find(stateName, invocation);
    if (response === undefined) {
      return undefined;
    }
    this.#invocations.set(stateName, invocation + 1);
    if (found) {
      if (found.submitted !== undefined && isSubmitted(resource)) {
        progress.submitted(found.submitted);
      }
      const answer = this.#evaluated.get(request) ?? found.answer;
      const shaped = isInvocation(answer, resource) ? { ...answer, output: answer.output['Payload']! } : answer;
      return validated(shaped, found.mode, { resource, stateName, response });
    }
    const known = this.responses.get(response)!.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`));
    return {
      kind: 'failure',
      error: 'Stepwise.MockExhausted',
      cause: `The response '${response}' of the mocked state '${stateName}' has no answer for invocation ${invocation}; it has ${known.join(', ') || 'none'}.`,
      local: true,
    };
  }
}

/** What expressions of a mock see as `$states`: the task's input, and of the context object what tells one invocation from another. */
function bindingsOf({ parameters, executionArn, stateName, attempt, invocation = 0, taskToken }: TaskRequest): JsonObject {
  const context: [string, Json][] = [
    ['Execution', object([['Id', executionArn]])],
    [
      'State',
      object([
        ['Name', stateName],
        ['RetryCount', attempt],
        ['Invocation', invocation],
      ]),
    ],
  ];
  if (taskToken !== undefined) {
    context.push(['Task', object([['Token', taskToken]])]);
  }
  return object([
    [
      'states',
      object([
        ['input', parameters],
        ['context', object(context)],
      ]),
    ],
  ]);
}

/** The template with its expressions replaced by their values. Rejects, with what is wrong, when one has none. */
async function filled(template: Json, bindings: JsonObject, evaluate: EvaluateExpression): Promise<Json> {
  const expression = expressionIn(template);
  if (expression !== undefined) {
    const answer = await evaluate(expression, bindings);
    const value = 'value' in answer ? answer.value : undefined;
    if (value === undefined) {
      const why =
        'error' in answer ? answer.error : 'unsupported' in answer ? 'its value is no data' : 'it gives nothing (undefined)';
      throw new Error(`'${expression.trim()}': ${why}.`);
    }
    return value;
  }
  if (isArray(template)) {
    const items: Json[] = [];
    for (const item of template) {
      items.push(await filled(item, bindings, evaluate));
    }
    return items;
  }
  if (isObject(template)) {
    const entries: [string, Json][] = [];
    for (const [key, value] of Object.entries(template)) {
      entries.push([key, await filled(value, bindings, evaluate)]);
    }
    return object(entries);
  }
  return template;
}

/** Whether a task of this Resource tells that it is under way before it answers. */
function isSubmitted(resource: string): boolean {
  const parsed = resourceOf(resource);
  return parsed.kind === 'service' && parsed.pattern !== 'request';
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

import assert from 'node:assert/strict';
import type { Analysis } from '../../server/src/analysis/analysis';
import { compile } from '../../server/src/execution/compile';
import { lower } from '../../server/src/asl/lower';
import { VirtualClock } from '../../server/src/runner/clock';
import { Runner } from '../../server/src/runner/runner';
import type { TaskBinding } from '../../server/src/runner/tasks/binding';
import { type Json, isArray, isNumber, isObject, object, toNumber, writeJson } from '../../server/src/source/json';

/** How an execution ended: what of it has to be the same whatever the query language is. */
export interface Ending {
  readonly status: string;
  /** Numbers as JSONata has them: doubles. Keys sorted. */
  readonly output: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly seconds: number;
  /** What was asked of tasks, in any order. */
  readonly calls: readonly string[];
}

const start = Date.UTC(2026, 0, 31);

/** Answers each task with what it is given; a task whose parameters hold `"fail": "Name"` fails with that error. */
function echo(parameters: Json, resource: string): ReturnType<TaskBinding['perform']> {
  const fail = /"fail":"([\w.]+)"/.exec(writeJson(parameters))?.[1];
  return fail === undefined
    ? {
        kind: 'success',
        output: object([
          ['asked', parameters],
          ['Payload', parameters],
          ['list', [1, [2], 'x']],
        ]),
      }
    : { kind: 'failure', error: fail, cause: `cause of ${resource}` };
}

/** Runs a definition with tasks that answer with what they are given. */
export async function ending(analysis: Analysis, input: Json): Promise<Ending> {
  const { program, problems } = compile(lower(analysis.root)!);
  assert.deepEqual(
    problems.map(({ message }) => message),
    [],
    analysis.text,
  );
  const calls: string[] = [];
  const task: TaskBinding = {
    perform: ({ resource, parameters }) => {
      calls.push(`${resource} ${canonical(parameters)}`);
      return echo(parameters, resource);
    },
  };
  const clock = new VirtualClock(start);
  const runner = new Runner({ program: program!, input, clock, seed: 1, name: 'x', tasks: [task] });
  await runner.run(AbortSignal.timeout(10_000));
  await runner.stop();
  const { status = 'RUNNING', output, error, cause } = runner.outcome ?? {};
  return {
    status,
    output: output === undefined ? undefined : canonical(output),
    error,
    cause,
    seconds: (clock.now() - start) / 1000,
    calls: calls.sort(),
  };
}

/** Errors of the evaluation of a field: JSONPath and JSONata have different names and words for them. */
const evaluation = /^States\.(?:Runtime|QueryEvaluationError|IntrinsicFailure|ReferencePathConflict|ParameterPathFailure)$/;

/** Whether both ended the same; that an evaluation failed counts, not in which words. */
export function assertSameEnding(actual: Ending, expected: Ending, about: string): void {
  if (isPastTheEnd(actual, expected)) {
    return;
  }
  const both = evaluation.test(actual.error ?? '') && evaluation.test(expected.error ?? '');
  const shown = (ending: Ending) => (both ? { status: ending.status, calls: ending.calls } : ending);
  assert.deepEqual(shown(actual), shown(expected), about);
}

/** An index past the end of a list is null in a template of JSONPath and nothing in JSONata: docs/converting.md tells of it. */
function isPastTheEnd({ cause = '' }: Ending, { status, output = '' }: Ending): boolean {
  return status === 'SUCCEEDED' && output.includes('null') && /\[-?\d+\].* returned nothing \(undefined\)/s.test(cause);
}

function canonical(value: Json): string {
  if (isNumber(value)) {
    return String(toNumber(value));
  }
  if (isArray(value)) {
    return `[${value.map(canonical).join(',')}]`;
  }
  if (isObject(value)) {
    return `{${Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key]!)}`)
      .join(',')}}`;
  }
  return writeJson(value);
}

import fc from 'fast-check';
import type { TaskBinding } from '../../server/src/runner/tasks/binding';
import { writeJson } from '../../server/src/source/json';

/** Any state machine, small, that always comes to an end. */

export type Definition = Record<string, unknown>;

const paths = fc.constantFrom('$', '$.a', '$.a.b', '$.list', '$.list[0]', '$.none', '$$.Execution.Name', '$.list[*]');
const dataPaths = fc.record(
  { InputPath: fc.oneof(paths, fc.constant(null)), OutputPath: fc.oneof(paths, fc.constant(null)) },
  { requiredKeys: [] },
);
const resultPath = fc.record({ ResultPath: fc.constantFrom('$', '$.r', '$.a.r', '$.list.r', null) }, { requiredKeys: [] });
const parameters = fc.record(
  {
    Parameters: fc.constantFrom(
      { 'x.$': '$.list' },
      { 'x.$': '$.none' },
      { 'x.$': "States.Format('{}', $.a)" },
      { list: [1, 2], a: 1 },
    ),
  },
  { requiredKeys: [] },
);
const errors = fc.constantFrom('States.ALL', 'Odd', 'States.TaskFailed', 'States.Timeout');

/** States A, B, C …, each leading to a later one: whatever happens, they come to an end. */
export function scope(depth: number): fc.Arbitrary<Definition> {
  return fc.array(stateBody(depth), { minLength: 1, maxLength: 4 }).map((bodies) => {
    const name = (i: number): string => String.fromCharCode(65 + Math.min(i, bodies.length - 1));
    const States = Object.fromEntries(
      bodies.map(({ choices, caught, ...body }, i) => {
        const last = i === bodies.length - 1;
        const state: Definition = { ...body };
        if (state['Type'] === 'Choice') {
          state['Choices'] = last ? [] : (choices as Definition[]).map((c, k) => ({ ...c, Next: name(i + 1 + k) }));
          return [
            name(i),
            last ? { Type: 'Succeed' } : { ...state, ...(body['default'] ? { Default: name(i + 1) } : {}), default: undefined },
          ];
        }
        if (caught !== undefined && !last) {
          state['Catch'] = [{ ErrorEquals: [caught], ResultPath: '$.error', Next: name(i + 1) }];
        }
        if (state['Type'] !== 'Succeed' && state['Type'] !== 'Fail') {
          Object.assign(state, last ? { End: true } : { Next: name(i + 1) });
        }
        return [name(i), state];
      }),
    );
    return { StartAt: 'A', States };
  });
}

function stateBody(depth: number): fc.Arbitrary<Definition> {
  const retry = fc.record(
    { Retry: errors.map((e) => [{ ErrorEquals: [e], MaxAttempts: 2, IntervalSeconds: 3, JitterStrategy: 'FULL' }]) },
    { requiredKeys: [] },
  );
  const caught = fc.record({ caught: errors }, { requiredKeys: [] });
  const merged = (...parts: fc.Arbitrary<Definition>[]): fc.Arbitrary<Definition> =>
    fc.tuple(...parts).map((all) => Object.assign({}, ...all) as Definition);
  const of = (Type: string, more: Definition = {}): fc.Arbitrary<Definition> => fc.constant({ Type, ...more });
  const rule = fc.record({
    Variable: fc.constantFrom('$.a', '$.none', '$'),
    test: fc.constantFrom({ IsPresent: true }, { NumericGreaterThan: 0 }, { StringEquals: 'x' }),
  });
  const simple = [
    merged(of('Pass'), dataPaths, parameters, resultPath),
    merged(of('Wait'), fc.constantFrom({ Seconds: 1 }, { Seconds: 0 }, { SecondsPath: '$.a' }), dataPaths),
    merged(
      of('Task', { Resource: 'arn:aws:states:::sqs:sendMessage', TimeoutSeconds: 5 }),
      dataPaths,
      parameters,
      resultPath,
      retry,
      caught,
    ),
    of('Succeed'),
    of('Fail', { Error: 'Odd' }),
    fc.tuple(fc.array(rule, { minLength: 1, maxLength: 2 }), fc.boolean()).map(([rules, fallback]) => ({
      Type: 'Choice',
      choices: rules.map(({ Variable, test }) => ({ Variable, ...test })),
      default: fallback,
    })),
  ];
  if (depth === 0) {
    return fc.oneof(...simple);
  }
  const parallel = fc.array(scope(depth - 1), { minLength: 1, maxLength: 3 }).map((Branches) => ({ Type: 'Parallel', Branches }));
  const map = fc
    .tuple(scope(depth - 1), fc.constantFrom('$.list', '$.a'), fc.constantFrom(0, 1, 2))
    .map(([ItemProcessor, ItemsPath, MaxConcurrency]) => ({ Type: 'Map', ItemsPath, MaxConcurrency, ItemProcessor }));
  return fc.oneof(...simple, merged(parallel, resultPath, retry, caught), merged(map, resultPath, retry, caught));
}

/** Answers, fails or takes too long, always the same for the same request. */
export const tasks: TaskBinding = {
  perform({ state, attempt, parameters: given }) {
    const luck = (state.length * 7 + attempt * 3 + writeJson(given).length) % 5;
    return luck === 0
      ? { kind: 'failure', error: 'Odd', cause: 'luck' }
      : { kind: 'success', output: given, delay: luck === 1 ? 60_000 : luck * 100 };
  },
};

/** Inputs that fit some of them. */
export const inputs = fc.constantFrom('{}', '{"a":1,"list":[1,2,3]}', '{"a":{"b":2.0},"list":[]}', '[1]', '"x"', 'null');

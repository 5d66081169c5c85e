import fc from 'fast-check';
import type { TaskBinding } from '../../server/src/runner/tasks/binding';
import { writeJson } from '../../server/src/source/json';
import { type Body, type Dialect, jsonataBody } from './anyJsonata';

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

/** Machines in JSONPath, in JSONata and in both; with `luck`, such as draw numbers too. */
export function machines(depth: number, luck: boolean): fc.Arbitrary<Definition> {
  return fc
    .constantFrom<Dialect['language'][]>('JSONPath', 'JSONata', 'mixed')
    .chain((language) =>
      scope(depth, { language, luck, assigns: true }).map((made) =>
        language === 'JSONata' ? { QueryLanguage: 'JSONata', ...made } : made,
      ),
    );
}

const plain: Dialect = { language: 'JSONPath', luck: true, assigns: false };

/** States A, B, C …, each leading to a later one: whatever happens, they come to an end. */
export function scope(depth: number, dialect = plain): fc.Arbitrary<Definition> {
  return fc.array(stateBody(depth, dialect), { minLength: 1, maxLength: 4 }).map((bodies) => {
    const name = (i: number): string => String.fromCharCode(65 + Math.min(i, bodies.length - 1));
    const States = Object.fromEntries(
      bodies.map(({ choices, catcher, ...body }, i) => {
        const last = i === bodies.length - 1;
        const state: Definition = { ...body };
        if (state['Type'] === 'Choice') {
          state['Choices'] = last ? [] : (choices as Definition[]).map((c, k) => ({ ...c, Next: name(i + 1 + k) }));
          return [
            name(i),
            last ? { Type: 'Succeed' } : { ...state, ...(body['default'] ? { Default: name(i + 1) } : {}), default: undefined },
          ];
        }
        if (catcher !== undefined && !last) {
          state['Catch'] = [{ ...(catcher as Definition), Next: name(i + 1) }];
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

function stateBody(depth: number, dialect: Dialect): fc.Arbitrary<Body> {
  const inner = (): fc.Arbitrary<Definition> => scope(depth - 1, dialect);
  switch (dialect.language) {
    case 'JSONPath':
      return pathBody(depth, dialect, inner);
    case 'JSONata':
      return jsonataBody(depth, dialect, inner);
    case 'mixed':
      return fc.oneof(
        pathBody(depth, dialect, inner),
        jsonataBody(depth, dialect, inner).map((body) => ({ ...body, QueryLanguage: 'JSONata' })),
      );
  }
}

function pathBody(depth: number, { luck, assigns }: Dialect, inner: () => fc.Arbitrary<Definition>): fc.Arbitrary<Body> {
  const retry = fc.record(
    {
      Retry: errors.map((e) => [
        { ErrorEquals: [e], MaxAttempts: 2, IntervalSeconds: 3, ...(luck ? { JitterStrategy: 'FULL' } : {}) },
      ]),
    },
    { requiredKeys: [] },
  );
  const assign = fc.record(
    { Assign: fc.constantFrom({ v: 1 }, { 'v.$': '$.a' }, { 'v.$': '$' }, { 'w.$': '$v' }) },
    { requiredKeys: [] },
  );
  const assigned = assigns ? [assign] : [];
  const caught = fc.record(
    {
      catcher: merged(
        errors.map((e) => ({ ErrorEquals: [e], ResultPath: '$.error' })),
        ...assigned,
      ),
    },
    { requiredKeys: [] },
  );
  const of = (Type: string, more: Definition = {}): fc.Arbitrary<Definition> => fc.constant({ Type, ...more });
  const rule = fc.record({
    Variable: fc.constantFrom('$.a', '$.none', '$'),
    test: fc.constantFrom({ IsPresent: true }, { NumericGreaterThan: 0 }, { StringEquals: 'x' }),
  });
  const simple = [
    merged(of('Pass'), dataPaths, parameters, resultPath, ...assigned),
    merged(of('Wait'), fc.constantFrom({ Seconds: 1 }, { Seconds: 0 }, { SecondsPath: '$.a' }), dataPaths, ...assigned),
    merged(
      of('Task', { Resource: 'arn:aws:states:::sqs:sendMessage', TimeoutSeconds: 5 }),
      dataPaths,
      parameters,
      resultPath,
      retry,
      caught,
      ...assigned,
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
  const parallel = fc.array(inner(), { minLength: 1, maxLength: 3 }).map((Branches) => ({ Type: 'Parallel', Branches }));
  const map = fc
    .tuple(inner(), fc.constantFrom('$.list', '$.a'), fc.constantFrom(0, 1, 2))
    .map(([ItemProcessor, ItemsPath, MaxConcurrency]) => ({ Type: 'Map', ItemsPath, MaxConcurrency, ItemProcessor }));
  return fc.oneof(
    ...simple,
    merged(parallel, resultPath, retry, caught, ...assigned),
    merged(map, resultPath, retry, caught, ...assigned),
  );
}

/** All members of all parts. */
export function merged(...parts: fc.Arbitrary<Definition>[]): fc.Arbitrary<Definition> {
  return fc.tuple(...parts).map((all) => Object.assign({}, ...all) as Definition);
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

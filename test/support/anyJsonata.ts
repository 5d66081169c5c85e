import fc from 'fast-check';
import { merged } from './anyMachine';

/** What states of a machine may be like. */
export interface Dialect {
  readonly language: 'JSONPath' | 'JSONata' | 'mixed';
  /** Whether randomness has a part in it. */
  readonly luck: boolean;
  readonly assigns: boolean;
}

/** A state without what leads on from it; `choices`, `default` and `catcher` are what is still to be wired. */
export type Body = Record<string, unknown>;

const errors = fc.constantFrom('States.ALL', 'Odd', 'States.QueryEvaluationError', 'States.TaskFailed', 'States.Timeout');

const values = [
  '{% $states.input %}',
  '{% $states.input.a %}',
  '{% $states.input.list %}',
  '{% $states.input.none %}',
  '{% $states.input.list[0] %}',
  '{% [$states.input.list, $v] %}',
  '{% $v %}',
  '{% $states.context.Execution.Name %}',
  '{% $states.context.State %}',
  '{% $sum($states.input.list) %}',
  '{% $map([1..3], function($x) { $x * 1.5 }) %}',
  "{% $error('no') %}",
  '{% function($x) { $x } %}',
  { a: 1, list: [1, '{% 1 + 1 %}', 2], kept: '{% $states.input %}' },
  { a: { b: '{% $states.input.a %}' }, list: '{% [1..3] %}' },
  'text',
  7,
  null,
];
const lucky = ['{% $random() %}', '{% $uuid() %}', { list: '{% $shuffle([1..4]) %}' }];

/** A state of any type in JSONata. */
export function jsonataBody(depth: number, { luck }: Dialect, inner: () => fc.Arbitrary<Body>): fc.Arbitrary<Body> {
  const value = fc.constantFrom<unknown[]>(...values, ...(luck ? lucky : []));
  const optional = (parts: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Body> => fc.record(parts, { requiredKeys: [] });
  const of = (Type: string, more: Body = {}): fc.Arbitrary<Body> => fc.constant({ Type, ...more });
  const made = fc.oneof(value, fc.constantFrom('{% $states.result %}', { a: '{% $states.result %}', list: [1, 2] }));
  const assign = fc.oneof(
    value.map((v) => ({ v })),
    value.map((v) => ({ v, w: '{% $v %}' })),
  );
  const through = optional({ Output: value, Assign: assign });
  const out = optional({ Output: made, Assign: assign });
  const retry = optional({
    Retry: errors.map((e) => [
      { ErrorEquals: [e], MaxAttempts: 2, IntervalSeconds: 3, ...(luck ? { JitterStrategy: 'FULL' } : {}) },
    ]),
  });
  const caught = optional({
    catcher: merged(
      errors.map((e) => ({ ErrorEquals: [e] })),
      optional({ Output: fc.oneof(value, fc.constant({ e: '{% $states.errorOutput %}' })), Assign: assign }),
    ),
  });
  const condition = fc.constantFrom<unknown[]>(
    '{% $states.input.a = 1 %}',
    '{% $exists($states.input.none) %}',
    '{% $v > 0 %}',
    '{% $states.input %}',
    true,
    false,
  );
  const rule = merged(
    condition.map((Condition) => ({ Condition })),
    through,
  );
  const seconds = fc.constantFrom<unknown[]>(0, 1, '{% $states.input.a %}', '{% 2 %}', "{% 'x' %}");
  const simple = [
    merged(of('Pass'), through),
    merged(
      of('Wait'),
      seconds.map((Seconds) => ({ Seconds })),
      through,
    ),
    merged(
      of('Task', { Resource: 'arn:aws:states:::sqs:sendMessage' }),
      fc.constantFrom<unknown[]>(5, '{% 5 %}', '{% $states.input.a %}').map((TimeoutSeconds) => ({ TimeoutSeconds })),
      optional({ Arguments: value.map((given) => ({ given })) }),
      out,
      retry,
      caught,
    ),
    merged(of('Succeed'), optional({ Output: value })),
    merged(of('Fail', { Error: 'Odd' }), optional({ Cause: fc.constantFrom('{% $string($states.input) %}', '{% $v %}', 'so') })),
    merged(
      fc.tuple(fc.array(rule, { minLength: 1, maxLength: 2 }), fc.boolean()).map(([choices, fallback]) => ({
        Type: 'Choice',
        choices,
        default: fallback,
      })),
      through,
    ),
  ];
  if (depth === 0) {
    return fc.oneof(...simple);
  }
  const parallel = merged(
    fc.array(inner(), { minLength: 1, maxLength: 3 }).map((Branches) => ({ Type: 'Parallel', Branches })),
    optional({ Arguments: value }),
  );
  const map = merged(
    fc
      .tuple(inner(), fc.constantFrom<unknown[]>(0, 1, 2, '{% $states.input.a %}'))
      .map(([ItemProcessor, MaxConcurrency]) => ({ Type: 'Map', MaxConcurrency, ItemProcessor })),
    optional({
      Items: fc.constantFrom<unknown[]>('{% $states.input.list %}', '{% [1..3] %}', [1, '{% $v %}'], '{% $states.input.none %}'),
      ItemSelector: fc.oneof(
        value.map((given) => ({ given })),
        fc.constant({ item: '{% $states.context.Map.Item.Value %}', list: [1] }),
      ),
    }),
  );
  return fc.oneof(...simple, merged(parallel, out, retry, caught), merged(map, out, retry, caught));
}

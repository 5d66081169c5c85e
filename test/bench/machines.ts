/** Generated state machines of a wanted size, as text. The same text on every run. */

/** A chain of `count` states in one scope: Task with Retry and Catch, Pass, Choice, Wait in turn. */
export function flat(count: number): string {
  const states: Record<string, unknown> = {};
  for (let i = 0; i < count; i++) {
    const next = i + 1 < count ? { Next: `State${i + 1}` } : { End: true };
    const last = i + 1 === count;
    switch (last ? 0 : i % 4) {
      case 0:
        states[`State${i}`] = {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Parameters: { FunctionName: 'work', 'Payload.$': '$' },
          Retry: [{ ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 2, MaxAttempts: 3 }],
          ...next,
        };
        break;
      case 1:
        states[`State${i}`] = { Type: 'Pass', Parameters: { 'id.$': '$.id', step: i }, ResultPath: '$.step', ...next };
        break;
      case 2:
        states[`State${i}`] = {
          Type: 'Choice',
          Choices: [{ Variable: '$.step.id', NumericGreaterThan: i, Next: `State${i + 1}` }],
          Default: `State${i + 1}`,
        };
        break;
      default:
        states[`State${i}`] = { Type: 'Wait', Seconds: 1, ...next };
    }
  }
  return JSON.stringify({ StartAt: 'State0', States: states }, null, 2);
}

/** `count` states in containers: each Parallel holds two chains of four. */
export function nested(count: number): string {
  const states: Record<string, unknown> = {};
  const groups = Math.max(1, Math.round(count / 9));
  for (let g = 0; g < groups; g++) {
    const branch = (b: number) => ({
      StartAt: `G${g}B${b}S0`,
      States: Object.fromEntries(
        [0, 1, 2, 3].map((s) => [
          `G${g}B${b}S${s}`,
          { Type: 'Pass', Parameters: { 'value.$': '$.value' }, ...(s < 3 ? { Next: `G${g}B${b}S${s + 1}` } : { End: true }) },
        ]),
      ),
    });
    states[`Group${g}`] = {
      Type: 'Parallel',
      Branches: [branch(0), branch(1)],
      ...(g + 1 < groups ? { Next: `Group${g + 1}` } : { End: true }),
    };
  }
  return JSON.stringify({ StartAt: 'Group0', States: states }, null, 2);
}

/** A chain of `count` Pass states. */
export function passChain(count: number): object {
  return {
    StartAt: 'S0',
    States: Object.fromEntries(
      Array.from({ length: count }, (_, i) => [
        `S${i}`,
        { Type: 'Pass', ...(i + 1 < count ? { Next: `S${i + 1}` } : { End: true }) },
      ]),
    ),
  };
}

/** A Choice loop that counts to `count`. */
export function choiceLoop(count: number): object {
  return {
    StartAt: 'Count',
    States: {
      Count: { Type: 'Pass', Parameters: { 'n.$': 'States.MathAdd($.n, 1)' }, Next: 'Enough' },
      Enough: { Type: 'Choice', Choices: [{ Variable: '$.n', NumericLessThan: count, Next: 'Count' }], Default: 'Done' },
      Done: { Type: 'Succeed' },
    },
  };
}

/** An inline Map whose iterations are one Pass state. */
export function inlineMap(): object {
  return {
    StartAt: 'Each',
    States: {
      Each: {
        Type: 'Map',
        ItemsPath: '$.items',
        ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: 'One', States: { One: { Type: 'Pass', End: true } } },
        End: true,
      },
    },
  };
}

/** A distributed Map whose children are one Pass state; what comes of them is dropped. */
export function distributedMap(): object {
  return {
    StartAt: 'Each',
    States: {
      Each: {
        Type: 'Map',
        ItemsPath: '$.items',
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'One',
          States: { One: { Type: 'Pass', End: true } },
        },
        ResultPath: null,
        End: true,
      },
    },
  };
}

/** A Parallel of `count` branches. */
export function parallel(count: number): object {
  return {
    StartAt: 'Fan',
    States: {
      Fan: {
        Type: 'Parallel',
        Branches: Array.from({ length: count }, (_, i) => ({
          StartAt: `B${i}`,
          States: { [`B${i}`]: { Type: 'Pass', End: true } },
        })),
        End: true,
      },
    },
  };
}

/** A chain of `count` Pass states, each of which computes its output in JSONata. */
export function jsonataChain(count: number): object {
  return {
    QueryLanguage: 'JSONata',
    StartAt: 'S0',
    States: Object.fromEntries(
      Array.from({ length: count }, (_, i) => [
        `S${i}`,
        {
          Type: 'Pass',
          Output: { n: '{% $states.input.n + 1 %}' },
          ...(i + 1 < count ? { Next: `S${i + 1}` } : { End: true }),
        },
      ]),
    ),
  };
}

/** A chain of `count` JSONata states of four types, each expression another one; `salt` makes all of them different from those of another call. */
export function jsonataFlat(count: number, salt: number): string {
  const states: Record<string, unknown> = {};
  for (let i = 0; i < count; i++) {
    const next = i + 1 < count ? { Next: `State${i + 1}` } : { End: true };
    switch (i + 1 === count ? 1 : i % 4) {
      case 0:
        states[`State${i}`] = {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Arguments: { FunctionName: 'work', Payload: `{% $states.input.order${i} & '${salt}' %}` },
          Output: `{% $states.result.Payload[price > ${i}].id${salt} %}`,
          ...next,
        };
        break;
      case 1:
        states[`State${i}`] = { Type: 'Pass', Output: { step: i, id: `{% $string($states.input.id${i}_${salt}) %}` }, ...next };
        break;
      case 2:
        states[`State${i}`] = {
          Type: 'Choice',
          Choices: [{ Condition: `{% $states.input.step >= ${i} and $exists($states.input.x${salt}) %}`, Next: `State${i + 1}` }],
          Default: `State${i + 1}`,
        };
        break;
      default:
        states[`State${i}`] = { Type: 'Wait', Seconds: `{% $states.input.wait${i} + ${salt} %}`, ...next };
    }
  }
  return JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'State0', States: states }, null, 2);
}

/** One Choice state with `count` rules. */
export function wideChoice(count: number): string {
  const Choices = Array.from({ length: count }, (_, i) => ({ Variable: `$.order.kind${i % 7}`, NumericEquals: i, Next: 'Done' }));
  return JSON.stringify(
    { StartAt: 'Which', States: { Which: { Type: 'Choice', Choices, Default: 'Done' }, Done: { Type: 'Succeed' } } },
    null,
    2,
  );
}

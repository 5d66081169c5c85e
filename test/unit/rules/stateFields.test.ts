import { fact, type Fields, jsonata, lambda, machine, one, task } from '../../support/facts';

describe('fields of states', () => {
  // top level
  fact('top ok', machine({ A: { Type: 'Succeed' } }, { TimeoutSeconds: 5, Version: '1.0', QueryLanguage: 'JSONPath' }), []);
  fact('top unknown', machine({ A: { Type: 'Succeed' } }, { Commnet: 'x' }), ['unknown-field /Commnet']);
  fact('top no StartAt', { Comment: 'c', States: { A: { Type: 'Succeed' } } }, ['missing-field ']);
  fact('top no States', { Comment: 'c', StartAt: 'A' }, ['missing-field ']);
  fact('top empty States', { Comment: 'c', StartAt: 'A', States: {} }, ['unknown-target /StartAt']);
  fact('top ql bad', machine({ A: { Type: 'Succeed' } }, { QueryLanguage: 'JSONAta' }), ['not-allowed-value /QueryLanguage']);
  fact('top timeout 0', machine({ A: { Type: 'Succeed' } }, { TimeoutSeconds: 0 }), []);
  fact('top timeout -1', machine({ A: { Type: 'Succeed' } }, { TimeoutSeconds: -1 }), ['out-of-range /TimeoutSeconds']);
  fact('top ql of no kind', machine({ A: { Type: 'Succeed' } }, { QueryLanguage: null }), ['wrong-type /QueryLanguage']);
  fact('top ql bad, fields of what is meant', one({ Type: 'Pass', Output: 1, End: true }, { QueryLanguage: 'jsonata' }), [
    'not-allowed-value /QueryLanguage',
  ]);
  fact('top timeout big', machine({ A: { Type: 'Succeed' } }, { TimeoutSeconds: 100000000 }), ['out-of-range /TimeoutSeconds']);
  fact('top timeout str', machine({ A: { Type: 'Succeed' } }, { TimeoutSeconds: '5' }), ['wrong-type /TimeoutSeconds']);
  fact('top comment number', machine({ A: { Type: 'Succeed' } }, { Comment: 5 }), ['wrong-type /Comment']);
  fact('top arr', '[1]', ['wrong-type ']);
  fact('startat number', { Comment: 'c', StartAt: 1, States: { A: { Type: 'Succeed' } } }, ['wrong-type /StartAt']);
  fact('no type', one({ End: true }), ['missing-field /States/A']);
  fact('type misspelt', one({ Type: 'Taks', Resource: lambda, End: true }), ['not-allowed-value /States/A/Type']);
  fact('type case', one({ Type: 'pass', End: true }), ['not-allowed-value /States/A/Type']);
  fact('state no object', machine({ A: 'x' }), ['wrong-type /States/A']);
  // Pass
  fact(
    'pass all',
    one({ Type: 'Pass', Comment: 'x', Result: { a: 1 }, InputPath: '$.a', ResultPath: '$.b', OutputPath: '$', End: true }),
    [],
  );
  fact('pass Result+Parameters', one({ Type: 'Pass', Result: { a: 1 }, Parameters: { b: 1 }, End: true }), []);
  fact('pass ResultSelector', one({ Type: 'Pass', ResultSelector: { a: 1 }, End: true }), [
    'unknown-field /States/A/ResultSelector',
  ]);
  fact('pass TimeoutSeconds', one({ Type: 'Pass', TimeoutSeconds: 1, End: true }), ['unknown-field /States/A/TimeoutSeconds']);
  fact('pass Retry', one({ Type: 'Pass', Retry: [], End: true }), ['unknown-field /States/A/Retry']);
  fact('pass Catch', one({ Type: 'Pass', Catch: [], End: true }), ['unknown-field /States/A/Catch']);
  fact('pass misspelt', one({ Type: 'Pass', Reslut: 1, End: true }), ['unknown-field /States/A/Reslut']);
  fact('pass jsonata all', one({ Type: 'Pass', Output: { a: 1 }, Assign: { b: 1 }, End: true }, jsonata), []);
  fact('pass jsonata Result', one({ Type: 'Pass', Result: { a: 1 }, End: true }, jsonata), [
    'unsupported-field /States/A/Result',
  ]);
  fact('pass jsonata Arguments', one({ Type: 'Pass', Arguments: { a: 1 }, End: true }, jsonata), [
    'unknown-field /States/A/Arguments',
  ]);
  fact('pass jsonpath Output', one({ Type: 'Pass', Output: { a: 1 }, End: true }), ['unsupported-field /States/A/Output']);
  fact('next and end', machine({ A: { Type: 'Pass', Next: 'B', End: true }, B: { Type: 'Succeed' } }), [
    'conflicting-fields /States/A/End',
  ]);
  fact('end false no next', one({ Type: 'Pass', End: false }), ['missing-field /States/A']);
  fact('end false with next', machine({ A: { Type: 'Pass', Next: 'B', End: false }, B: { Type: 'Succeed' } }), []);
  fact('no next', machine({ A: { Type: 'Pass' }, B: { Type: 'Succeed' } }), ['missing-field /States/A']);
  fact('next number', machine({ A: { Type: 'Pass', Next: 3 }, B: { Type: 'Succeed' } }), ['wrong-type /States/A/Next']);
  fact('next empty', machine({ A: { Type: 'Pass', Next: '' }, B: { Type: 'Succeed' } }), ['invalid-format /States/A/Next']);
  fact('next array', machine({ A: { Type: 'Pass', Next: ['B'] }, B: { Type: 'Succeed' } }), ['wrong-type /States/A/Next']);
  fact('end string', one({ Type: 'Pass', End: 'true' }), ['wrong-type /States/A/End']);
  fact('inputpath no dollar', one({ Type: 'Pass', InputPath: 'a', End: true }), ['invalid-format /States/A/InputPath']);
  fact('inputpath null', one({ Type: 'Pass', InputPath: null, OutputPath: null, ResultPath: null, End: true }), []);
  fact('inputpath number', one({ Type: 'Pass', InputPath: 5, End: true }), ['wrong-type /States/A/InputPath']);
  fact('inputpath intrinsic', one({ Type: 'Pass', InputPath: "States.Format('x')", End: true }), [
    'invalid-format /States/A/InputPath',
  ]);
  fact('inputpath ctx', one({ Type: 'Pass', InputPath: '$$.Execution', OutputPath: '$$', End: true }), []);
  fact(
    'inputpath var',
    machine({
      A: { Type: 'Pass', Assign: { v: 1 }, Next: 'B' },
      B: { Type: 'Pass', InputPath: '$v', OutputPath: '$v', End: true },
    }),
    [],
  );
  // Succeed / Fail
  fact('succeed end', one({ Type: 'Succeed', End: true }), ['unknown-field /States/A/End']);
  fact('succeed next', machine({ A: { Type: 'Succeed', Next: 'B' }, B: { Type: 'Succeed' } }), ['unknown-field /States/A/Next']);
  fact('succeed paths', one({ Type: 'Succeed', InputPath: '$.a', OutputPath: '$.b' }), []);
  fact('succeed resultpath', one({ Type: 'Succeed', ResultPath: '$.a' }), ['unknown-field /States/A/ResultPath']);
  fact('succeed assign', one({ Type: 'Succeed', Assign: { a: 1 } }), ['unknown-field /States/A/Assign']);
  fact('succeed jsonata out', one({ Type: 'Succeed', Output: 1 }, jsonata), []);
  fact('fail all', one({ Type: 'Fail', Error: 'E', Cause: 'C' }), []);
  fact('fail paths', one({ Type: 'Fail', ErrorPath: '$.e', CausePath: "States.Format('{}',$.c)" }), []);
  fact('fail both', one({ Type: 'Fail', Error: 'E', ErrorPath: '$.e' }), ['conflicting-fields /States/A/ErrorPath']);
  fact('fail both cause', one({ Type: 'Fail', Cause: 'E', CausePath: '$.e' }), ['conflicting-fields /States/A/CausePath']);
  fact('fail inputpath', one({ Type: 'Fail', InputPath: '$.e' }), ['unknown-field /States/A/InputPath']);
  fact('fail end', one({ Type: 'Fail', End: true }), ['unknown-field /States/A/End']);
  fact('fail next', machine({ A: { Type: 'Fail', Next: 'B' }, B: { Type: 'Succeed' } }), ['unknown-field /States/A/Next']);
  fact('fail error num', one({ Type: 'Fail', Error: 1 }), ['wrong-type /States/A/Error']);
  fact('fail errorpath bad', one({ Type: 'Fail', ErrorPath: 'x' }), ['invalid-format /States/A/ErrorPath']);
  fact('fail errorpath fn', one({ Type: 'Fail', ErrorPath: "States.Array('x')" }), ['intrinsic-argument /States/A/ErrorPath']);
  fact('fail jsonata', one({ Type: 'Fail', Error: '{% $states.input.e %}', Cause: '{% "x" %}' }, jsonata), []);
  fact('fail jsonata ErrorPath', one({ Type: 'Fail', ErrorPath: '$.e' }, jsonata), ['unsupported-field /States/A/ErrorPath']);
  // Wait
  for (const [k, v] of Object.entries({
    Seconds: 5,
    Timestamp: '2026-01-31T12:00:00Z',
    SecondsPath: '$.s',
    TimestampPath: '$.t',
  }))
    fact('wait ' + k, one({ Type: 'Wait', [k]: v, End: true }), []);
  fact('wait none', one({ Type: 'Wait', End: true }), ['missing-field /States/A']);
  fact('wait two', one({ Type: 'Wait', Seconds: 1, SecondsPath: '$.a', End: true }), [
    'conflicting-fields /States/A/SecondsPath',
  ]);
  fact('wait neg', one({ Type: 'Wait', Seconds: -1, End: true }), ['out-of-range /States/A/Seconds']);
  fact('wait 0', one({ Type: 'Wait', Seconds: 0, End: true }), []);
  fact('wait float', one({ Type: 'Wait', Seconds: 1.5, End: true }), ['wrong-type /States/A/Seconds']);
  fact('wait str', one({ Type: 'Wait', Seconds: '5', End: true }), ['wrong-type /States/A/Seconds']);
  fact('wait max', one({ Type: 'Wait', Seconds: 99999999, End: true }), []);
  fact('wait over', one({ Type: 'Wait', Seconds: 100000000, End: true }), ['out-of-range /States/A/Seconds']);
  fact('wait ts no T', one({ Type: 'Wait', Timestamp: '2026-01-31 12:00:00Z', End: true }), [
    'invalid-format /States/A/Timestamp',
  ]);
  fact('wait ts lower t', one({ Type: 'Wait', Timestamp: '2026-01-31t12:00:00z', End: true }), [
    'invalid-format /States/A/Timestamp',
  ]);
  fact('wait ts offset', one({ Type: 'Wait', Timestamp: '2026-01-31T12:00:00.123+02:00', End: true }), []);
  fact('wait ts day31', one({ Type: 'Wait', Timestamp: '2026-02-31T12:00:00Z', End: true }), [
    'invalid-format /States/A/Timestamp',
  ]);
  fact('wait resultpath', one({ Type: 'Wait', Seconds: 1, ResultPath: '$.a', End: true }), [
    'unknown-field /States/A/ResultPath',
  ]);
  fact('wait jsonata', one({ Type: 'Wait', Seconds: '{% $states.input.s %}', End: true }, jsonata), []);
  fact('wait jsonata ts', one({ Type: 'Wait', Timestamp: '{% $now() %}', End: true }, jsonata), []);
  fact('wait jsonata path', one({ Type: 'Wait', SecondsPath: '$.s', End: true }, jsonata), [
    'unsupported-field /States/A/SecondsPath',
  ]);
  // Task
  fact('task no res', one({ Type: 'Task', End: true }), ['missing-field /States/A']);
  fact('task res misspelt', one({ Type: 'Task', Resorce: lambda, End: true }), ['unknown-field /States/A/Resorce']);
  fact('task timeout 0', one(task({ TimeoutSeconds: 0 })), ['out-of-range /States/A/TimeoutSeconds']);
  fact('task timeout both', one(task({ TimeoutSeconds: 1, TimeoutSecondsPath: '$.a' })), [
    'conflicting-fields /States/A/TimeoutSecondsPath',
  ]);
  fact('task hb both', one(task({ HeartbeatSeconds: 1, HeartbeatSecondsPath: '$.a' })), [
    'conflicting-fields /States/A/HeartbeatSecondsPath',
  ]);
  fact('task hb>=to', one(task({ HeartbeatSeconds: 10, TimeoutSeconds: 10 })), ['heartbeat-too-long /States/A/HeartbeatSeconds']);
  fact('task hb<to', one(task({ HeartbeatSeconds: 9, TimeoutSeconds: 10 })), []);
  fact('task creds', one(task({ Credentials: { RoleArn: 'arn:aws:iam::123456789012:role/x' } })), []);
  fact('task creds path', one(task({ Credentials: { 'RoleArn.$': '$.r' } })), []);
  fact('task creds intr', one(task({ Credentials: { 'RoleArn.$': "States.Format('arn:aws:iam::{}:role/x',$.a)" } })), []);
  fact('task creds none', one(task({ Credentials: {} })), ['missing-field /States/A/Credentials']);
  fact('task creds str', one(task({ Credentials: 'x' })), ['wrong-type /States/A/Credentials']);
  fact('task creds extra', one(task({ Credentials: { RoleArn: 'arn:aws:iam::123456789012:role/x', Foo: 1 } })), [
    'unknown-field /States/A/Credentials/Foo',
  ]);
  fact('task creds jsonata', one(task({ Credentials: { RoleArn: '{% $states.input.r %}' } }), jsonata), []);
  fact('task params arr', one(task({ Parameters: [1] })), []);
  fact('task params str', one(task({ Parameters: 'x' })), []);
  fact('task rs str', one(task({ ResultSelector: 'x' })), ['wrong-type /States/A/ResultSelector']);
  fact('task Arguments', one(task({ Arguments: {} })), ['unsupported-field /States/A/Arguments']);
  fact('task jsonata Parameters', one(task({ Parameters: {} }), jsonata), ['unsupported-field /States/A/Parameters']);
  fact('task jsonata ResultSelector', one(task({ ResultSelector: {} }), jsonata), ['unsupported-field /States/A/ResultSelector']);
  fact('task jsonata to', one(task({ TimeoutSeconds: '{% 5 %}', HeartbeatSeconds: '{% 3 %}' }), jsonata), []);
  fact('task jsonata to str', one(task({ TimeoutSeconds: '5' }), jsonata), ['wrong-type /States/A/TimeoutSeconds']);
  // Retry Catch
  const r = (x: Fields) => one(task({ Retry: [x] }));
  fact(
    'retry ok',
    r({ ErrorEquals: ['E'], IntervalSeconds: 1, MaxAttempts: 0, BackoffRate: 1, MaxDelaySeconds: 5, JitterStrategy: 'FULL' }),
    [],
  );
  fact('retry no ee', r({ IntervalSeconds: 1 }), ['missing-field /States/A/Retry/0']);
  fact('retry ee empty', r({ ErrorEquals: [] }), ['out-of-range /States/A/Retry/0/ErrorEquals']);
  fact('retry ee str', r({ ErrorEquals: 'E' }), ['wrong-type /States/A/Retry/0/ErrorEquals']);
  fact('retry ee num', r({ ErrorEquals: [1] }), ['wrong-type /States/A/Retry/0/ErrorEquals/0']);
  fact('retry int 0', r({ ErrorEquals: ['E'], IntervalSeconds: 0 }), []);
  fact('retry int -1', r({ ErrorEquals: ['E'], IntervalSeconds: -1 }), ['out-of-range /States/A/Retry/0/IntervalSeconds']);
  fact('retry max neg', r({ ErrorEquals: ['E'], MaxAttempts: -1 }), ['out-of-range /States/A/Retry/0/MaxAttempts']);
  fact('retry max big', r({ ErrorEquals: ['E'], MaxAttempts: 99999999 }), []);
  fact('retry max big+', r({ ErrorEquals: ['E'], MaxAttempts: 100000000 }), ['out-of-range /States/A/Retry/0/MaxAttempts']);
  fact('retry max float', r({ ErrorEquals: ['E'], MaxAttempts: 1.5 }), ['wrong-type /States/A/Retry/0/MaxAttempts']);
  fact('retry br .5', r({ ErrorEquals: ['E'], BackoffRate: 0.5 }), ['out-of-range /States/A/Retry/0/BackoffRate']);
  fact('retry md 0', r({ ErrorEquals: ['E'], MaxDelaySeconds: 0 }), ['out-of-range /States/A/Retry/0/MaxDelaySeconds']);
  fact('retry md<=int', r({ ErrorEquals: ['E'], MaxDelaySeconds: 5, IntervalSeconds: 10 }), [
    'delay-below-interval /States/A/Retry/0/MaxDelaySeconds',
  ]);
  fact('retry md 1y', r({ ErrorEquals: ['E'], MaxDelaySeconds: 31622400 }), []);
  fact('retry md over 1y', r({ ErrorEquals: ['E'], MaxDelaySeconds: 31622401 }), [
    'out-of-range /States/A/Retry/0/MaxDelaySeconds',
  ]);
  fact('retry jitter', r({ ErrorEquals: ['E'], JitterStrategy: 'full' }), ['not-allowed-value /States/A/Retry/0/JitterStrategy']);
  fact('retry next', r({ ErrorEquals: ['E'], Next: 'B' }), ['unknown-field /States/A/Retry/0/Next']);
  fact('retry jsonata expr', one(task({ Retry: [{ ErrorEquals: ['E'], MaxAttempts: '{% 3 %}' }] }), jsonata), [
    'wrong-type /States/A/Retry/0/MaxAttempts',
  ]);
  fact('retry obj', one(task({ Retry: { ErrorEquals: ['E'] } })), ['wrong-type /States/A/Retry']);
  fact('retry null elem', one(task({ Retry: [null] })), ['wrong-type /States/A/Retry/0']);
  fact('retry empty', one(task({ Retry: [], Catch: [] })), []);
  const c = (x: Fields, top: Fields = {}) => machine({ A: task({ Catch: [x] }), B: { Type: 'Succeed' } }, top);
  fact('catch ok', c({ ErrorEquals: ['E'], Next: 'B', ResultPath: '$.e', Assign: { x: 1 }, Comment: 'a' }), []);
  fact(
    'catch jsonata ok',
    c(
      {
        ErrorEquals: ['E'],
        Next: 'B',
        Output: { e: '{% $states.errorOutput %}' },
        Assign: { x: '{% $states.errorOutput.Error %}' },
      },
      jsonata,
    ),
    [],
  );
  fact('catch jsonata rp', c({ ErrorEquals: ['E'], Next: 'B', ResultPath: '$.e' }, jsonata), [
    'unsupported-field /States/A/Catch/0/ResultPath',
  ]);
  fact('catch no next', machine({ A: task({ Catch: [{ ErrorEquals: ['E'] }] }) }), ['missing-field /States/A/Catch/0']);
  fact('catch wrong next', machine({ A: task({ Catch: [{ ErrorEquals: ['E'], Next: 'Bb' }] }), B: { Type: 'Succeed' } }), [
    'unknown-target /States/A/Catch/0/Next',
  ]);
  fact('catch End', c({ ErrorEquals: ['E'], Next: 'B', End: true }), ['unknown-field /States/A/Catch/0/End']);
  fact('catch rp ctx', c({ ErrorEquals: ['E'], Next: 'B', ResultPath: '$$.e' }), [
    'invalid-reference-path /States/A/Catch/0/ResultPath',
  ]);
});

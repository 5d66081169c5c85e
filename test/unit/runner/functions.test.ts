import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Inspection, LogLine } from '../../../server/src/runner/tasks/binding';
import { FunctionTasks, functionName, readFunctions } from '../../../server/src/runner/tasks/functions';
import type { Runner } from '../../../server/src/runner/runner';
import { writeJson } from '../../../server/src/source/json';
import { InspectorClient } from '../../support/inspectorClient';
import { runnerOf } from '../../support/machine';

const definition = {
  StartAt: 'Call',
  States: { Call: { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f:live', End: true } },
};

describe('local functions', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'functions-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  let count = 0;

  function runnerFor(language: 'python' | 'node', source: string, timeout: number, log: LogLine[], input = '{}'): Runner {
    const codeUri = path.join(folder, `${count++}`);
    mkdirSync(codeUri);
    writeFileSync(path.join(codeUri, language === 'python' ? 'app.py' : 'app.js'), source);
    const runtime = language === 'python' ? 'python3.12' : 'nodejs22.x';
    const { functions, problems } = readFunctions(
      JSON.stringify({ f: { runtime, codeUri, handler: 'app.handler', timeout } }),
      folder,
    );
    assert.deepEqual(problems, []);
    return runnerOf(definition, input, { tasks: [new FunctionTasks(functions, { log: (line) => log.push(line) })] });
  }

  /** Output, or error and cause, of a function with this source. */
  async function call(
    language: 'python' | 'node',
    source: string,
    input?: string,
    timeout = 60,
  ): Promise<{ said: string; log: string[] }> {
    const log: LogLine[] = [];
    const outcome = await runnerFor(language, source, timeout, log, input).run();
    const said = outcome!.status === 'SUCCEEDED' ? writeJson(outcome!.output!) : `${outcome!.error}: ${outcome!.cause}`;
    return { said, log: log.map(({ stream, text }) => `${stream}: ${text}`) };
  }

  const python = (body: string): string =>
    `import os, sys, time, signal\ndef handler(event, context):\n    ${body.replaceAll('\n', '\n    ')}\n`;
  const node = (body: string): string => `exports.handler = async (event, context) => { ${body} };\n`;

  it('get their event and answer', async () => {
    const input = '{"a":123456789012345678901234567890,"b":1.0,"c":"ä😀"}';
    assert.equal(
      (await call('python', python('return event'), input)).said,
      '{"a":123456789012345678901234567890,"b":1.0,"c":"ä😀"}',
    );
    assert.equal(
      (await call('node', node('return [event.c, context.functionName, process.env.AWS_LAMBDA_FUNCTION_NAME]'), input)).said,
      '["ä😀","f","f"]',
    );
    assert.equal((await call('node', 'exports.handler = (e, c, done) => setTimeout(() => done(null, 1), 5);')).said, '1');
    assert.equal((await call('node', node(''))).said, 'null');
  });

  it('may print what they like', async () => {
    const { said, log } = await call(
      'python',
      python('print(\'{"result": 1}\')\nprint("oh", file=sys.stderr)\nos.write(1, b"\\xff\\n")\nreturn 2'),
    );
    assert.equal(said, '2');
    assert.deepEqual(log.sort(), ['stderr: oh', 'stdout: {"result": 1}', 'stdout: \ufffd']);
  });

  it('raise errors as Lambda tells them', async () => {
    const { said } = await call('python', 'class Custom(Exception): pass\n' + python('raise Custom("no")'));
    assert.match(
      said,
      /^Custom: \{"errorMessage": "no", "errorType": "Custom", "requestId": "[^"]+", "stackTrace": \[" {2}File /,
    );
    assert.match(
      (await call('node', node('throw new TypeError("no")'))).said,
      /^TypeError: \{"errorType":"TypeError","errorMessage":"no","trace":\["TypeError: no"/,
    );
    assert.match((await call('node', node('throw "text"'))).said, /^string: .*"errorMessage":"text"/);
    assert.match(
      (await call('node', node('setTimeout(() => { throw new Error("late") }, 1); await new Promise(() => 0)'))).said,
      /^Error: .*"late"/,
    );
  });

  const faults: ['python' | 'node', string, string, RegExp][] = [
    ['python', 'a syntax error', 'def handler(:', /^Runtime.UserCodeSyntaxError/],
    ['python', 'a missing module', 'import nothing_of_the_kind', /^Runtime.ImportModuleError.*No module named/],
    ['python', 'a missing handler', 'x = 1', /^Runtime.HandlerNotFound.*Handler 'handler' missing on module 'app'/],
    ['python', 'an answer that is no JSON', python('return object()'), /^Runtime.MarshalError.*not JSON serializable/],
    ['python', 'an exit', python('os._exit(3)'), /^Runtime.ExitError.*exit status 3/],
    ['python', 'sys.exit', python('sys.exit(0)'), /^Runtime.ExitError/],
    ['python', 'a signal', python('os.kill(os.getpid(), signal.SIGSEGV)'), /^Runtime.ExitError.*signal: SIGSEGV/],
    ['python', 'no end', python('while True: pass'), /^Sandbox.Timedout.*Task timed out after 1.50 seconds/],
    ['python', 'an answer that is too big', python('return "x" * 7000000'), /^Function.ResponseSizeTooBig/],
    ['node', 'a syntax error', 'exports.handler = (', /^Runtime.UserCodeSyntaxError/],
    ['node', 'a missing handler', 'exports.other = 1', /^Runtime.HandlerNotFound/],
    ['node', 'a circular answer', node('const a = {}; a.a = a; return a'), /^Runtime.MarshalError/],
    ['node', 'an exit', node('process.exit(4)'), /^Runtime.ExitError.*exit status 4/],
    ['node', 'a loop without end', node('for (;;) {}'), /^Sandbox.Timedout/],
    ['node', 'a promise that never settles', node('return new Promise(() => 0)'), /^Runtime.ExitError/],
  ];
  for (const [language, what, source, expected] of faults) {
    const timeout = expected.source.includes('Timedout') ? 1.5 : 60;
    it(`${language}: ${what}`, async () => assert.match((await call(language, source, '{}', timeout)).said, expected));
  }

  /** Tasks of a function `f`, whose code may be written anew; `invoke` answers its output, or the error. */
  function warm(language: 'python' | 'node', source: string, timeout = 60) {
    const codeUri = path.join(folder, `${count++}`);
    mkdirSync(codeUri);
    const file = path.join(codeUri, language === 'python' ? 'app.py' : 'app.js');
    writeFileSync(file, source);
    const runtime = language === 'python' ? 'python3.12' : 'nodejs22.x';
    const entry = { runtime, codeUri, handler: 'app.handler', timeout };
    const lines: LogLine[] = [];
    const { functions } = readFunctions(JSON.stringify({ f: entry }), folder);
    const tasks = new FunctionTasks(functions, { log: (line) => lines.push(line) });
    const invoke = async (input: string): Promise<string> => {
      const outcome = (await runnerOf(definition, input, { tasks: [tasks] }).run())!;
      return outcome.status === 'SUCCEEDED' ? writeJson(outcome.output!) : outcome.error!;
    };
    return { file, tasks, invoke, lines };
  }

  const counting = {
    python:
      'import os, sys, time\nn = 0\n' +
      python(
        'global n\nn += 1\nprint(n)\n' +
          'if event == "crash": os._exit(1)\nif event == "raise": raise ValueError()\nif event == "sleep": time.sleep(60)\nreturn [os.getpid(), n]',
      ),
    node: `let n = 0; ${node('n++; console.log(n); if (event === "crash") process.exit(1); if (event === "raise") throw new RangeError(); if (event === "sleep") for (;;) {} return [process.pid, n];')}`,
  };

  for (const language of ['python', 'node'] as const) {
    it(`${language}: a process stays between invocations, and is replaced after a crash or a time-out`, async function () {
      this.timeout(60_000);
      const { invoke, tasks, lines } = warm(language, counting[language], 3);
      const [pid, first] = JSON.parse(await invoke('1')) as [number, number];
      assert.equal(first, 1);
      assert.match(await invoke('"raise"'), /^(ValueError|RangeError)$/);
      assert.equal(await invoke('1'), `[${pid},3]`, 'an error leaves the process as it is');
      assert.deepEqual(
        lines.map(({ stream, text }) => `${stream} ${text}`),
        ['stdout 1', 'stdout 2', 'stdout 3'],
      );
      assert.equal(await invoke('"crash"'), 'Runtime.ExitError');
      const [second, anew] = JSON.parse(await invoke('1')) as [number, number];
      assert.notEqual(second, pid);
      assert.equal(anew, 1);
      assert.equal(await invoke('"sleep"'), 'Sandbox.Timedout');
      assert.ok(!isAlive(second));
      const [third] = JSON.parse(await invoke('1')) as [number];
      tasks.close();
      await until(() => !isAlive(third));
    });
  }

  it('are started anew when their code has changed', async () => {
    const { file, invoke, tasks } = warm('node', node('return 1'));
    assert.equal(await invoke('1'), '1');
    await new Promise((resolve) => setTimeout(resolve, 250));
    writeFileSync(file, node('return 22'));
    assert.equal(await invoke('1'), '22');
    tasks.close();
  });

  it('run several at a time, ten of one function at most', async function () {
    this.timeout(60_000);
    const { tasks } = warm('python', 'import os, time\n' + python('time.sleep(0.05)\nreturn os.getpid()'));
    const map = {
      StartAt: 'Each',
      States: {
        Each: { Type: 'Map', ItemProcessor: { StartAt: 'Call', States: definition.States }, End: true },
      },
    };
    const outcome = (await runnerOf(map, JSON.stringify(Array.from({ length: 30 }, (_, i) => i)), { tasks: [tasks] }).run())!;
    const pids = new Set(outcome.output as number[]);
    assert.equal((outcome.output as number[]).length, 30);
    assert.ok(pids.size > 1 && pids.size <= 10, `${pids.size} processes`);
    tasks.close();
  });

  it('are ended, with what they have started, when the execution is stopped', async () => {
    const log: LogLine[] = [];
    const source = 'import subprocess\n' + python('p = subprocess.Popen(["sleep", "60"])\nprint(p.pid)\ntime.sleep(60)');
    const runner = runnerFor('python', source, 60, log);
    while (runner.next() !== 'waiting') {
      await runner.step(runner.next() as never);
    }
    const stop = new AbortController();
    const waiting = runner.wait(stop.signal);
    while (log.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    stop.abort();
    await waiting;
    await runner.stop('Stopped');
    assert.equal(runner.outcome?.status, 'ABORTED');
    const pid = Number(log[0]!.text);
    await until(() => !isAlive(pid));
  });

  it('that cannot run say why, and no Catch hides it', async () => {
    const { functions } = readFunctions('{"f":{"runtime":"java21","codeUri":".","handler":"a.b"}}', folder);
    const outcome = await runnerOf(definition, '{}', { tasks: [new FunctionTasks(functions)] }).run();
    assert.match(`${outcome!.error} ${outcome!.cause}`, /^Stepwise.FunctionUnavailable .*runtime 'java21'.*python3.x and nodejs/);
    const unbound = await runnerOf(definition).run();
    assert.match(`${unbound!.error} ${unbound!.cause}`, /^Stepwise.UnboundTask .*'Call'.*functions.json/);
  });

  it('are found by name, ARN, version and alias', () => {
    const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:f';
    for (const reference of ['f', 'f:1', arn, `${arn}:1`, `${arn}:live`, `${arn}:$LATEST`, '123456789012:function:f']) {
      assert.equal(functionName(reference), 'f', reference);
    }
  });

  it('need a functions.json that makes sense', () => {
    const problems = (text: string): string => readFunctions(text, '/').problems.join(' ');
    assert.match(problems('{'), /^line 1, column 2: Expected a key/);
    assert.match(problems('[]'), /must hold an object/);
    assert.match(problems('{"f":1}'), /entry 'f' must be an object/);
    assert.match(
      problems('{"f":{"runtime":"python3.12","codeUri":".","handlr":"a.b"}}'),
      /needs the text "handler".*unknown field "handlr"/,
    );
    assert.match(
      problems('{"f":{"runtime":"python3.12","codeUri":".","handler":"a.b","timeout":"3"}}'),
      /"timeout" that is no number/,
    );
  });
  it('are looked into: they tell that they wait for a debugger, and when it is there', async () => {
    const codeUri = path.join(folder, `${count++}`);
    mkdirSync(codeUri);
    writeFileSync(path.join(codeUri, 'app.js'), node('return 1;'));
    const entry = { runtime: 'nodejs22.x', codeUri, handler: 'app.handler' };
    const tasks = [new FunctionTasks(readFunctions(JSON.stringify({ f: entry }), folder).functions)];
    const told: string[] = [];
    let debuggerOf: Promise<InspectorClient> | undefined;
    const inspection: Inspection = {
      begins: () => void told.push('begins'),
      waits: ({ address }) => {
        told.push('waits');
        debuggerOf = InspectorClient.connect(address).then(async (client) => {
          await client.send('Debugger.enable');
          await client.send('Runtime.runIfWaitingForDebugger');
          await client.until('Debugger.paused');
          told.push('paused');
          await client.send('Debugger.resume');
          return client;
        });
      },
      came: () => void told.push('came'),
      refused: (reason) => void told.push(reason),
      ended: () => void told.push('ended'),
    };
    const outcome = await runnerOf(definition, '{}', { tasks, inspect: () => inspection }).run();
    assert.equal(outcome!.output, 1);
    await (
      await debuggerOf!
    ).closed;
    tasks.forEach((each) => each.close());
    assert.deepEqual(told.slice(0, 2), ['begins', 'waits']);
    // The debugger hears of the stop by a way of its own.
    assert.deepEqual(told.slice(2, 4).sort(), ['came', 'paused']);
    assert.deepEqual(told.slice(4), ['ended']);
  });
});

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 100 && !condition(); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.ok(condition());
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

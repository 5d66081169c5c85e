import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parsePath } from '../../../server/src/asl/jsonPath';
import type { Breakpoint } from '../../../server/src/debug/breakpoints';
import { Debugger, type Wish } from '../../../server/src/debug/debugger';
import { Fold } from '../../../server/src/debug/fold';
import { FrameData } from '../../../server/src/debug/frameData';
import { Judge } from '../../../server/src/debug/judge';
import { OpenTasks } from '../../../server/src/debug/openTasks';
import { SessionLoop } from '../../../server/src/debug/session/sessionLoop';
import type { Stop } from '../../../server/src/debug/stop';
import { overlay } from '../../../server/src/debug/course';
import type { Runner } from '../../../server/src/runner/runner';
import { writeJson } from '../../../server/src/source/json';
import { runnerOf } from '../../support/machine';

const pass = (next: string | undefined, extra: object = {}): object => ({
  Type: 'Pass',
  ...(next === undefined ? { End: true } : { Next: next }),
  ...extra,
});

/** All kinds of moments: phases, branches, iterations, rules, retries, caught errors, variables. */
const definition = {
  StartAt: 'First',
  States: {
    First: pass('Call', { Parameters: { 'n.$': '$.n', list: [1, 2, 3] }, Assign: { 'seen.$': '$.n' }, ResultPath: '$' }),
    Call: {
      Type: 'Task',
      Resource: 'arn:aws:states:::dynamodb:getItem',
      Parameters: { 'Key.$': '$.n' },
      ResultSelector: { 'got.$': '$.value' },
      ResultPath: '$.item',
      Retry: [{ ErrorEquals: ['Slow'], IntervalSeconds: 2, MaxAttempts: 2 }],
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Last' }],
      Next: 'Fan',
    },
    Fan: {
      Type: 'Parallel',
      ResultPath: '$.fan',
      Branches: [
        { StartAt: 'L', States: { L: pass('M'), M: { Type: 'Wait', Seconds: 3, End: true } } },
        {
          StartAt: 'Each',
          States: {
            Each: {
              Type: 'Map',
              ItemsPath: '$.list',
              MaxConcurrency: 2,
              ItemSelector: { 'v.$': '$$.Map.Item.Value' },
              ItemProcessor: { StartAt: 'W', States: { W: pass('X', { Assign: { 'w.$': '$.v' } }), X: pass(undefined) } },
              End: true,
            },
          },
        },
      ],
      Next: 'Choose',
    },
    Choose: {
      Type: 'Choice',
      Choices: [
        { Variable: '$.n', NumericGreaterThan: 100, Next: 'Last' },
        { Variable: '$.n', NumericLessThan: 5, Next: 'Again', Assign: { chosen: true } },
      ],
      Default: 'Last',
    },
    Again: pass('Last'),
    Last: { Type: 'Succeed' },
  },
};

/** A run under a debugger with all that a session has around it, but no protocol. */
class Bench {
  readonly runner: Runner;
  readonly cursor: Debugger;
  readonly loop: SessionLoop;
  readonly logs: string[] = [];
  readonly faults: string[] = [];
  calls = 0;
  #told: (text: string) => void = () => undefined;

  constructor(machine: object = definition, input = '{"n": 3}') {
    this.runner = runnerOf(machine, input, {
      tasks: [
        {
          perform: () => {
            this.calls++;
            return this.calls === 1
              ? { kind: 'failure', error: 'Slow', delay: 500 }
              : { kind: 'success', output: { value: this.calls }, delay: 1000 };
          },
        },
      ],
    });
    const program = (): Runner['program'] => this.runner.program;
    this.cursor = new Debugger(this.runner.history, program);
    const judge = new Judge(
      this.cursor,
      new FrameData(this.cursor, program),
      (text) => this.logs.push(text),
      (text) => this.faults.push(text),
    );
    const told = (text: string): void => this.#told(text);
    this.loop = new SessionLoop(this.runner, this.cursor, judge, new OpenTasks(() => undefined), {
      stopped: (stop) => told(this.where(stop)),
      stuck: () => told('stuck'),
      ended: () => told(this.runner.outcome!.status),
      progress: () => undefined,
      failed: (error) => told(String(error)),
    });
  }

  where({ reason, state, strand }: Stop): string {
    const moment = this.cursor.standing?.moment;
    return `${reason} ${state}${moment === undefined || moment === 'entry' ? '' : ` ${moment}`} (${strand})`;
  }

  async move(begin: () => void): Promise<string> {
    const told = new Promise<string>((resolve) => (this.#told = resolve));
    begin();
    return told;
  }

  go(wish: Wish, only?: number): Promise<string> {
    return this.move(() => this.loop.go(wish, only));
  }

  back(strand = this.cursor.stop!.strand, isOver = false): Promise<string> {
    return this.move(() => this.loop.back(strand, isOver));
  }

  reverse(): Promise<string> {
    return this.move(() => this.loop.reverse());
  }

  /** Everything that can be seen where it stands. */
  seen(): string {
    const { cursor } = this;
    const data = new FrameData(cursor, () => this.runner.program);
    const frames = cursor.strands.flatMap(({ id }) =>
      cursor.frames(id).map((frame) => ({
        frame,
        sections: data.sections(frame).map(({ name, value }) => `${name} ${writeJson(value)}`),
      })),
    );
    return JSON.stringify(
      { position: cursor.position, time: cursor.time, frames, overlay: cursor.course.overlay() },
      undefined,
      1,
    );
  }

  /** What is seen is what the history up to the cursor amounts to. */
  check(): void {
    const { events } = this.cursor.position;
    const fold = new Fold();
    for (const event of this.runner.history.slice(0, events)) {
      fold.add(event);
    }
    assert.deepEqual(this.cursor.execution, fold.execution);
    assert.deepEqual(this.cursor.course.overlay(), overlay(this.runner.history.slice(0, events)));
    for (const { id } of this.cursor.strands) {
      assert.deepEqual(this.cursor.flow(id), fold.flows(id));
      for (const frame of this.cursor.frames(id).filter(({ state }) => state !== undefined)) {
        assert.equal(frame.state, this.cursor.execution.strands.get(frame.strand)?.state);
      }
    }
    const { stop } = this.cursor;
    if (stop?.state !== undefined) {
      assert.equal(this.cursor.execution.strands.get(stop.strand)?.state, stop.state);
    }
  }
}

let ids = 0;
const at = (state: string, moment = 'entry', terms: Partial<Breakpoint> = {}): Breakpoint =>
  ({ kind: 'source', id: ++ids, state, moment, ...terms }) as Breakpoint;

/** Goes into every moment of the main line; answers what it saw on the way. */
async function walk(bench: Bench): Promise<string[]> {
  const stops = [await bench.go({ kind: 'entry' })];
  for (let n = 0; n < 200; n++) {
    const stop = await bench.go({ kind: 'into', strand: bench.cursor.stop!.strand });
    stops.push(stop);
    if (!bench.cursor.stop) {
      break;
    }
  }
  return stops;
}

describe('debugger: time', () => {
  it('stands at every moment of a state, and at the same ones on the way back', async () => {
    const bench = new Bench();
    bench.cursor.breakAt([at('Choose', 'exit')]);
    const stops = [await bench.go({ kind: 'entry' })];
    const seen = [bench.seen()];
    const strand = 0;
    while (!stops.at(-1)!.includes('exit')) {
      stops.push(await bench.go({ kind: 'phase', strand }));
      seen.push(bench.seen());
    }
    assert.deepEqual(stops, [
      'entry First (0)',
      'step First Parameters (0)',
      'step First ResultPath (0)',
      'step First Assign (0)',
      'step First Next (0)',
      'step Call (0)',
      'step Call Parameters (0)',
      'step Call Resource (0)',
      'step Call Retry/0 (0)',
      'step Call Parameters (0)',
      'step Call Resource (0)',
      'step Call ResultSelector (0)',
      'step Call ResultPath (0)',
      'step Call Next (0)',
      'step Fan (0)',
      'step Fan ResultPath (0)',
      'step Fan Next (0)',
      'step Choose (0)',
      'step Choose Choices/0 (0)',
      'step Choose Choices/1 (0)',
      'step Choose Choices/1/Assign (0)',
      'step Choose Choices/1/Next (0)',
      'breakpoint Choose exit (0)',
    ]);
    assert.equal(bench.calls, 2);
    for (let n = stops.length - 2; n >= 0; n--) {
      const stop = await bench.back(strand);
      assert.equal(stop.replace(/^\w+ /, ''), stops[n]!.replace(/^\w+ /, ''));
      assert.equal(bench.seen(), seen[n], stops[n]);
      bench.check();
    }
    assert.equal(bench.calls, 2, 'nothing is performed on the way back');
    bench.cursor.breakAt([]);
    assert.equal(await bench.go({ kind: 'continue' }), 'SUCCEEDED');
    assert.equal(bench.calls, 2, 'nor on the way forwards again');
  });

  it('steps back over transitions, out of an iteration into what is around it, and to the beginning', async () => {
    const bench = new Bench();
    bench.cursor.breakAt([at('Fan/1/Each/X')]);
    const stop = await bench.go({ kind: 'continue' });
    assert.match(stop, /^breakpoint Fan\/1\/Each\/X/);
    const { strand } = bench.cursor.stop!;
    assert.match(await bench.back(strand, true), /^step Fan\/1\/Each\/W/);
    assert.match(await bench.back(strand, true), /^step Fan\/1\/Each \(/);
    assert.match(await bench.back(bench.cursor.stop!.strand, true), /^step Fan \(0\)/);
    assert.match(await bench.back(0, true), /^step Call/);
    assert.match(await bench.back(0, true), /^entry First/);
    assert.match(await bench.back(0, true), /^entry First/);
    bench.check();
  });

  it('goes back to breakpoints, with their conditions and numbers of hits', async () => {
    const bench = new Bench();
    const work = at('Fan/1/Each/W', 'entry', { condition: '$.v >= 2' });
    bench.cursor.breakAt([work, at('Last')]);
    assert.match(await bench.go({ kind: 'continue' }), /Each\/W/);
    assert.match(await bench.go({ kind: 'continue' }), /Each\/W/);
    assert.match(await bench.go({ kind: 'continue' }), /Last/);
    assert.match(await bench.reverse(), /Each\/W/);
    const later = bench.cursor.position.events;
    assert.match(await bench.reverse(), /Each\/W/);
    assert.ok(bench.cursor.position.events < later);
    assert.match(await bench.reverse(), /^entry First/);
    bench.cursor.breakAt([{ ...work, condition: undefined, hits: '=3' }]);
    assert.match(await bench.go({ kind: 'continue' }), /Each\/W/);
    assert.equal(writeJson(bench.cursor.execution.strands.get(bench.cursor.stop!.strand)!.input), '{"v":3}');
    bench.check();
  });

  it('tells what is wrong with terms, and stops', async () => {
    const bench = new Bench();
    bench.cursor.breakAt([
      at('First', 'entry', { condition: '$.n >' }),
      at('Call', 'entry', { condition: '$.nothing == 1' }),
      at('Fan', 'entry', { condition: '$.n' }),
      at('Choose', 'entry', { hits: 'often' }),
      at('Again', 'entry', { log: "n is {$.n}, {States.Format('<{}>', $.n)} {$.none}" }),
    ]);
    for (const state of ['First', 'Call', 'Fan', 'Choose']) {
      assert.match(await bench.go({ kind: 'continue' }), new RegExp(`^breakpoint ${state}`));
    }
    assert.equal(await bench.go({ kind: 'continue' }), 'SUCCEEDED');
    assert.deepEqual(
      bench.faults.map((fault) => fault.split(':')[0]!),
      [
        "The condition '$.n >' could not be evaluated",
        "The condition '$.nothing == 1' could not be evaluated",
        "The condition '$.n' gives 3, which is neither true nor false.",
        "The hit count 'often' is not understood",
      ],
    );
    assert.match(bench.logs[0]!, /^n is 3, <3> \{.*none/);
  });

  it('steps one strand while the others wait', async () => {
    const bench = new Bench();
    bench.cursor.breakAt([at('Fan/0/L')]);
    await bench.go({ kind: 'continue' });
    const { strand } = bench.cursor.stop!;
    const other = (): string | undefined =>
      [...bench.cursor.execution.strands.values()].find(({ state }) => state === 'Fan/1/Each')?.phase;
    assert.equal(other(), 'ready');
    assert.match(await bench.go({ kind: 'over', strand }, strand), /^step Fan\/0\/M/);
    assert.equal(other(), 'ready');
    assert.match(await bench.go({ kind: 'out', strand }, strand), /^step Fan \(0\)/);
    assert.equal(other(), 'ready');
    assert.match(await bench.go({ kind: 'over', strand: 0 }, 0), /^step Choose/);
  });

  it('steps into the iteration that is asked for', async () => {
    const bench = new Bench();
    bench.cursor.breakAt([at('Fan/1/Each')]);
    await bench.go({ kind: 'continue' });
    const { strand } = bench.cursor.stop!;
    assert.match(await bench.go({ kind: 'into', strand, child: 2 }, strand), /^step Fan\/1\/Each\/W/);
    assert.equal(writeJson(bench.cursor.execution.strands.get(bench.cursor.stop!.strand)!.input), '{"v":3}');
  });

  it('begins another future where something is changed', async () => {
    const bench = new Bench();
    bench.cursor.breakAt([at('Choose', 'Choices/0')]);
    assert.equal(await bench.go({ kind: 'continue' }), 'breakpoint Choose Choices/0 (0)');
    await bench.loop.change([{ type: 'change', strand: 0, change: { input: { n: 500 } } }], 'step');
    assert.equal(bench.where(bench.cursor.stop!), 'step Choose Choices/0 (0)');
    bench.check();
    assert.equal(await bench.go({ kind: 'phase', strand: 0 }), 'step Choose Choices/0/Next (0)');
    bench.cursor.breakAt([]);
    assert.equal(await bench.go({ kind: 'over', strand: 0 }), 'step Last (0)');
    assert.equal(await bench.back(0, true), 'step Choose (0)');
    await bench.loop.change([], 'restart', { at: bench.cursor.entryOf(0) });
    assert.equal(await bench.go({ kind: 'over', strand: 0 }), 'step Again (0)');
    await bench.loop.change([{ type: 'change', strand: 0, change: { goTo: 'Call' } }], 'goto');
    assert.equal(bench.where(bench.cursor.stop!), 'goto Call (0)');
    assert.equal(await bench.go({ kind: 'continue' }), 'SUCCEEDED');
    assert.equal(bench.calls, 3);
  });

  it('stops at variables and paths that change', async () => {
    const bench = new Bench();
    bench.cursor.breakAt(
      ['$.item', '$chosen'].map((expression) => ({ kind: 'data', id: ++ids, expression, path: parsePath(expression).path! })),
    );
    assert.equal(await bench.go({ kind: 'continue' }), 'data breakpoint Fan (0)');
    assert.equal(await bench.go({ kind: 'continue' }), 'data breakpoint Again (0)');
    assert.equal(await bench.go({ kind: 'continue' }), 'SUCCEEDED');
  });

  it('is consistent after any sequence of steps forwards and backwards', async function () {
    this.timeout(60_000);
    const step = fc.constantFrom('over', 'into', 'phase', 'out', 'back', 'backOver', 'reverse', 'continue', 'restart');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(step, fc.nat(5), fc.boolean()), { maxLength: 25 }), async (steps) => {
        const bench = new Bench();
        bench.cursor.breakAt([at('Fan/1/Each/X'), at('Choose', 'Choices/1')]);
        await bench.go({ kind: 'entry' });
        const seen = new Map<string, string>();
        for (const [kind, pick, isAlone] of steps) {
          const strands = bench.cursor.strands;
          const strand = strands[pick % strands.length]!.id;
          const only = isAlone ? strand : undefined;
          const before = bench.calls;
          if (kind === 'back' || kind === 'backOver') {
            await bench.back(strand, kind === 'backOver');
          } else if (kind === 'reverse') {
            await bench.reverse();
          } else if (kind === 'restart') {
            const entry = bench.cursor.entryOf(strand);
            if (entry) {
              await bench.loop.change([], 'restart', { strand, at: entry });
              seen.clear();
            }
          } else {
            await bench.go(kind === 'continue' ? { kind } : { kind, strand }, only);
          }
          if (!bench.cursor.stop) {
            break;
          }
          if (kind.startsWith('back') || kind === 'reverse') {
            assert.equal(bench.calls, before);
          }
          bench.check();
          const key = JSON.stringify(bench.cursor.position);
          assert.equal(bench.seen(), seen.get(key) ?? bench.seen(), `at ${key}`);
          seen.set(key, bench.seen());
        }
      }),
      { numRuns: 60 },
    );
  });

  it('goes into every part of the workflow, step by step', async () => {
    const stops = await walk(new Bench());
    assert.equal(stops.at(-1), 'SUCCEEDED');
    assert.ok(stops.includes('step Fan/0/L (1)'), stops.join('\n'));
  });
});

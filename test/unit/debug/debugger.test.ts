import assert from 'node:assert/strict';
import { analyze } from '../../../server/src/analysis/analyze';
import { Course, overlay } from '../../../server/src/debug/course';
import type { Breakpoint, FailureFilter } from '../../../server/src/debug/breakpoints';
import { Debugger, type Wish } from '../../../server/src/debug/debugger';
import { FrameData } from '../../../server/src/debug/frameData';
import type { Stop } from '../../../server/src/debug/stop';
import { Transcript, strandName } from '../../../server/src/debug/transcript';
import { compile } from '../../../server/src/execution/compile';
import { VirtualClock } from '../../../server/src/runner/clock';
import { Runner } from '../../../server/src/runner/runner';
import type { TaskAnswer } from '../../../server/src/runner/tasks/binding';
import { type Json, fromPlain, writeJson } from '../../../server/src/source/json';

let ids = 0;
/** A breakpoint on the entry of a state. */
const at = (state: string): Breakpoint => ({ kind: 'source', id: ++ids, state, moment: 'entry' });
/** Breakpoints on failures. */
const on = (filters: readonly FailureFilter[]): Breakpoint[] => filters.map((filter) => ({ kind: 'failure', id: ++ids, filter }));

/** A run under a debugger, moved by hand. */
class Bench {
  readonly runner: Runner;
  readonly cursor: Debugger;
  readonly lines: string[] = [];

  constructor(definition: object, input: unknown = {}, answers: Record<string, TaskAnswer[]> = {}) {
    const { machine, symbols } = analyze(JSON.stringify(definition));
    const { program, problems } = compile(machine!);
    assert.deepEqual(problems, []);
    this.runner = new Runner({
      program: program!,
      input: fromPlain(input),
      clock: new VirtualClock(Date.parse('2026-01-31T12:00:00Z')),
      seed: 1,
      tasks: [{ perform: ({ stateName }) => answers[stateName]?.shift() }],
    });
    const transcript = new Transcript(symbols.byId.keys());
    this.cursor = new Debugger(
      this.runner.history,
      () => this.runner.program,
      (event, strand, name) => {
        for (const line of transcript.lines(event, strand, name)) {
          this.lines.push(line.map(({ text }) => text).join(''));
        }
      },
    );
  }

  /** Goes as far as the wish says; answers where it stops: `breakpoint B (main)`, or how the execution ended. */
  async go(wish: Wish): Promise<string> {
    this.cursor.go(wish);
    for (;;) {
      const stop = this.cursor.forward();
      if (stop) {
        return this.told(stop);
      }
      const next = this.runner.next();
      if (!this.cursor.isAtEnd) {
        continue;
      }
      if (next === 'ended') {
        return this.runner.outcome!.status;
      }
      await (next === 'waiting' ? this.runner.wait() : this.runner.step(next));
    }
  }

  told({ reason, state, strand }: Stop): string {
    return `${reason} ${state} (${strandName(this.cursor.execution, strand)})`;
  }
}

const pass = (next?: string): object => ({ Type: 'Pass', ...(next === undefined ? { End: true } : { Next: next }) });
const line = { StartAt: 'A', States: { A: pass('B'), B: pass('C'), C: pass() } };
const fan = {
  StartAt: 'Fan',
  States: {
    Fan: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'L', States: { L: pass('M'), M: pass() } },
        { StartAt: 'R', States: { R: pass() } },
      ],
      Next: 'Each',
    },
    Each: { Type: 'Map', ItemProcessor: { StartAt: 'W', States: { W: pass('X'), X: pass() } }, Next: 'Z' },
    Z: pass(),
  },
};
const task = (extra: object = {}): object => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::dynamodb:getItem',
  Parameters: { Key: { 'Id.$': '$.id' } },
  ResultPath: '$.item',
  End: true,
  ...extra,
});

describe('debugger', () => {
  it('stops at entry, at breakpoints, after each step; goes on to the end', async () => {
    const bench = new Bench(line);
    bench.cursor.breakAt([at('C')]);
    assert.equal(await bench.go({ kind: 'entry' }), 'entry A (main)');
    assert.equal(await bench.go({ kind: 'over', strand: 0 }), 'step B (main)');
    assert.equal(await bench.go({ kind: 'continue' }), 'breakpoint C (main)');
    assert.equal(await bench.go({ kind: 'over', strand: 0 }), 'SUCCEEDED');
    assert.deepEqual(bench.lines, [
      '12:00:00.000  start → A',
      '12:00:00.000  A → B',
      '12:00:00.000  B → C',
      '12:00:00.000  C → end',
    ]);
  });

  it('steps over a container, into its strands, out of them', async () => {
    const over = new Bench(fan, [1, 2]);
    await over.go({ kind: 'entry' });
    assert.equal(await over.go({ kind: 'over', strand: 0 }), 'step Each (main)');
    assert.equal(await over.go({ kind: 'into', strand: 0 }), 'step Each/W (Each · item 0)');
    const strand = over.cursor.stop!.strand;
    assert.equal(await over.go({ kind: 'over', strand }), 'step Each/X (Each · item 0)');
    assert.deepEqual(
      over.cursor.frames(strand).map(({ state }) => state),
      ['Each/X', 'Each', undefined],
    );
    assert.equal(await over.go({ kind: 'over', strand }), 'step Each (main)');
    assert.equal(await over.go({ kind: 'over', strand: 0 }), 'step Z (main)');

    const out = new Bench(fan, []);
    await out.go({ kind: 'entry' });
    assert.equal(await out.go({ kind: 'into', strand: 0 }), 'step Fan/0/L (Fan · branch 0)');
    assert.equal(await out.go({ kind: 'out', strand: out.cursor.stop!.strand }), 'step Fan (main)');
    assert.equal(await out.go({ kind: 'out', strand: 0 }), 'SUCCEEDED');
  });

  it('stops at breakpoints in other strands while one is stepped', async () => {
    const bench = new Bench(fan, [7]);
    bench.cursor.breakAt([at('Fan/1/R'), at('Each/X')]);
    await bench.go({ kind: 'entry' });
    assert.equal(await bench.go({ kind: 'over', strand: 0 }), 'breakpoint Fan/1/R (Fan · branch 1)');
    assert.equal(await bench.go({ kind: 'continue' }), 'breakpoint Each/X (Each · item 0)');
  });

  it('stops at failures by what becomes of them', async () => {
    const failing = (): Bench =>
      new Bench(
        {
          StartAt: 'T',
          States: {
            T: task({
              Retry: [{ ErrorEquals: ['Slow'], IntervalSeconds: 90 }],
              Catch: [{ ErrorEquals: ['Gone'], Next: 'U' }],
            }),
            U: task({ Parameters: undefined }),
          },
        },
        { id: 1 },
        {
          T: [
            { kind: 'failure', error: 'Slow', cause: 'too\nmany' },
            { kind: 'failure', error: 'Gone' },
          ],
          U: [{ kind: 'failure', error: 'Bad', cause: 'no' }],
        },
      );
    const stops = async (filters: FailureFilter[]): Promise<string[]> => {
      const bench = failing();
      bench.cursor.breakAt(on(filters));
      const seen = [await bench.go({ kind: 'continue' })];
      while (seen.at(-1) !== 'FAILED') {
        seen.push(`${bench.cursor.stop!.failure!.error}`, await bench.go({ kind: 'continue' }));
      }
      return seen;
    };
    assert.deepEqual(await stops([]), ['FAILED']);
    assert.deepEqual(await stops(['retried']), ['exception T (main)', 'Slow', 'FAILED']);
    assert.deepEqual(await stops(['caught']), ['exception T (main)', 'Gone', 'FAILED']);
    assert.deepEqual(await stops(['uncaught']), ['exception U (main)', 'Bad', 'FAILED']);
    const bench = failing();
    await bench.go({ kind: 'continue' });
    assert.deepEqual(bench.lines, [
      '12:00:00.000  start → T',
      '12:00:00.000  T ↻ retry 1 in 1 min 30 s  Slow: too many',
      '12:01:30.000  T ⇢ U  Catch 1: Gone',
      '12:01:30.000  U ✗ Bad: no',
    ]);
  });

  it('stops in the state whose own fields fail, but not in a Fail state', async () => {
    const inner = { StartAt: 'F', States: { F: { Type: 'Pass', InputPath: '$.q', End: true } } };
    const failing = new Bench({ StartAt: 'M', States: { M: { Type: 'Map', ItemProcessor: inner, End: true } } }, [{}]);
    failing.cursor.breakAt(on(['uncaught']));
    assert.equal(await failing.go({ kind: 'continue' }), 'exception M/F (M · item 0)');
    assert.equal(failing.cursor.stop!.failure!.error, 'States.Runtime');
    assert.equal(await failing.go({ kind: 'continue' }), 'exception M (main)');
    assert.equal(await failing.go({ kind: 'continue' }), 'FAILED');
    assert.match(failing.lines[1]!, /^12:00:00.000 {2}M · item 0: F ✗ States.Runtime: .*\$\.q/);
    const meant = new Bench({ StartAt: 'F', States: { F: { Type: 'Fail', Error: 'E' } } });
    meant.cursor.breakAt(on(['uncaught']));
    assert.equal(await meant.go({ kind: 'continue' }), 'FAILED');
  });

  it('shows the data of a frame and evaluates paths in it', async () => {
    const bench = new Bench(
      { StartAt: 'T', States: { T: task({ End: undefined, Next: 'U' }), U: pass() } },
      { id: 1, list: [1, { a: 2 }] },
      { T: [{ kind: 'success', output: fromPlain({ price: 2 }) }] },
    );
    bench.cursor.breakAt([at('U')]);
    await bench.go({ kind: 'continue' });
    const frame = bench.cursor.frames(0)[0]!;
    const data = new FrameData(bench.cursor, () => bench.runner.program);
    const shown = Object.fromEntries(data.sections(frame).map(({ name, value }) => [name, writeJson(value)]));
    assert.equal(shown['Input'], '{"id":1,"list":[1,{"a":2}],"item":{"price":2}}');
    assert.equal(
      shown['Data flow of T'],
      '{"afterInputPath":{"id":1,"list":[1,{"a":2}]},"afterParameters":{"Key":{"Id":1}},"result":{"price":2},' +
        '"afterResultPath":{"id":1,"list":[1,{"a":2}],"item":{"price":2}},"output":{"id":1,"list":[1,{"a":2}],"item":{"price":2}}}',
    );
    assert.equal(shown['Variables'], '{}');
    assert.match(shown['Context object']!, /"Name":"U"/);
    const evaluate = async (text: string): Promise<Json> => {
      const answer = await data.evaluate(frame, text);
      return 'problem' in answer ? answer.problem : answer.value;
    };
    assert.equal(await evaluate('$.list[1].a'), 2);
    assert.equal(await evaluate('$$.State.Name'), 'U');
    assert.equal(await evaluate('"$.id"'), 1);
    assert.match((await evaluate('$.none')) as string, /none/);
    assert.equal(await evaluate('$x'), 'There is no variable $x here.');
    assert.match((await evaluate('id')) as string, /'id' is no path/);
    assert.match((await evaluate('$.[')) as string, /\S/);
    assert.equal(await evaluate('{% $states.input.list[1].a * 2.5 & $states.context.State.Name %}'), '5U');
    assert.match((await evaluate('{% $nothing %}')) as string, /gives nothing/);
    assert.match((await evaluate('{% ( %}')) as string, /\S/);
    const outer = bench.cursor.frames(0)[1]!;
    assert.deepEqual(await data.evaluate(outer, '$.id'), { value: 1, path: '$.id' });
  });

  it('pauses on the strand that is asked for, else on the first', () => {
    const bench = new Bench(line);
    assert.equal(bench.cursor.pause(), undefined);
    bench.runner.next();
    bench.cursor.forward();
    assert.equal(bench.told(bench.cursor.pause(7)!), 'pause A (main)');
  });
});

describe('debug: overlay', () => {
  const statuses = (bench: Bench): Record<string, string> =>
    Object.fromEntries(
      Object.entries(overlay(bench.runner.history).states).map(([id, { status, entered }]) => [id, `${status} ${entered}`]),
    );

  it('tells what became of each state and which transitions were taken', async () => {
    const bench = new Bench(fan, [1, 2, 3]);
    await bench.go({ kind: 'continue' });
    assert.deepEqual(statuses(bench), {
      Fan: 'succeeded 1',
      'Fan/0/L': 'succeeded 1',
      'Fan/1/R': 'succeeded 1',
      'Fan/0/M': 'succeeded 1',
      Each: 'succeeded 1',
      'Each/W': 'succeeded 2',
      'Each/X': 'succeeded 2',
      Z: 'succeeded 1',
    });
    const { status, transitions } = overlay(bench.runner.history);
    assert.equal(status, 'SUCCEEDED');
    assert.deepEqual(transitions, {
      '#start>Fan': 1,
      'Fan/0#start>Fan/0/L': 1,
      'Fan/1#start>Fan/1/R': 1,
      'Fan/0/L>Fan/0/M': 1,
      'Fan/1/R>Fan/1#end': 1,
      'Fan/0/M>Fan/0#end': 1,
      'Fan>Each': 1,
      'Each#start>Each/W': 2,
      'Each/W>Each/X': 2,
      'Each/X>Each#end': 2,
      'Each>Z': 1,
      'Z>#end': 1,
    });
  });

  it('shows caught, failed and aborted states', async () => {
    const bench = new Bench(
      {
        StartAt: 'Fan',
        States: {
          Fan: {
            Type: 'Parallel',
            Branches: [
              { StartAt: 'Long', States: { Long: { Type: 'Wait', Seconds: 9, End: true } } },
              { StartAt: 'Bad', States: { Bad: { Type: 'Fail', Error: 'E' } } },
            ],
            Catch: [{ ErrorEquals: ['E'], Next: 'T' }],
            End: true,
          },
          T: task(),
        },
      },
      { id: 1 },
      { T: [{ kind: 'failure', error: 'X' }] },
    );
    assert.equal(await bench.go({ kind: 'continue' }), 'FAILED');
    assert.deepEqual(statuses(bench), { Fan: 'caught 1', 'Fan/0/Long': 'aborted 1', 'Fan/1/Bad': 'failed 1', T: 'failed 1' });
  });

  it('is the same event by event and at once, at every cursor', async () => {
    const bench = new Bench(fan, [1, 2]);
    const course = new Course();
    await bench.go({ kind: 'continue' });
    const { history } = bench.runner;
    for (let n = 0; n < history.length; n++) {
      course.add(history[n]!);
      assert.deepEqual(course.overlay(), overlay(history.slice(0, n + 1)));
    }
    assert.deepEqual(overlay(history), bench.cursor.course.overlay());
  });

  it('marks where the debugger stands', async () => {
    const bench = new Bench(line);
    bench.cursor.breakAt([at('B')]);
    await bench.go({ kind: 'continue' });
    const { states, status } = bench.cursor.course.overlay('B');
    assert.equal(status, 'RUNNING');
    assert.deepEqual([states['A']!.status, states['B']!.status, states['C']], ['succeeded', 'stopped', undefined]);
  });
});

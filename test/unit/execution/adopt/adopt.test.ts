import assert from 'node:assert/strict';
import fc from 'fast-check';
import { adopt } from '../../../../server/src/execution/adopt/adopt';
import { differences } from '../../../../server/src/execution/adopt/differences';
import { type Recording, readRecording } from '../../../../server/src/execution/adopt/recording';
import { newExecution } from '../../../../server/src/execution/execution';
import { evolve } from '../../../../server/src/execution/evolve';
import { type HistoryEvent, exportHistory, isLocal } from '../../../../server/src/execution/history';
import { boundary } from '../../../../server/src/runner/recorded';
import type { TaskBinding } from '../../../../server/src/runner/tasks/binding';
import { equal } from '../../../../server/src/source/json';
import { inputs, scope, tasks } from '../../../support/anyMachine';
import { programOf, runnerOf } from '../../../support/machine';

function recordingOf(text: string): Recording {
  const read = readRecording(text);
  assert.ok('recording' in read, 'problem' in read ? read.problem : '');
  return read.recording;
}

/** What of an event an adopted history must tell as the one that was made here does. */
function told({ id, type, previousEventId, details, local }: HistoryEvent, _: number, history: readonly HistoryEvent[]): unknown {
  const { transition, next, handling, state } = local;
  // A Catcher that itself failed, or a next try that was aborted before it began, is not told by a recording.
  const follows = { catch: /StateExited$/, retry: /(Scheduled|Started)$/, fail: /^/ };
  const isTold = handling && history.some((each) => each.previousEventId === id && follows[handling.kind].test(each.type));
  const handled = handling && (isTold ? handling.kind : 'fail');
  // Which of several was aborted is not recorded.
  const where = type.endsWith('Aborted') ? undefined : state;
  return { id, type, previousEventId, name: details?.name, where, next, kind: transition?.kind, handled };
}

type Scope = { StartAt: string; States: Record<string, State> };
type State = Record<string, unknown> & { Branches?: Scope[]; ItemProcessor?: Scope };

/** The same machine with names that stand in it once, as AWS wants them. */
function distinct({ StartAt, States }: Scope, suffix = ''): Scope {
  const renamed = (name: string): string => name + suffix;
  const entries = Object.entries(States).map(([name, { Branches, ItemProcessor, ...state }]): [string, State] => {
    const text = JSON.stringify(state).replace(
      /"(Next|Default)":"(\w+)"/g,
      (_, key: string, to: string) => `"${key}":"${renamed(to)}"`,
    );
    const inner = (scope: Scope, index: number): Scope => distinct(scope, `${suffix}${name}${index}`);
    return [
      renamed(name),
      {
        ...(JSON.parse(text) as State),
        ...(Branches ? { Branches: Branches.map(inner) } : {}),
        ...(ItemProcessor ? { ItemProcessor: inner(ItemProcessor, 0) } : {}),
      },
    ];
  });
  return { StartAt: renamed(StartAt), States: Object.fromEntries(entries) };
}

describe('adopting a history', () => {
  it('gives back what was exported, for any state machine', async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(scope(2), inputs, async (definition, input) => {
        const runner = runnerOf(distinct(definition as Scope), input, { tasks: [tasks] });
        await runner.run();
        const recording = recordingOf(exportHistory(runner.history));
        const { history, problem } = adopt(recording, runner.program);
        assert.equal(problem, undefined);
        const known = (event: HistoryEvent): boolean => !isLocal(event.type);
        assert.deepEqual(history.filter(known).map(told), runner.history.filter(known).map(told));
        const execution = newExecution();
        history.forEach((event) => evolve(execution, event));
        assert.equal(execution.status, runner.execution.status);
        assert.equal(execution.entered, runner.execution.entered);
        assert.ok(execution.output === runner.execution.output || equal(execution.output!, runner.execution.output!));
      }),
      { numRuns: 1000, seed: Number(process.env.STEPWISE_SEED ?? 1) },
    );
  });

  it('gives back what was exported of an execution that was redriven, for any state machine', async function () {
    this.timeout(120_000);
    let redriven = 0;
    await fc.assert(
      fc.asyncProperty(scope(2), inputs, async (definition, input) => {
        let isRepaired = false;
        const repaired: TaskBinding = {
          perform: (request, ...rest) => (isRepaired ? { kind: 'success', output: 'repaired' } : tasks.perform(request, ...rest)),
        };
        const runner = runnerOf(distinct(definition as Scope), input, { tasks: [repaired] });
        const { status } = (await runner.run())!;
        if (status === 'SUCCEEDED') {
          return;
        }
        isRepaired = true;
        await runner.redrive();
        await runner.run();
        redriven++;
        const { history, problem } = adopt(recordingOf(exportHistory(runner.history)), runner.program);
        assert.equal(problem, undefined);
        const known = (event: HistoryEvent): boolean => !isLocal(event.type);
        assert.deepEqual(history.filter(known).map(told), runner.history.filter(known).map(told));
        const execution = newExecution();
        history.forEach((event) => evolve(execution, event));
        assert.equal(execution.status, runner.execution.status);
        assert.equal(execution.redriveCount, 1);
      }),
      { numRuns: 1500, seed: Number(process.env.STEPWISE_SEED ?? 1) },
    );
    assert.ok(redriven > 100);
  });

  const machine = {
    StartAt: 'Ask',
    States: {
      Ask: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage',
        Next: 'Pause',
        Retry: [{ ErrorEquals: ['States.ALL'] }],
      },
      Pause: { Type: 'Wait', Seconds: 90, Next: 'Done' },
      Done: { Type: 'Succeed' },
    },
  };

  it('goes on from any point of it to the same end', async () => {
    let calls = 0;
    const answer: TaskBinding = {
      perform: () => (calls++ === 0 ? { kind: 'failure', error: 'Once' } : { kind: 'success', output: calls }),
    };
    const runner = runnerOf(machine, '{"a":1.0}', { tasks: [answer] });
    await runner.run();
    const { history } = adopt(recordingOf(exportHistory(runner.history)), programOf(machine));
    for (let events = 1; events <= history.length; events++) {
      const again = runnerOf(machine, '{}', {
        tasks: [{ perform: () => ({ kind: 'success', output: 2 }) }],
        history: history.slice(0, boundary(history, events)),
      });
      const outcome = await again.run();
      assert.equal(outcome?.status, 'SUCCEEDED', `after ${events} events`);
      assert.equal(outcome.output, 2);
    }
  });

  it('takes a redrive in', async () => {
    let calls = 0;
    const answer: TaskBinding = {
      perform: () => (calls++ < 4 ? { kind: 'failure', error: 'Down' } : { kind: 'success', output: calls }),
    };
    const runner = runnerOf(machine, '{}', { tasks: [answer] });
    assert.equal((await runner.run())?.status, 'FAILED');
    await runner.redrive();
    assert.equal((await runner.run())?.status, 'SUCCEEDED');
    const { history, problem } = adopt(recordingOf(exportHistory(runner.history)), programOf(machine));
    assert.equal(problem, undefined);
    const execution = newExecution();
    history.forEach((event) => evolve(execution, event));
    assert.deepEqual([execution.status, execution.output, execution.redriveCount], ['SUCCEEDED', 5, 1]);
  });

  it('says which states another definition lacks or has as another type', () => {
    const recording = recordingOf(
      JSON.stringify({
        events: [
          { id: 1, type: 'ExecutionStarted', timestamp: 1 },
          {
            id: 2,
            type: 'PassStateEntered',
            timestamp: '2026-01-31T12:00:00.250+01:00',
            stateEnteredEventDetails: { name: 'Ask' },
          },
          { id: 3, type: 'TaskStateEntered', timestamp: 2, stateEnteredEventDetails: { name: 'Tell' } },
        ],
      }),
    );
    assert.equal(recording.events[1]!.timestamp, Date.UTC(2026, 0, 31, 11, 0, 0, 250));
    assert.deepEqual(differences(recording, programOf(machine)), [
      "'Ask' was a Pass and is a Task in the definition",
      "'Tell' (Task) is not in the definition",
    ]);
  });

  const faults: readonly [string, string, RegExp][] = [
    ['no JSON', '{', /it is no JSON: /],
    ['something else', '{"StartAt": "A"}', /it is no execution history/],
    ['no event', '{"events": []}', /it holds no event/],
    ['a type that is not known', '{"events": [{"id": 1, "type": "Surprise"}]}', /events\[0\]: the type "Surprise" is not known/],
    ['an id that is none', '{"events": [{"id": "a", "type": "ExecutionStarted"}]}', /events\[0\]: "id" must be/],
    ['the second page only', '{"events": [{"id": 9, "type": "PassStateExited"}]}', /first page is missing/],
    [
      'a page that is missing',
      '{"events": [{"id": 1, "type": "ExecutionStarted"}, {"id": 4, "type": "PassStateExited"}]}',
      /event 2 is missing: after 1 comes 4/,
    ],
    ['a time that is none', '{"events": [{"id": 1, "type": "ExecutionStarted", "timestamp": "today"}]}', /"timestamp" must be/],
  ];
  for (const [what, text, said] of faults) {
    it(`tells of a file that holds ${what}`, () => {
      const read = readRecording(text);
      assert.match('problem' in read ? read.problem : '', said);
    });
  }
});

import assert from 'node:assert/strict';
import { analyze } from '../../../../server/src/analysis/analyze';
import { lower } from '../../../../server/src/asl/lower';
import { Debugger } from '../../../../server/src/debug/debugger';
import { adopt } from '../../../../server/src/execution/adopt/adopt';
import { differences } from '../../../../server/src/execution/adopt/differences';
import { type Recording as Events, readRecording } from '../../../../server/src/execution/adopt/recording';
import { sketch } from '../../../../server/src/execution/adopt/sketch';
import { compile } from '../../../../server/src/execution/compile';
import { check } from '../../../../server/src/rules/check';
import { exportHistory } from '../../../../server/src/execution/history';
import { parseJson } from '../../../../server/src/source/parseJson';
import { runnerOf } from '../../../support/machine';
import { type Recording, eventsOf, readRecordings } from '../../../support/recordings';

const isWhole = ({ parallelSorted, incomplete }: Recording): boolean => !parallelSorted && !incomplete;

function read(text: string): Events {
  const found = readRecording(text);
  assert.ok('recording' in found, 'problem' in found ? found.problem : '');
  return found.recording;
}

describe('histories that AWS recorded are sketched', () => {
  const recordings = readRecordings().filter(({ expect }) => expect.events && expect.events.length > 1);
  if (recordings.length === 0) {
    it.skip('needs ../shared/conformance');
    return;
  }
  for (const recording of recordings.filter(isWhole)) {
    it(recording.id, () => {
      const events = read(JSON.stringify({ events: eventsOf(recording) }));
      const { text } = sketch(events);
      const parsed = parseJson(text);
      const { program, problems } = compile(lower(parsed.root)!);
      assert.deepEqual(
        problems.map(({ message }) => message),
        [],
        text,
      );
      const faults = check(analyze(text)).filter(({ severity }) => severity === 'error');
      assert.deepEqual(
        faults.map(({ message }) => message),
        [],
        text,
      );
      assert.deepEqual(differences(events, program!), []);
      const { history, problem } = adopt(events, program!);
      assert.equal(problem, undefined, text);
      const cursor = new Debugger(history, () => program!);
      const forward: string[] = [];
      cursor.go({ kind: 'entry' });
      for (let stop = cursor.forward(); stop; stop = cursor.forward()) {
        forward.push(`${cursor.position.events} ${stop.state}`);
        cursor.go({ kind: 'entry' });
      }
      assert.equal(cursor.execution.status, recording.expect.outcome!['status']);
      const back: string[] = [];
      for (const each of [...forward].reverse()) {
        cursor.seek({ events: Number(each.split(' ')[0]), inner: 0 }, { reason: 'goto' });
        back.unshift(`${cursor.position.events} ${cursor.stop!.state}`);
      }
      assert.deepEqual(back, forward);
    });
  }

  it('also where they stop early', () => {
    for (const recording of recordings.filter(({ parallelSorted }) => !parallelSorted)) {
      const events = eventsOf(recording);
      for (let length = 1; length <= events.length; length++) {
        const { text } = sketch(read(JSON.stringify({ events: events.slice(0, length) })));
        const { problems } = compile(lower(parseJson(text).root)!);
        const faults = check(analyze(text)).filter(({ severity }) => severity === 'error');
        assert.deepEqual([...problems, ...faults], [], `${recording.id}, ${length} events\n${text}`);
      }
    }
  });
});

describe('a sketch', () => {
  const machine = {
    StartAt: 'Call',
    States: {
      Call: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage',
        Parameters: { QueueUrl: 'q', 'MessageBody.$': '$.n' },
        ResultPath: '$.sent',
        TimeoutSeconds: 20,
        Retry: [{ ErrorEquals: ['Slow'], IntervalSeconds: 2 }],
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Choose' }],
        Next: 'Fan',
      },
      Fan: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'A', States: { A: { Type: 'Wait', Seconds: 7, End: true } } },
          {
            StartAt: 'Each',
            States: {
              Each: {
                Type: 'Map',
                ItemsPath: '$.items',
                ItemProcessor: { StartAt: 'W', States: { W: { Type: 'Pass', Next: 'X' }, X: { Type: 'Pass', End: true } } },
                End: true,
              },
            },
          },
        ],
        ResultPath: null,
        Next: 'Choose',
      },
      Choose: { Type: 'Choice', Choices: [{ Variable: '$.n', NumericGreaterThan: 1, Next: 'Good' }], Default: 'Bad' },
      Good: { Type: 'Succeed' },
      Bad: { Type: 'Fail', Error: 'No', Cause: 'Not today.' },
    },
  };
  const drawn = async (errors: readonly string[], input = '{"n": 2, "items": [1, 2]}'): Promise<Record<string, unknown>> => {
    const left = [...errors];
    const runner = runnerOf(machine, input, {
      tasks: [
        {
          perform: () => {
            const error = left.shift();
            return error === undefined
              ? { kind: 'success', output: { id: 'm' }, delay: 0 }
              : { kind: 'failure', error, delay: 0 };
          },
        },
      ],
    });
    await runner.run();
    const { text } = sketch(read(exportHistory(runner.history)));
    return JSON.parse(text) as Record<string, unknown>;
  };

  it('has the states, the ways that were taken, what is inside of them, and what was retried', async () => {
    const { StartAt, States, Comment } = await drawn(['Slow']);
    assert.equal(StartAt, 'Call');
    assert.match(Comment as string, /^A sketch made of the events of an execution, not its definition\./);
    assert.deepEqual(States, {
      Call: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage',
        Parameters: { QueueUrl: 'q', MessageBody: 2 },
        TimeoutSeconds: 20,
        ResultPath: '$.sent',
        Retry: [{ ErrorEquals: ['Slow'], MaxAttempts: 1 }],
        Next: 'Fan',
      },
      Fan: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'A', States: { A: { Type: 'Wait', Seconds: 7, End: true } } },
          {
            StartAt: 'Each',
            States: {
              Each: {
                Type: 'Map',
                ItemsPath: '$.items',
                ItemProcessor: { StartAt: 'W', States: { W: { Type: 'Pass', Next: 'X' }, X: { Type: 'Pass', End: true } } },
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
          {
            Comment: 'The condition is not in the history.',
            Variable: '$.conditionIsNotInTheHistory',
            IsPresent: true,
            Next: 'Good',
          },
        ],
        Default: 'Good',
      },
      Good: { Type: 'Succeed' },
    });
  });

  it('has what was caught, with its place in the data, and what a Fail state said', async () => {
    const { States } = (await drawn(['Gone'], '{"n": 0, "items": []}')) as { States: Record<string, object> };
    assert.deepEqual(States['Call'], {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage',
      Parameters: { QueueUrl: 'q', MessageBody: 0 },
      TimeoutSeconds: 20,
      Catch: [{ ErrorEquals: ['Gone'], ResultPath: '$.error', Next: 'Choose' }],
      End: true,
    });
    assert.deepEqual(States['Bad'], { Type: 'Fail', Error: 'No', Cause: 'Not today.' });
  });
});

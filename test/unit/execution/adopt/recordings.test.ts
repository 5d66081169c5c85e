import assert from 'node:assert/strict';
import { lower } from '../../../../server/src/asl/lower';
import { adopt } from '../../../../server/src/execution/adopt/adopt';
import { differences } from '../../../../server/src/execution/adopt/differences';
import { readRecording } from '../../../../server/src/execution/adopt/recording';
import { compile } from '../../../../server/src/execution/compile';
import { newExecution } from '../../../../server/src/execution/execution';
import { evolve } from '../../../../server/src/execution/evolve';
import { isLocal } from '../../../../server/src/execution/history';
import { parseJson } from '../../../../server/src/source/parseJson';
import { type Recording, eventsOf, readRecordings } from '../../../support/recordings';

/** Recordings whose events do not stand in order, or stop early: they are read, but not folded. */
const isWhole = ({ parallelSorted, incomplete }: Recording): boolean => !parallelSorted && !incomplete;

describe('histories that AWS recorded are adopted', () => {
  const recordings = readRecordings().filter(({ expect }) => expect.events && expect.events.length > 1);
  if (recordings.length === 0) {
    it.skip('needs ../shared/conformance');
    return;
  }
  for (const recording of recordings.filter(isWhole)) {
    it(recording.id, () => {
      const read = readRecording(JSON.stringify({ events: eventsOf(recording) }));
      assert.ok('recording' in read, 'problem' in read ? read.problem : '');
      const { program } = compile(lower(parseJson(recording.definition).root)!);
      assert.deepEqual(differences(read.recording, program!), []);
      const { history, problem } = adopt(read.recording, program!);
      assert.equal(problem, undefined);
      assert.deepEqual(
        history.filter(({ type }) => !isLocal(type)).map(({ id, type, previousEventId }) => ({ id, type, previousEventId })),
        read.recording.events.map(({ id, type, previousEventId }) => ({ id, type, previousEventId })),
      );
      const execution = newExecution();
      for (const event of history) {
        evolve(execution, event);
        const { type, details, local } = event;
        if (/State(Entered|Exited)$/.test(type)) {
          assert.equal(program!.states.get(local.state!)?.name, details?.name);
        }
      }
      assert.equal(execution.status, recording.expect.outcome!['status']);
    });
  }
});

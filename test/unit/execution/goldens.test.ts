import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { copyOf, newExecution } from '../../../server/src/execution/execution';
import { evolve } from '../../../server/src/execution/evolve';
import { type HistoryEvent, isLocal } from '../../../server/src/execution/history';
import type { Runner } from '../../../server/src/runner/runner';
import { readMocks } from '../../../server/src/runner/tasks/mockFile';
import { selectMocks } from '../../../server/src/runner/tasks/mocks';
import { fromPlain, writeJson } from '../../../server/src/source/json';
import { runnerOf, start } from '../../support/machine';

const folder = path.join(__dirname, '../../executions');

/** One line per event: seconds since the start, id, cause, type, details. Local events have their place, but no id. */
function line(event: HistoryEvent): string {
  const { id, previousEventId, timestamp, type, details, local } = event;
  const seconds = ((timestamp - start) / 1000).toFixed(3);
  const number = isLocal(type) ? '-' : `${id} ← ${previousEventId}`;
  const shown = isLocal(type) ? { due: local.due, handling: local.handling, failure: local.failure } : details;
  return `${seconds} [${local.strand}] ${number} ${type} ${shown ? writeJson(fromPlain(shown)) : ''}`.trimEnd();
}

function runnerFor(name: string): Runner {
  const read = (file: string): string => readFileSync(path.join(folder, name, file), 'utf8');
  const has = (file: string): boolean => existsSync(path.join(folder, name, file));
  const runner = runnerOf(read('definition.asl.json'), has('input.json') ? read('input.json') : '{}');
  if (!has('mocks.json')) {
    return runner;
  }
  const { config, problems } = readMocks(read('mocks.json'));
  assert.deepEqual(problems, []);
  const stateNames = new Set([...runner.program.states.values()].map((s) => s.name));
  const { tasks, problems: unknown } = selectMocks(config!, { machineName: name, testCase: 'Golden', stateNames });
  assert.deepEqual(unknown, []);
  return runnerOf(read('definition.asl.json'), has('input.json') ? read('input.json') : '{}', { tasks: [tasks!] });
}

/** Golden histories: `UPDATE=1` writes them anew. */
describe('golden histories', () => {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((e) => e.isDirectory())
    .map((e) => e.name);
  for (const name of names) {
    it(name, async () => {
      const runner = runnerFor(name);
      await runner.run();
      const text = `${runner.history.map(line).join('\n')}\n`;
      const file = path.join(folder, name, 'history.txt');
      if (process.env['UPDATE'] === '1') {
        writeFileSync(file, text);
      }
      assert.equal(text, readFileSync(file, 'utf8'));
    });

    it(`${name}: the history up to any event folds into the state that was live then`, async () => {
      const runner = runnerFor(name);
      const folded = newExecution();
      const check = (events: readonly HistoryEvent[]): void => {
        events.forEach((event) => evolve(folded, event));
        assert.deepEqual(folded, runner.execution);
        assert.deepEqual(copyOf(folded), runner.execution);
      };
      for (let next = runner.next(); next !== 'ended'; next = runner.next()) {
        if (folded.status === 'PENDING') {
          check(runner.history);
        }
        check(next === 'waiting' ? await runner.wait() : await runner.step(next));
      }
      assert.ok(runner.outcome);
    });
  }
});

import assert from 'node:assert/strict';
import * as path from 'node:path';
import { capabilities } from '../../server/src/debug/session/sessionCapabilities';
import { input, machine, mocks } from '../support/capabilityScript';
import { DebugBench, forms } from '../support/debugBench';
import { DebugClient } from '../support/debugClient';
import { golden } from '../support/golden';
import { inOneFile } from '../support/inOneFile';
import { breakpoints } from './capabilityBreakpoints';
import { steps } from './capabilitySteps';
import { views } from './capabilityViews';

const goldens = path.join(__dirname, 'golden', 'capabilities');

/** By capability: what shows that it is kept. Each leaves a transcript per way in which a definition is written. */
const scripts = { ...breakpoints, ...steps, ...views };

describe('debug adapter, over stdio: every capability', function () {
  this.timeout(60_000);
  /** The adapter as it is shipped, in one file: a process of its own for each session starts quickly. */
  let adapter: string;
  let done: () => void;

  before(async () => {
    await new Promise<void>((ready) => {
      void inOneFile(path.join(__dirname, '../../server/src/debugAdapter.ts'), (file) => {
        adapter = file;
        ready();
        return new Promise<void>((resolve) => (done = resolve));
      });
    });
  });
  after(() => done());

  it('has a transcript', () => {
    assert.deepEqual(Object.keys(capabilities).sort(), Object.keys(scripts).sort());
  });

  for (const [name, script] of Object.entries(scripts)) {
    for (const form of forms) {
      it(`${name} (${form})`, async () => {
        const bench = new DebugBench(DebugClient.start(adapter), form, machine);
        try {
          await script(bench, (args, configure) =>
            bench.launch({ input, mocks: bench.write('mocks.json', mocks), testCase: 'Fine', ...args }, configure),
          );
          golden(path.join(goldens, `${name}-${form}.txt`), `${bench.client.transcript.join('\n')}\n`);
        } finally {
          await (bench.client.process!.exitCode === null ? bench.close() : undefined);
        }
      });
    }
  }
});

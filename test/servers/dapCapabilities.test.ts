import assert from 'node:assert/strict';
import * as path from 'node:path';
import { capabilities } from '../../server/src/debug/session/sessionCapabilities';
import { input, machine, mocks } from '../support/capabilityScript';
import { adapterInOneFile } from '../support/adapterInOneFile';
import { DebugBench, forms } from '../support/debugBench';
import { DebugClient } from '../support/debugClient';
import { golden } from '../support/golden';
import { breakpoints } from './capabilityBreakpoints';
import { steps } from './capabilitySteps';
import { views } from './capabilityViews';

const goldens = path.join(__dirname, 'golden', 'capabilities');

/** By capability: what shows that it is kept. Each leaves a transcript per way in which a definition is written. */
const scripts = { ...breakpoints, ...steps, ...views };

describe('debug adapter, over stdio: every capability', function () {
  this.timeout(60_000);
  const adapter = adapterInOneFile();

  it('has a transcript', () => {
    assert.deepEqual(Object.keys(capabilities).sort(), Object.keys(scripts).sort());
  });

  for (const [name, script] of Object.entries(scripts)) {
    for (const form of forms) {
      it(`${name} (${form})`, async () => {
        const bench = new DebugBench(DebugClient.start(adapter.file), form, machine);
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

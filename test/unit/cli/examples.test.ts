import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { analyze } from '../../../server/src/analysis/analyze';
import { readProject } from '../../../server/src/project/project';
import { check } from '../../../server/src/rules';

const root = path.join(__dirname, '../../..');

interface Expected {
  readonly sample: string;
  readonly status: string;
  readonly error?: string;
  readonly output?: object;
  readonly path: readonly string[];
  /** Virtual time at least: what functions take comes on top. */
  readonly seconds?: number;
}

/** The outcomes that these examples promise, by the command that their READMEs name. */
for (const example of ['customer-credit-line', 'machine-data-load']) {
  describe(`examples/${example}`, function () {
    this.timeout(60_000);
    const folder = path.join(root, 'examples', example);
    const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8');
    const { project, problems } = readProject(read('stepwise.config.json'));
    const expected = JSON.parse(read('outcomes.json')) as Expected[];
    const scratch = mkdtempSync(path.join(os.tmpdir(), 'examples-'));
    after(() => rmSync(scratch, { recursive: true, force: true }));

    it('has a project without problems, no finding that is an error, and an outcome for each sample', () => {
      assert.deepEqual(problems, []);
      assert.deepEqual(
        check(analyze(read(`${example}.asl.json`))).filter(({ severity }) => severity === 'error' || severity === 'warning'),
        [],
      );
      assert.deepEqual(
        expected.map(({ sample }) => sample),
        project.samples.map(({ name }) => name),
      );
    });

    for (const { sample, status, error, output, path: states, seconds = 0 } of expected) {
      it(sample, () => {
        const { inputFile, testCase } = project.samples.find(({ name }) => name === sample)!;
        const history = path.join(scratch, 'history.json');
        const flags = ['--test-case', testCase!, '--format', 'json', '--history', history];
        const cli = ['--require', require.resolve('tsx/cjs'), path.join(root, 'server/src/cli.ts')];
        const { stdout, stderr } = spawnSync(
          process.execPath,
          [...cli, 'run', `${example}.asl.json`, '--input', `@${inputFile}`, ...flags],
          { cwd: folder, encoding: 'utf8' },
        );
        const result = JSON.parse(stdout || JSON.stringify({ cause: stderr })) as Record<string, string>;
        assert.equal(result['status'], status, result['cause']);
        assert.equal(result['error'], error);
        assert.deepEqual(result['output'], output);
        const { events } = JSON.parse(readFileSync(history, 'utf8')) as {
          events: { stateEnteredEventDetails?: { name: string } }[];
        };
        assert.deepEqual(
          events.flatMap((event) => event.stateEnteredEventDetails?.name ?? []),
          states,
        );
        const passed = (Date.parse(result['stopDate']!) - Date.parse(result['startDate']!)) / 1000;
        assert.ok(passed >= seconds, `${passed} s`);
      });
    }
  });
}

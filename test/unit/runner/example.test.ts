import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readProject } from '../../../server/src/project/project';
import { FunctionTasks, readFunctions } from '../../../server/src/runner/tasks/functions';
import { readMocks } from '../../../server/src/runner/tasks/mockFile';
import { selectMocks } from '../../../server/src/runner/tasks/mocks';
import { programOf, runnerOf } from '../../support/machine';

const folder = path.join(__dirname, '../../../examples/donut-order');
const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8');

interface ExpectedOutcome {
  readonly sample: string;
  readonly status: string;
  readonly error?: string;
  readonly path: readonly string[];
}

/** The outcomes that the example promises, with its functions in either language. */
describe('examples/donut-order', () => {
  const { project, problems } = readProject(read('stepwise.config.json'));
  const definition = read('donut-order.asl.json');
  const expected = JSON.parse(read('outcomes.json')) as ExpectedOutcome[];

  it('has a project without problems, and an outcome for each sample', () => {
    assert.deepEqual(problems, []);
    assert.deepEqual(
      expected.map((e) => e.sample),
      project.samples.map((s) => s.name),
    );
  });

  for (const functions of ['functions.json', 'functions.node.json']) {
    for (const { sample, status, error, path: states } of expected) {
      it(`${sample} with ${functions}`, async () => {
        const { inputFile, testCase } = project.samples.find((s) => s.name === sample)!;
        const { config } = readMocks(read(project.mocks!));
        const stateNames = new Set([...programOf(definition).states.values()].map((s) => s.name));
        const { tasks } = selectMocks(config!, { machineName: 'donut-order', testCase: testCase!, stateNames });
        const local = new FunctionTasks(readFunctions(read(functions), folder).functions);
        const runner = runnerOf(definition, read(inputFile!), { tasks: [tasks!, local] });
        const outcome = await runner.run();
        assert.equal(outcome?.status, status, outcome?.cause);
        assert.equal(outcome?.error, error);
        const entered = runner.history.filter(({ type }) => type.endsWith('StateEntered')).map(({ details }) => details?.name);
        assert.deepEqual(entered, states);
      });
    }
  }
});

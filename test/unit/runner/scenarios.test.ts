import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { analyze } from '../../../server/src/analysis/analyze';
import { refactorings } from '../../../server/src/features/refactor/refactorings';
import { readProject } from '../../../server/src/project/project';
import { check } from '../../../server/src/rules';
import { VirtualClock } from '../../../server/src/runner/clock';
import type { Runner } from '../../../server/src/runner/runner';
import type { TaskBinding } from '../../../server/src/runner/tasks/binding';
import { S3Folder } from '../../../server/src/runner/tasks/s3Folder';
import { FunctionTasks, readFunctions } from '../../../server/src/runner/tasks/functions';
import { readMocks } from '../../../server/src/runner/tasks/mockFile';
import { selectMocks } from '../../../server/src/runner/tasks/mocks';
import { applyEdits } from '../../../server/src/source/edit';
import { writeJson } from '../../../server/src/source/json';
import { programOf, runnerOf, start } from '../../support/machine';

interface Expected {
  readonly definition?: string;
  readonly sample: string;
  readonly status: string;
  readonly error?: string;
  readonly output?: object;
  readonly last?: string;
  readonly tries?: number;
  readonly seconds?: number;
}

function open(name: string) {
  const folder = path.join(__dirname, '../../../examples', name);
  const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8');
  const { project, problems } = readProject(read('stepwise.config.json'));
  const expected = JSON.parse(read('outcomes.json')) as Expected[];
  return { folder, read, project, problems, expected };
}

/** What is found that the examples are about: errors, and what the rule says. */
function complaints(text: string, rule: string): string[] {
  return check(analyze(text))
    .filter(({ severity, code }) => severity === 'error' || code === rule)
    .map(({ code }) => code);
}

/** The definition after the refactoring of that title, which is offered at the finding of that code. */
function refactored(text: string, code: string, title: RegExp): string {
  const analysis = analyze(text);
  const finding = check(analysis).find((each) => each.code === code);
  assert.ok(finding, `${code} is found`);
  const found = refactorings(analysis, { start: finding.start, end: finding.start }).find((each) => title.test(each.title));
  assert.ok(found?.resolves, 'the refactoring is offered where the finding is');
  const result = applyEdits(text, found.edits);
  assert.deepEqual(complaints(result, code), []);
  return result;
}

async function checkOutcome(runner: Runner, { status, error, output, last, tries, seconds }: Expected): Promise<void> {
  const outcome = await runner.run();
  assert.equal(outcome?.status, status, outcome?.cause);
  assert.equal(outcome?.error, error);
  if (output) {
    assert.equal(writeJson(outcome.output!), JSON.stringify(output));
  }
  const entered = runner.history.filter(({ type }) => type.endsWith('StateEntered')).map(({ details }) => details?.name);
  assert.equal(last === undefined || entered.at(-1) === last, true, `the last state is ${entered.at(-1)}`);
  if (tries !== undefined) {
    assert.equal(runner.history.filter(({ type }) => type === 'TaskScheduled').length, tries);
    assert.equal((runner.clock.now() - start) / 1000, seconds);
  }
}

describe('examples/inventory-retry', () => {
  const { read, project, problems, expected } = open('inventory-retry');
  const wait = read('inventory-wait.asl.json');
  const definitions = {
    'with Wait': wait,
    'with Retry': read('inventory-retry.asl.json'),
    'with Wait, refactored': refactored(wait, 'wait-instead-of-retry', /^Try "Check inventory" again by Retry/),
  };

  it('has a project without problems, and an outcome for each sample', () => {
    assert.deepEqual(problems, []);
    assert.deepEqual(
      expected.map((e) => e.sample),
      project.samples.map((s) => s.name),
    );
    assert.deepEqual(complaints(definitions['with Retry'], 'wait-instead-of-retry'), []);
  });

  for (const [name, definition] of Object.entries(definitions)) {
    for (const each of expected) {
      it(`${each.sample} ${name}`, async () => {
        const { inputFile, testCase } = project.samples.find((s) => s.name === each.sample)!;
        const { config } = readMocks(read(project.mocks!));
        const stateNames = new Set([...programOf(definition).states.values()].map((s) => s.name));
        const { tasks } = selectMocks(config!, { machineName: 'inventory-wait', testCase: testCase!, stateNames });
        await checkOutcome(runnerOf(definition, read(inputFile!), { tasks: [tasks!], clock: new VirtualClock(start) }), each);
      });
    }
  }
});

describe('examples/order-shipping', function () {
  // Dozens of processes, on a machine that may be busy.
  this.timeout(120_000);
  const { folder, read, project, problems, expected } = open('order-shipping');
  let temporary: string;
  let tasks: TaskBinding[];
  before(() => {
    temporary = mkdtempSync(path.join(tmpdir(), 'stepwise-shipping-'));
    const { functions, problems: faults } = readFunctions(read(project.functions!), folder);
    assert.deepEqual(faults, []);
    const environment = { TABLE: path.join(temporary, 'orders.sqlite'), PYTHONDONTWRITEBYTECODE: '1' };
    tasks = [new FunctionTasks(functions.map((each) => ({ ...each, environment })))];
  });
  after(() => rmSync(temporary, { recursive: true, force: true }));

  it('has a project without problems; only the serial definition is told of', () => {
    assert.deepEqual(problems, []);
    const codes = (file: string) => complaints(read(file), 'serial-iteration');
    assert.deepEqual(codes('serial.asl.json'), ['serial-iteration']);
    assert.deepEqual(codes('parallel.asl.json'), []);
    assert.deepEqual(codes('inline.asl.json'), []);
  });

  for (const each of expected) {
    it(`${each.sample} by ${each.definition}`, async () => {
      const { inputFile } = project.samples.find((s) => s.name === each.sample)!;
      await checkOutcome(runnerOf(read(each.definition!), read(inputFile!), { tasks }), each);
    });
  }

  it('ships at the same time in minutes what takes hours one after the other, where the carrier takes a minute', async () => {
    const { config } = readMocks(read(project.mocks!));
    const input = read('inputs/12-orders.json');
    const makespan = async (file: string) => {
      const stateNames = new Set([...programOf(read(file)).states.values()].map((s) => s.name));
      const selection = { machineName: 'order-shipping', testCase: 'SlowCarrier', stateNames };
      const carrier = selectMocks(config!, selection).tasks!;
      const objects = new S3Folder(path.join(folder, 's3'));
      const runner = runnerOf(read(file), input, { tasks: [carrier, ...tasks], objects });
      const outcome = await runner.run();
      assert.equal(outcome?.status, 'SUCCEEDED', outcome?.cause);
      return { minutes: Math.floor((runner.clock.now() - start) / 60_000), output: writeJson(outcome.output!) };
    };
    const serial = await makespan('serial.asl.json');
    const inline = await makespan('inline.asl.json');
    assert.ok(serial.minutes >= 12 && inline.minutes >= 1, `${serial.minutes} and ${inline.minutes} minutes`);
    assert.ok(inline.minutes < serial.minutes / 2);
    assert.equal(inline.output, serial.output);
  });

  it('the serial definition, refactored, ships the same at the same time', async () => {
    const map = refactored(read('serial.asl.json'), 'serial-iteration', /in a Map state instead/);
    const each = expected.find(({ definition, sample }) => definition === 'serial.asl.json' && sample === '12 orders')!;
    await checkOutcome(runnerOf(map, read('inputs/12-orders.json'), { tasks }), each);
  });
});

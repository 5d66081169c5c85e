import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import Ajv from 'ajv';
import { folderOf, isRoot, resolveFrom } from '../../../server/src/project/paths';
import { readProject } from '../../../server/src/project/project';
import { findProject, problemLines, type ProjectFiles } from '../../../server/src/project/samples';
import { testCasesOf } from '../../../server/src/project/testCases';

/** Each problem as `text it stands on: message`. */
function problems(text: string): string[] {
  return readProject(text).problems.map(({ start, end, message }) => `${text.slice(start, end)}: ${message}`);
}

/** Files in memory. */
function files(content: Record<string, string>): ProjectFiles {
  return {
    readFile: (file) => Promise.resolve(content[file]),
    listFiles: (folder) =>
      Promise.resolve(
        Object.keys(content)
          .filter((file) => folderOf(file) === folder)
          .map((file) => file.slice(folder.length + 1)),
      ),
  };
}

describe('project: reading', () => {
  it('reads mocks, functions and samples; input stays as it is written', () => {
    const text = `{
      "$schema": "x",
      "mocks": "MockConfigFile.json",
      "functions": "functions.json",
      "samples": [
        { "name": "25 Glazed", "description": "goes well", "input": {"Quantity": 25.0, "big": 10000000000000000001}, "testCase": "Success" },
        { "name": "from a file", "inputFile": "inputs/a.json", "definition": "a.asl.json" }
      ]
    }`;
    const { project, problems } = readProject(text);
    assert.deepEqual(problems, []);
    assert.equal(project.mocks, 'MockConfigFile.json');
    assert.equal(project.functions, 'functions.json');
    assert.deepEqual(
      project.samples.map(({ name, input, inputFile, testCase }) => ({ name, input, inputFile, testCase })),
      [
        {
          name: '25 Glazed',
          input: '{"Quantity": 25.0, "big": 10000000000000000001}',
          inputFile: undefined,
          testCase: 'Success',
        },
        { name: 'from a file', input: undefined, inputFile: 'inputs/a.json', testCase: undefined },
      ],
    );
  });

  it('says what is wrong, at the place, and keeps the rest', () => {
    assert.deepEqual(problems('[]'), [
      '[]: stepwise.config.json must be an object with "mocks", "functions", "stateMachines", "samples", "substitutions", "rules", "pillars".',
    ]);
    assert.deepEqual(problems('{"mock": "a"}'), [
      '"mock": stepwise.config.json has no "mock"; allowed are "$schema", "mocks", "functions", "stateMachines", "samples", "substitutions", "rules", "pillars".',
    ]);
    assert.deepEqual(problems('{"mocks": 1}'), ['1: "mocks" must be a string that is not empty.']);
    assert.deepEqual(problems('{"samples": {}}'), [
      '{}: "samples" must be an array of objects with "name" and "input" or "inputFile".',
    ]);
    assert.deepEqual(problems('{"samples": [{"name": "a"}]}'), [
      '{"name": "a"}: Sample "a" needs either "input" (JSON) or "inputFile" (a path).',
    ]);
    assert.deepEqual(problems('{"samples": [{"name": "a", "input": 1, "inputFile": "b"}]}'), [
      '{"name": "a", "input": 1, "inputFile": "b"}: Sample "a" needs either "input" (JSON) or "inputFile" (a path), not both.',
    ]);
    assert.deepEqual(problems('{"samples": [{"input": 1}, 7]}'), [
      '{"input": 1}: Sample 1 has no "name".',
      '7: Sample 2 must be an object with "name" and "input" or "inputFile".',
    ]);
    const { project, problems: twins } = readProject('{"samples":[{"name":"a","input":1},{"name":"a","input":2}]}');
    assert.deepEqual([project.samples.length, twins.length], [1, 1]);
  });

  it('never throws on a prefix of a file', () => {
    const text = '{"mocks": "a", "samples": [{"name": "b", "input": {"c": [1.0, null]}}]}';
    for (let end = 0; end <= text.length; end++) {
      readProject(text.slice(0, end));
    }
  });

  it('is described by the published schema: the same texts are right and wrong', () => {
    const schema = JSON.parse(
      fs.readFileSync(path.join(__dirname, '../../../schemas/stepwise.config.schema.json'), 'utf8'),
    ) as object;
    const valid = new Ajv({ strict: false }).compile(schema);
    for (const text of [
      '{}',
      '{"mocks":"a","functions":"b","samples":[]}',
      '{"samples":[{"name":"a","input":null},{"name":"b","inputFile":"f","testCase":"t","description":"d","definition":"e"}]}',
      '[]',
      '{"mock":"a"}',
      '{"mocks":""}',
      '{"samples":[{"name":"a"}]}',
      '{"samples":[{"name":"a","input":1,"inputFile":"f"}]}',
      '{"samples":[{"input":1}]}',
      '{"samples":[7]}',
      '{"samples":[{"name":"a","input":1,"testcase":"b"}]}',
    ]) {
      assert.equal(valid(JSON.parse(text)), readProject(text).problems.length === 0, text);
    }
  });
});

describe('project: finding', () => {
  it('takes the nearest config upwards, its paths seen from there, and adds the input files beside the definition', async () => {
    const found = await findProject(
      '/w/orders/donut.asl.json',
      files({
        '/w/stepwise.config.json': `{"mocks": "mocks/m.json", "functions": "/abs/f.json", "samples": [
        {"name": "s", "inputFile": "orders/inputs/b.json"},
        {"name": "other", "input": 1, "definition": "orders/other.asl.json"},
        {"name": "own", "input": 2, "definition": "./orders/donut.asl.json"}]}`,
        '/w/orders/donut.asl.json': '{}',
        '/w/orders/donut.input.json': '{}',
        '/w/orders/donut.input-2.json': '{}',
        '/w/orders/donutshop.input.json': '{}',
        '/w/orders/inputs/b.json': '{}',
        '/w/orders/inputs/a.json': '{}',
        '/w/orders/inputs/readme.md': '',
        '/w/mocks/m.json': '{"StateMachines": {"donut": {"TestCases": {"Fine": {}, "Slow": {}}}, "other": {}}}',
      }),
    );
    assert.equal(found.file, '/w/stepwise.config.json');
    assert.equal(found.mocks, '/w/mocks/m.json');
    assert.equal(found.functions, '/abs/f.json');
    assert.deepEqual(found.testCases, ['Fine', 'Slow']);
    assert.deepEqual(
      found.samples.map(({ name, inputFile, input }) => [name, inputFile ?? input]),
      [
        ['s', '/w/orders/inputs/b.json'],
        ['own', '2'],
        ['donut.input-2', '/w/orders/donut.input-2.json'],
        ['donut.input', '/w/orders/donut.input.json'],
        ['a', '/w/orders/inputs/a.json'],
      ],
    );
  });

  it('does without a config, for paths and URIs', async () => {
    for (const root of ['/', 'C:/', 'C:\\', 'file:///', 'vscode-vfs://github/']) {
      const found = await findProject(`${root}a/b.asl.json`, files({}));
      assert.deepEqual([found.file, found.samples, found.problems], [undefined, [], []]);
    }
  });

  it('tells problems with file, line and column', async () => {
    const found = await findProject('/w/a.asl.json', files({ '/w/stepwise.config.json': '{\n  "mocks": 1\n}' }));
    assert.deepEqual(problemLines(found), ['/w/stepwise.config.json:2:12: "mocks" must be a string that is not empty.']);
  });

  it('lists the test cases of the machine of that name, or of the only one', () => {
    const one = '{"StateMachines": {"any": {"TestCases": {"A": {}}}}}';
    const two = '{"StateMachines": {"any": {"TestCases": {"A": {}}}, "b": {"TestCases": {"B": {}}}}}';
    assert.deepEqual(testCasesOf(one, 'c'), ['A']);
    assert.deepEqual(testCasesOf(two, 'b'), ['B']);
    assert.deepEqual(testCasesOf(two, 'c'), []);
    for (const text of ['', '[]', '{"StateMachines": 1}', '{"StateMachines": {"c": 1}}']) {
      assert.deepEqual(testCasesOf(text, 'c'), []);
    }
  });

  it('resolves paths', () => {
    assert.equal(resolveFrom('/w/a', '../b/./c.json'), '/w/b/c.json');
    assert.equal(resolveFrom('C:\\w', 'x\\y.json'), 'C:\\w/x/y.json');
    assert.equal(resolveFrom('/w', '../../../x'), '/x');
    assert.equal(resolveFrom('file:///w', 'x'), 'file:///w/x');
    assert.equal(resolveFrom('/w', '/x/y'), '/x/y');
    assert.deepEqual(['/', 'C:', 'C:/', '', 'file://', 'file:', 'file://host'].map(isRoot), Array<boolean>(7).fill(true));
    assert.deepEqual(['/a', 'C:/a', 'file:///a', 'a'].map(isRoot), Array<boolean>(4).fill(false));
  });
});

import assert from 'node:assert/strict';
import { stringify } from 'yaml';
import { analyze } from '../../../../server/src/analysis/analyze';
import { quickFixes } from '../../../../server/src/features/quickFixes/quickFixes';
import { check } from '../../../../server/src/rules';
import { applyEdits } from '../../../../server/src/source/edit';
import type { DocumentFormat } from '../../../../server/src/source/parse';
import { readCursor } from '../../../support/markedText';

/** What each fix at the cursor `<|>` makes of the text, by title; a finding that a fix says it solves is gone afterwards. */
function fixed(marked: string, format: DocumentFormat = 'json'): Record<string, string> {
  const { text, offset } = readCursor(marked);
  const analysis = analyze(text, { format });
  const results = quickFixes(analysis, { start: offset, end: offset }).map(({ title, edits, solves }) => {
    const result = applyEdits(text, edits);
    if (solves) {
      const there = (of: string) => check(analyze(of, { format })).filter(({ code }) => solves.codes.includes(code)).length;
      const solved = check(analysis).some(
        (f) => solves.codes.includes(f.code) && solves.at.start <= f.start && f.start <= solves.at.end,
      );
      assert.ok(!solved || there(result) < there(text), `${title} solves nothing:\n${result}`);
    }
    return [title, result] as const;
  });
  return Object.fromEntries(results);
}

const machine = (states: string) => `{
  "StartAt": "A",
  "States": {
${states}
  }
}`;

describe('quick fixes', () => {
  it('link a state that leads nowhere', () => {
    const found = fixed(machine('    "A<|>": { "Type": "Pass" },\n    "B": { "Type": "Succeed" }'));
    assert.deepEqual(found, {
      'Add "Next": "B"': machine('    "A": { "Type": "Pass", "Next": "B" },\n    "B": { "Type": "Succeed" }'),
      'Add "End": true': machine('    "A": { "Type": "Pass", "End": true },\n    "B": { "Type": "Succeed" }'),
    });
    const lines = fixed('StartAt: A\nStates:\n  A:\n    Type: Pa<|>ss # nothing\n  B:\n    Type: Succeed\n', 'yaml');
    assert.equal(
      lines['Add "Next": "B"'],
      'StartAt: A\nStates:\n  A:\n    Type: Pass # nothing\n    Next: B\n  B:\n    Type: Succeed\n',
    );
  });

  it('leave an End that is false beside a Next', () => {
    assert.deepEqual(
      fixed(machine('    "A<|>": { "Type": "Pass", "Next": "B", "End": false },\n    "B": { "Type": "Succeed" }')),
      {},
    );
  });

  it('take one of Next and End away', () => {
    const found = fixed(machine('    "A<|>": { "Type": "Pass", "Next": "B", "End": true },\n    "B": { "Type": "Succeed" }'));
    assert.deepEqual(found, {
      'Remove "End"': machine('    "A": { "Type": "Pass", "Next": "B" },\n    "B": { "Type": "Succeed" }'),
      'Remove "Next"': machine('    "A": { "Type": "Pass", "End": true },\n    "B": { "Type": "Succeed" }'),
    });
    const yaml = 'StartAt: A\nStates:\n  A:\n    Type: Pass\n    Next: B\n    En<|>d: true\n  B:\n    Type: Succeed\n';
    assert.equal(fixed(yaml, 'yaml')['Remove "End"'], yaml.replace('    En<|>d: true\n', ''));
  });

  it('give a Choice a Default', () => {
    const choice = (more: string, behind: string) =>
      machine(`    "A": {
      "Type": "Choice",
      "Choices": [{ "Variable": "$.n", "IsNull": true, "Next": "B" }]${more}
    },${behind}
    "B": { "Type": "Succeed" }`);
    assert.deepEqual(fixed(choice('', '').replace('"A": {', '"A<|>": {')), {
      'Add a Default that fails in "No choice matched"': choice(
        ',\n      "Default": "No choice matched"',
        `
    "No choice matched": {
      "Type": "Fail",
      "Error": "States.NoChoiceMatched",
      "Cause": "No rule of \\"A\\" holds."
    },`,
      ),
    });
  });

  const task = (more: string) => `{
  "StartAt": "Work",
  "States": {
    "Work": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": { "FunctionName": "work" },${more}
      "End": true
    }
  }
}`;

  it('know a function where a template leaves the partition open', () => {
    const found = fixed(task('').replace('"Work": {', '"Work<|>": {').replace('arn:aws:', 'arn:${AWS::Partition}:'));
    assert.ok('Add Retry for the transient errors of Lambda' in found);
  });

  it('retry, catch and limit a Task', () => {
    const found = fixed(task('').replace('"Work": {', '"Work<|>": {'));
    assert.equal(
      found['Add Retry for the transient errors of Lambda'],
      task(`
      "Retry": [
        {
          "ErrorEquals": ["Lambda.ClientExecutionTimeoutException", "Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException"],
          "IntervalSeconds": 2,
          "MaxAttempts": 6,
          "BackoffRate": 2
        }
      ],`),
    );
    assert.equal(found['Add TimeoutSeconds (300)'], task('\n      "TimeoutSeconds": 300,'));
    assert.equal(
      found['Add Catch that leads to "Work failed"'],
      task(`
      "Catch": [
        {
          "ErrorEquals": ["States.ALL"],
          "Next": "Work failed"
        }
      ],`).replace(
        '\n    }\n  }',
        `
    },
    "Work failed": {
      "Type": "Fail",
      "ErrorPath": "$.Error",
      "CausePath": "$.Cause"
    }
  }`,
      ),
    );
  });

  it('leave no error behind, in JSON and YAML and with either query language', () => {
    for (const language of ['JSONPath', 'JSONata']) {
      const given = (parameters: object) => ({ [language === 'JSONata' ? 'Arguments' : 'Parameters']: parameters });
      const job = given({ JobName: 'j', JobQueue: 'q', JobDefinition: 'd' });
      const definition = {
        QueryLanguage: language,
        StartAt: 'Ask',
        States: {
          Ask: {
            Type: 'Task',
            Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
            ...given({ FunctionName: 'f' }),
            Next: 'Each',
          },
          Each: {
            Type: 'Map',
            ItemProcessor: {
              StartAt: 'Job',
              States: { Job: { Type: 'Task', Resource: 'arn:aws:states:::batch:submitJob.sync', ...job, End: true } },
            },
            End: true,
          },
        },
      };
      for (const format of ['json', 'yaml'] as const) {
        const text = format === 'json' ? JSON.stringify(definition, undefined, 4) : stringify(definition);
        const analysis = analyze(text, { format });
        assert.deepEqual(
          check(analysis).filter((f) => f.severity === 'error'),
          [],
        );
        const titles = analysis.symbols.states.flatMap((state) =>
          quickFixes(analysis, { start: state.key.start, end: state.key.start }).map(({ title, edits }) => {
            const result = applyEdits(text, edits);
            const errors = check(analyze(result, { format })).filter((f) => f.severity === 'error');
            assert.deepEqual(
              errors.map((f) => f.message),
              [],
              `${title}\n${result}`,
            );
            return title;
          }),
        );
        assert.deepEqual(titles, [
          'Add Retry for the transient errors of Lambda',
          'Add Catch that leads to "Ask failed"',
          'Add TimeoutSeconds (3600)',
          'Add HeartbeatSeconds (60)',
          'Add Catch that leads to "Each failed"',
          'Add Catch that leads to "Job failed"',
          'Add TimeoutSeconds (3600)',
        ]);
      }
    }
  });

  it('delete states that nothing leads to', () => {
    const rest = '    "A": { "Type": "Succeed" }';
    const found = fixed(
      machine(`${rest},\n    "B<|>": { "Type": "Pass", "Next": "C" },\n    "C": { "Type": "Pass", "End": true }`),
    );
    assert.deepEqual(found, {
      'Delete "B"': machine(`${rest},\n    "C": { "Type": "Pass", "End": true }`),
      'Delete the 2 states that are not reachable': machine(rest),
    });
  });

  it('tell twins apart', () => {
    const found = fixed(machine('    "A": { "Type": "Succeed" },\n    "A<|>": { "Type": "Pass", "End": true }'));
    assert.deepEqual(found, {
      'Remove the earlier "A", which does not count': machine('    "A": { "Type": "Pass", "End": true }'),
      'Rename this state to "A 2"': machine('    "A": { "Type": "Succeed" },\n    "A 2": { "Type": "Pass", "End": true }'),
    });
    assert.equal(
      fixed('StartAt: A\nStates: {}\nComment: one\nCom<|>ment: two\n', 'yaml')[
        'Remove the earlier "Comment", which does not count'
      ],
      'StartAt: A\nStates: {}\nComment: two\n',
    );
  });

  it('put quotes around a placeholder', () => {
    const wait = (seconds: string) => machine(`    "A": { "Type": "Wait", "Seconds": ${seconds}, "End": true }`);
    assert.deepEqual(fixed(wait('${Sec<|>onds}')), { 'Put quotes around ${Seconds}': wait('"${Seconds}"') });
  });
});

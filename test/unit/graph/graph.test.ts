import assert from 'node:assert/strict';
import { draw } from '../../../server/src/graph/draw';
import { textWidth, wrapLines } from '../../../server/src/graph/measure';
import { mermaid } from '../../../server/src/graph/mermaid';
import { svgFile } from '../../../server/src/graph/svg';
import type { Picture, PictureNode } from '../../../server/src/protocol';
import { analyze } from '../../../server/src/analysis/analyze';
import { analyzed } from './machines';

function pictureOf(states: Record<string, unknown>, rest: Record<string, unknown> = {}): Picture {
  return draw(analyzed({ StartAt: Object.keys(states)[0], States: states, ...rest }))!;
}

function nodeOf(picture: Picture, id: string): PictureNode {
  const node = picture.nodes.find((each) => each.id === id);
  assert.ok(node, `${id} is drawn`);
  return node;
}

/** The label of the only edge of that kind from a state. */
function labelOf(state: Record<string, unknown>, kind: string, rest: Record<string, unknown> = {}): string | undefined {
  const picture = pictureOf({ S: state, T: { Type: 'Succeed' } }, rest);
  return picture.edges.find((edge) => edge.from === 'S' && edge.kind === kind)?.label;
}

const choice = (rule: Record<string, unknown>): Record<string, unknown> => ({
  Type: 'Choice',
  Choices: [{ ...rule, Next: 'T' }],
});
const task = (resource: string, rest: Record<string, unknown> = {}): Record<string, unknown> => ({
  Type: 'Task',
  Resource: resource,
  End: true,
  ...rest,
});

describe('graph', () => {
  for (const [rule, label] of [
    [{ Variable: '$.price', NumericGreaterThan: 50 }, '$.price > 50'],
    [{ Variable: '$.price', NumericGreaterThanEqualsPath: '$.least' }, '$.price ≥ $.least'],
    [{ Variable: '$.s', StringEquals: 'a b' }, '$.s = "a b"'],
    [{ Variable: '$.s', StringMatches: 'log-*' }, '$.s matches "log-*"'],
    [{ Variable: '$.x', IsPresent: true }, '$.x is present'],
    [{ Variable: '$.x', IsNull: false }, '$.x is not null'],
    [{ NumericEquals: 5 }, 'NumericEquals 5'],
    [{ Not: { Variable: '$.x', BooleanEquals: true } }, '$.x ≠ true'],
    [{ Not: { Variable: '$.s', StringEquals: 'a and b' } }, 'not ($.s = "a and b")'],
    [
      {
        And: [
          { Variable: '$.a', IsNull: true },
          {
            Or: [
              { Variable: '$.b', NumericEquals: 1 },
              { Variable: '$.b', NumericEquals: 2 },
            ],
          },
        ],
      },
      '$.a is null and ($.b = 1 or $.b = 2)',
    ],
    [{ Condition: '{%\n  $states.input.total > 50\n%}' }, 'input.total > 50'],
    [{}, 'rule 1'],
  ] as const) {
    it(`reads a Choice Rule as ${label}`, () => assert.equal(labelOf(choice(rule), 'choice'), label));
  }

  it('joins rules with one target on one edge', () => {
    const picture = pictureOf({
      S: { Type: 'Choice', Choices: [1, 2].map((n) => ({ Variable: '$.x', NumericEquals: n, Next: 'T' })), Default: 'T' },
      T: { Type: 'Succeed' },
    });
    assert.deepEqual(
      picture.edges.map(({ from, to, kind, label }) => ({ from, to, kind, label })),
      [
        { from: '#start', to: 'S', kind: 'start', label: undefined },
        { from: 'S', to: 'T', kind: 'choice', label: '$.x = 1\n$.x = 2' },
        { from: 'S', to: 'T', kind: 'default', label: 'Default' },
        { from: 'T', to: '#end', kind: 'end', label: undefined },
      ],
    );
  });

  it('names the errors on what is caught', () => {
    const state = task('arn:aws:states:::lambda:invoke', { Catch: [{ ErrorEquals: ['A', 'States.Timeout'], Next: 'T' }] });
    assert.equal(labelOf(state, 'catch'), 'A, States.Timeout');
  });

  for (const [state, icon, detail] of [
    [task('arn:aws:states:::dynamodb:getItem'), 'dynamodb', 'DynamoDB GetItem'],
    [
      task('arn:aws:states:::lambda:invoke', { Parameters: { FunctionName: 'CheckDonutPayment' } }),
      'lambda',
      'Lambda CheckDonutPayment',
    ],
    [
      task('arn:aws:states:::lambda:invoke', {
        Parameters: { FunctionName: 'arn:aws:lambda:eu-west-1:123456789012:function:Pay:$LATEST' },
      }),
      'lambda',
      'Lambda Pay',
    ],
    [task('arn:aws:lambda:eu-west-1:123456789012:function:Pay:live'), 'lambda', 'Lambda Pay'],
    [task('arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:Pay'), 'lambda', 'Lambda Pay'],
    [task('arn:${AWS::Partition}:states:::sqs:sendMessage'), 'sqs', 'SQS SendMessage'],
    [task('arn:aws:states:::batch:submitJob.sync'), 'batch', 'Batch SubmitJob · run a job'],
    [task('arn:aws:states:::sqs:sendMessage.waitForTaskToken'), 'sqs', 'SQS SendMessage · callback'],
    [task('arn:aws-cn:states:::aws-sdk:sesv2:sendEmail'), 'sns', 'SES SendEmail'],
    [task('arn:aws:states:::aws-sdk:workmail:listUsers'), 'aws', 'Workmail ListUsers'],
    [
      task('arn:aws:states:::http:invoke', { Parameters: { Method: 'GET', ApiEndpoint: 'https://example.com/a' } }),
      'http',
      'HTTP GET example.com/a',
    ],
    [task('arn:aws:states:eu-west-1:123456789012:activity:Approve'), 'activity', 'Activity Approve'],
    [task('${Function}'), 'task', 'Task ${Function}'],
    [{ Type: 'Wait', Seconds: 120, End: true }, 'wait', 'Wait 120 s'],
    [{ Type: 'Wait', TimestampPath: '$.at', End: true }, 'wait', 'Wait until $.at'],
    [{ Type: 'Fail', Error: 'NotEnoughFunds' }, 'fail', 'Fail · NotEnoughFunds'],
    [{ Type: 'Mop', ItemsPath: '$.rows' }, 'unknown', 'Type Mop'],
    [
      { Type: 'Map', ItemsPath: '$.rows', MaxConcurrency: 4, ItemProcessor: { States: {} }, End: true },
      'map',
      'Map · $.rows · 4 at once',
    ],
  ] as const) {
    it(`describes a state as ${detail}`, () => {
      const node = nodeOf(pictureOf({ S: state }), 'S');
      assert.deepEqual({ icon: node.icon, detail: node.detail }, { icon, detail });
    });
  }

  it('draws a target that does not exist, once, as such', () => {
    const picture = pictureOf({ A: { Type: 'Pass', Next: 'Gone' }, B: { Type: 'Pass', Next: 'Gone' } });
    const missing = picture.nodes.filter((node) => node.kind === 'missing');
    assert.deepEqual(
      missing.map(({ id, flaw }) => ({ id, flaw })),
      [{ id: 'Gone#missing', flaw: 'No state is called "Gone" here.' }],
    );
    assert.equal(nodeOf(picture, 'B').unreachable, true);
    assert.match(nodeOf(picture, 'B').flaw ?? '', /StartAt/);
  });

  it('marks a state without Type, and one that leads nowhere', () => {
    const picture = pictureOf({ A: { Next: 'B' }, B: { Type: 'Pass' } });
    assert.match(nodeOf(picture, 'A').flaw ?? '', /no Type/);
    assert.match(nodeOf(picture, 'B').flaw ?? '', /Next or End/);
  });

  it('draws both states of one name', () => {
    const picture = draw(analyze('{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"A"},"A":{"Type":"Succeed"}}}'))!;
    assert.equal(nodeOf(picture, 'A').type, 'Succeed');
    assert.match(nodeOf(picture, 'A#0').flaw ?? '', /twice/);
  });

  it('draws what there is of a broken text', () => {
    const picture = draw(analyze('{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},"B":{"Ty'))!;
    assert.deepEqual(
      picture.nodes.map((node) => node.id),
      ['#start', 'A', 'B'],
    );
  });

  it('gives inner states the ids that everything else uses', () => {
    const inner = { StartAt: 'a/b', States: { 'a/b': { Type: 'Pass', End: true } } };
    const picture = pictureOf({
      Fan: { Type: 'Parallel', Branches: [inner, inner], Next: 'Each' },
      Each: { Type: 'Map', Iterator: inner, End: true },
    });
    const ids = picture.nodes.filter((node) => node.kind === 'state' || node.kind === 'container').map((node) => node.id);
    assert.deepEqual(ids, ['Fan', 'Fan/0/a~1b', 'Fan/1/a~1b', 'Each', 'Each/a~1b']);
    assert.equal(nodeOf(picture, 'Fan/0#scope').label, 'Branch 0');
  });

  it('has no picture without a machine, and an empty one without states', () => {
    assert.equal(draw(analyze('')), undefined);
    assert.deepEqual(draw(analyze('{}'))?.nodes, []);
  });

  it('shortens a long name, and keeps it whole in the label', () => {
    const long = 'Collect every single record of the last seven days and tell somebody about it';
    const node = nodeOf(pictureOf({ [long]: { Type: 'Succeed' } }), long);
    assert.equal(node.label, long);
    assert.equal(node.lines?.length, 2);
    assert.match(node.lines?.[1] ?? '', /…$/);
  });
});

describe('measure', () => {
  it('breaks lines within their width', () => {
    const font = { size: 13, bold: true };
    for (const text of [
      'CheckDonutPaymentAndInventory',
      'a'.repeat(80),
      '日本語の状態の名前がとても長い',
      'one two three four five six',
    ]) {
      for (const line of wrapLines(text, 120, 2, font)) {
        assert.ok(textWidth(line, font) <= 120, line);
      }
    }
    assert.deepEqual(wrapLines('CheckDonutPaymentAndInventory', 170, 2, font), ['CheckDonutPayment', 'AndInventory']);
  });
});

describe('svgFile', () => {
  const picture = pictureOf({ 'A & <b>\u0001': { Type: 'Pass', End: true } });

  it('writes names so that XML holds them', () => {
    const svg = svgFile(picture, { title: '"x" & <y>' });
    assert.ok(svg.includes('A &amp; &lt;b&gt;\ufffd'));
    assert.ok(!svg.includes('<b>'));
    assert.ok(svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg"'));
  });

  it('follows the system, or keeps to one theme', () => {
    assert.ok(svgFile(picture, { title: '' }).includes('prefers-color-scheme: dark'));
    assert.ok(!svgFile(picture, { title: '', theme: 'dark' }).includes('prefers-color-scheme'));
  });

  it('shows an execution', () => {
    const run = pictureOf({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Succeed' }, C: { Type: 'Pass', Next: 'B' } });
    const svg = svgFile(run, {
      title: '',
      overlay: {
        status: 'SUCCEEDED',
        states: { A: { status: 'succeeded', entered: 3 }, B: { status: 'succeeded', entered: 1 } },
        transitions: { 'A>B': 1 },
      },
    });
    assert.deepEqual(
      [...svg.matchAll(/class="edge (\w+) taken" data-id="([^"]*)"/g)].map((match) => match[2]),
      ['start #start&gt;A', 'next A&gt;B', 'end B&gt;#end'],
    );
    assert.equal([...svg.matchAll(/status-succeeded"/g)].length, 2);
    assert.ok(svg.includes('×3'));
  });
});

describe('mermaid', () => {
  it('writes the graph with its containers and labels', () => {
    const inner = { StartAt: 'Load', States: { Load: { Type: 'Pass', End: true } } };
    const text = mermaid(
      analyzed({
        StartAt: 'Say "hi"',
        States: {
          'Say "hi"': { Type: 'Choice', Choices: [{ Variable: '$.x', NumericGreaterThan: 5, Next: 'Fan' }] },
          Fan: { Type: 'Parallel', Branches: [inner], End: true, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Failed' }] },
          Failed: { Type: 'Fail' },
        },
      }),
    );
    assert.equal(
      text,
      `flowchart TD
  n0(["Start"])
  n1{"Say #34;hi#34;<br/>Choice · 1 rule"}
  subgraph n2["Fan<br/>Parallel · 1 branch"]
    subgraph n2_0["Branch 0"]
      n3(["Start"])
      n4["Load<br/>Pass"]
      n5(["End"])
      n3 --> n4
      n4 --> n5
    end
  end
  n6["Failed<br/>Fail"]
  n7(["End"])
  n0 --> n1
  n1 -->|"$.x #62; 5"| n2
  n2 -.->|"States.ALL"| n6
  n2 --> n7
`,
    );
  });
});

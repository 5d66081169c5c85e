import assert from 'node:assert/strict';
import { selectDefinition, type SelectOptions } from '../../../server/src/analysis/selectDefinition';
import { checkTemplate } from '../../../server/src/rules/checkTemplate';
import { analyzeTemplate } from '../../../server/src/analysis/analyzeTemplate';
import { applyEdits } from '../../../server/src/source/edit';
import { isAcpiSource, mentionsStateMachine } from '../../../server/src/source/looksLike';
import { parse } from '../../../server/src/source/parse';
import { member } from '../../../server/src/source/node';
import { templateValue } from '../../../server/src/source/templateValues';

const template = `Parameters:
  Stage: { Type: String, Default: test }
  Secret: { Type: String }
Resources:
  Stock: { Type: AWS::Serverless::Function }
  Named: { Type: AWS::Lambda::Function, Properties: { FunctionName: !Sub 'stock-\${Stage}' } }
  Queue: { Type: AWS::SQS::Queue }
  Topic: { Type: AWS::SNS::Topic }
  Table: { Type: AWS::DynamoDB::Table }
  Loop: { Type: AWS::Lambda::Function, Properties: { FunctionName: !Ref Loop } }
  Orders:
    Type: AWS::Serverless::StateMachine
    Properties:
      Type: EXPRESS
      Definition:
        StartAt: A
        States:
          A: { Type: Task, Resource: !GetAtt Stock.Arn, Next: B }
          B: { Type: Succeed }
  Refunds:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionSubstitutions: { Wait: 5, Unknown: !Ref Secret }
      DefinitionString: '{"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": \${Wait}, "Comment": "\${Unknown} \${Stage}", "End": true}}}'
  Shipping:
    Type: AWS::Serverless::StateMachine
    Properties: { DefinitionUri: ./shipping.asl.json }
`;

function select(stateMachine?: string, more: Partial<SelectOptions> = {}) {
  return selectDefinition(template, { format: 'yaml', stateMachine, ...more });
}

describe('the state machine of a document', () => {
  it('is the document, or the one of a template that is named', () => {
    const plain = selectDefinition('StartAt: A\nStates: { A: { Type: Pass, End: true } }\n', { format: 'yaml' });
    assert.equal(plain.kind, 'definition');
    const orders = select('Orders');
    assert.ok(orders.kind === 'definition');
    assert.deepEqual([...orders.analysis.symbols.byId.keys()], ['A', 'B']);
    assert.equal(orders.analysis.type, 'EXPRESS');
    const shipping = select('Shipping');
    assert.ok(shipping.kind === 'file');
    assert.equal(shipping.path, './shipping.asl.json');
  });

  it('must be named where there are several', () => {
    const refused = [select(), select('Other'), selectDefinition('{}', { format: 'json', stateMachine: 'A' })];
    assert.deepEqual(
      refused.map((each) => (each.kind === 'refused' ? each.message : each.kind)),
      [
        'This template has several state machines; one of them must be named: Orders, Refunds, Shipping.',
        'This template has no state machine "Other"; there is Orders, Refunds, Shipping.',
        'This is no template: it has no state machine "A" to choose.',
      ],
    );
  });

  it('has its placeholders replaced, its places in the template', () => {
    const refunds = select('Refunds', { substitutions: (name) => (name === 'Stage' ? 'mine' : undefined) });
    assert.ok(refunds.kind === 'definition');
    const state = refunds.analysis.symbols.byId.get('W')!;
    const seconds = member(state.node, 'Seconds')!;
    assert.deepEqual(seconds.value?.kind === 'number' && seconds.value.text, '5');
    const comment = member(state.node, 'Comment')!.value;
    assert.equal(comment?.kind === 'string' && comment.value, '${Unknown} mine');
    assert.equal(template.slice(state.key.start, state.key.end), '"W"');
  });

  it('knows what a template says on this machine', () => {
    const { root } = parse(template, 'yaml');
    const value = (text: string) => templateValue(member(parse(`V: ${text}\n`, 'yaml').root, 'V')?.value, root);
    assert.deepEqual(
      [
        'text',
        '5',
        '!Ref Stage',
        '!Ref Secret',
        '!Ref Stock',
        '!GetAtt Stock.Arn',
        '!GetAtt Named.Arn',
        '!Ref Queue',
        '!Ref Topic',
      ]
        .concat([
          '!GetAtt Table.Arn',
          '!Sub "a-${Stage}-${AWS::Region}-${!x}"',
          '!Join [":", [a, !Ref Stage]]',
          '!GetAtt Nobody.Arn',
          '!Ref Loop',
        ])
        .map(value),
      [
        'text',
        '5',
        'test',
        undefined,
        'Stock',
        'arn:aws:lambda:us-east-1:123456789012:function:Stock',
        'arn:aws:lambda:us-east-1:123456789012:function:stock-test',
        'https://sqs.us-east-1.amazonaws.com/123456789012/Queue',
        'arn:aws:sns:us-east-1:123456789012:Topic',
        'arn:aws:dynamodb:us-east-1:123456789012:table/Table',
        'a-test-us-east-1-${x}',
        'a:test',
        undefined,
        'Loop',
      ],
    );
  });
});

describe('a glance at a text', () => {
  it('tells templates with state machines and ACPI source', () => {
    assert.ok(mentionsStateMachine(template));
    assert.ok(!mentionsStateMachine('StartAt: A'));
    assert.ok(isAcpiSource('/* {"a": 1} */\n// x\nDefinitionBlock ("", "SSDT", 1, "", "", 0) {}'));
    assert.ok(!isAcpiSource('{"StartAt": "A"}'));
    assert.ok(!isAcpiSource('/* only a comment'));
  });
});

describe('DefinitionString that is an object', () => {
  it('is told and repaired, and analysed all the same', () => {
    const text = `Resources:
  M:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionString:
        StartAt: A
        States:
          A: { Type: Pass, Next: B }
`;
    const findings = checkTemplate(analyzeTemplate(text, 'yaml'));
    assert.deepEqual(
      findings.filter(({ severity }) => severity === 'error').map(({ code, start, end }) => [code, text.slice(start, end)]),
      [
        ['definition-not-text', 'DefinitionString'],
        ['unknown-target', 'B'],
      ],
    );
    const [fix] = findings.find(({ code }) => code === 'definition-not-text')!.fixes;
    assert.match(applyEdits(text, fix!.edits), /^ {6}Definition:$/m);
  });
});

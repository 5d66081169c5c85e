import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { analyzeTemplate, type AnalyzedStateMachine } from '../../../server/src/analysis/analyzeTemplate';
import { checkTemplate } from '../../../server/src/rules/checkTemplate';
import { applyEdits } from '../../../server/src/source/edit';
import type { DocumentFormat } from '../../../server/src/source/parse';

const corpus = path.join(__dirname, '../../../../shared/corpus/templates');

function machinesOf(text: string, format: DocumentFormat = 'yaml'): readonly AnalyzedStateMachine[] {
  return analyzeTemplate(text, format).machines;
}

/** Each finding as `line: «place» code`. */
function findingsOf(text: string, format: DocumentFormat = 'yaml'): string[] {
  const findings = checkTemplate(analyzeTemplate(text, format)).filter(
    ({ severity }) => severity === 'error' || severity === 'warning',
  );
  return findings.map(
    ({ start, end, code }) => `${text.slice(0, start).split('\n').length}: «${text.slice(start, end)}» ${code}`,
  );
}

function firstFix(text: string, format: DocumentFormat = 'yaml'): string | undefined {
  const fix = checkTemplate(analyzeTemplate(text, format)).flatMap(({ fixes }) => fixes)[0];
  return fix && applyEdits(text, fix.edits);
}

const inSub = `Resources:
  Machine:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: !GetAtt Role.Arn
      StateMachineType: EXPRESS
      DefinitionString: !Sub |
        {
          "StartAt": "Frst",
          "States": {
            "First": { "Type": "Task", "Resource": "\${Function.Arn}", "End": true, "TimeoutSeconds": \${Timeout} }
          }
        }
`;

describe('templates', () => {
  it('hold a definition that Fn::ToJsonString makes text of', () => {
    const text = `Transform: AWS::LanguageExtensions
Resources:
  Machine:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionString:
        Fn::ToJsonString:
          StartAt: First
          States:
            First: { Type: Task, Resource: !GetAtt Function.Arn, Next: Gone }
`;
    assert.deepEqual(findingsOf(text), ['10: «Gone» unknown-target']);
    assert.deepEqual(findingsOf(text.replace('Next: Gone', 'End: true')), []);
  });

  it('hold state machines: inline, in a text, in a file, in S3, or none at all', () => {
    const machines = machinesOf(`
Resources:
  Inline:
    Type: AWS::Serverless::StateMachine
    Properties: { Type: EXPRESS, Role: !Ref R, Definition: { StartAt: A, States: { A: { Type: Succeed } } }, DefinitionSubstitutions: { Name: !Ref N } }
  Text:
    Type: AWS::StepFunctions::StateMachine
    Properties: { StateMachineType: STANDARD, DefinitionString: '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}' }
  File:
    Type: AWS::Serverless::StateMachine
    Properties: { DefinitionUri: machines/main.asl.yaml }
  Bucket:
    Type: AWS::StepFunctions::StateMachine
    Properties: { DefinitionS3Location: { Bucket: b, Key: k } }
  None:
    Type: AWS::Serverless::StateMachine
  Other:
    Type: AWS::Serverless::Function
`);
    assert.deepEqual(
      machines.map(({ key, type, definition, analysis }) => [
        key,
        type,
        definition.kind,
        analysis?.symbols.states.map(({ id }) => id),
      ]),
      [
        ['Inline', 'EXPRESS', 'inline', ['A']],
        ['Text', 'STANDARD', 'text', ['A']],
        ['File', undefined, 'file', undefined],
        ['Bucket', undefined, 'elsewhere', undefined],
        ['None', undefined, 'missing', undefined],
      ],
    );
    assert.deepEqual([...machines[0]!.substitutions.keys()], ['Name']);
    assert.equal(machines[0]!.analysis?.type, 'EXPRESS');
  });

  it('tell problems of a text where they are written, and repair them there', () => {
    assert.deepEqual(findingsOf(inSub), ['9: «"Frst"» unknown-target']);
    assert.equal(firstFix(inSub), inSub.replace('Frst', 'First'));
    const sliced = inSub.replace('"Frst",', '"First"');
    assert.match(findingsOf(sliced).join('\n'), /^9: «.*» invalid-json/);
  });

  it('read what the CDK writes: a text joined from pieces and references', () => {
    const text = JSON.stringify({
      Resources: {
        M1A2B: {
          Type: 'AWS::StepFunctions::StateMachine',
          Properties: {
            DefinitionString: {
              'Fn::Join': [
                '',
                [
                  '{"StartAt":"Call","States":{"Call":{"Type":"Task","Resource":"arn:',
                  { Ref: 'AWS::Partition' },
                  ':states:::lambda:invoke","Parameters":{"FunctionName":"',
                  { 'Fn::GetAtt': ['Fn', 'Arn'] },
                  '"},"Next":"Dnoe"},"Done":{"Type":"Succeed"}}}',
                ],
              ],
            },
          },
        },
      },
    });
    const [machine] = machinesOf(text, 'json');
    assert.match(machine!.analysis!.text, /"arn:\$\{AWS::Partition\}:states:::lambda:invoke".*"\$\{Fn\.Arn\}"/);
    const findings = findingsOf(text, 'json');
    assert.ok(findings.includes('1: «\\"Dnoe\\"» unknown-target'), findings.join('\n'));
    assert.equal(firstFix(text, 'json'), text.replace('Dnoe', 'Done'));
  });

  it('take intrinsic functions within a definition for what the deployment fills in', () => {
    const text = `Resources:
  M:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition:
        StartAt: A
        States:
          A: { Type: Task, Resource: !GetAtt F.Arn, TimeoutSeconds: !Ref T, Next: B }
          B: { Type: Task, Resource: !Sub 'arn:\${AWS::Partition}:states:::sqs:sendMessage', Parameters: { QueueUrl: { Ref: Q }, MessageBody: x }, Next: C }
          C: { Type: Task, Resource: !Join ['', ['arn:', !Ref P, ':states:::lambda:invoke']], Parameters: { FunctionName: f }, Ned: true, End: true }
`;
    assert.deepEqual(findingsOf(text), ['10: «Ned» unknown-field']);
    const resources = machinesOf(text)[0]!.analysis!.symbols.states.map(({ node }) => {
      const value = node?.members.find(({ key }) => key.value === 'Resource')?.value;
      return value?.kind === 'string' ? value.value : value?.kind === 'placeholder' ? `<${value.name}>` : value?.kind;
    });
    assert.deepEqual(resources, ['<F.Arn>', 'arn:${AWS::Partition}:states:::sqs:sendMessage', 'arn:${P}:states:::lambda:invoke']);
  });

  it('say of a literal ${!Name} in Fn::Sub what it becomes', () => {
    const [machine] = machinesOf(`Resources:
  M:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionString: !Sub '{"Comment":"\${!Kept} \${Filled}","StartAt":"A","States":{"A":{"Type":"Succeed"}}}'
`);
    assert.match(machine!.analysis!.text, /"\$\{Kept\} \$\{Filled\}"/);
  });

  it('without a definition have one clear problem', () => {
    assert.deepEqual(findingsOf('Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Name: n\n'), [
      '2: «M» missing-definition',
    ]);
  });

  it('of the corpus: every state machine is found, and a defect is told on its line', function () {
    this.timeout(60_000);
    if (!existsSync(corpus)) {
      this.skip();
    }
    let found = 0;
    let planted = 0;
    for (const file of readdirSync(corpus).filter((name) => /\.ya?ml$|\.template$|\.json$/.test(name) && name !== 'index.json')) {
      const text = readFileSync(path.join(corpus, file), 'utf8');
      const format = /^\s*\{/.test(text) ? 'json' : 'yaml';
      const machines = machinesOf(text, format);
      const written =
        text.match(/^\s*"?Type"?\s*:\s*["']?AWS::(?:Serverless|StepFunctions)::StateMachine["']?\s*,?\s*(?:#.*)?$/gm) ?? [];
      assert.equal(machines.length, written.length, file);
      found += machines.length;
      for (const { analysis, definition } of machines) {
        if (!analysis || definition.kind === 'missing') {
          continue;
        }
        assert.ok(analysis.symbols.states.length > 0, `${file} has states`);
        // A plain search, apart from all parsing: the first target on a line of its own within the definition.
        const target = /^(?:\s*"?(?:Next|StartAt)"?\s*:\s*)("?)([A-Za-z][\w -]*\w)\1\s*,?\s*$/m.exec(
          text.slice(definition.node.start, definition.node.end),
        );
        if (target) {
          const at = definition.node.start + target.index + target[0].lastIndexOf(target[2]!);
          const broken = `${text.slice(0, at)}NoSuchState9${text.slice(at + target[2]!.length)}`;
          const line = text.slice(0, at).split('\n').length;
          const told = findingsOf(broken, format).filter((finding) => finding.includes('NoSuchState9'));
          assert.deepEqual(told, [`${line}: «${target[1]}NoSuchState9${target[1]}» unknown-target`], file);
          planted++;
        }
      }
    }
    assert.ok(found > 100 && planted > 10, `${found} found, ${planted} planted`);
  });

  it('never fail, whatever is written in them, and tell nothing outside them', () => {
    const pieces = [
      'Resources',
      'DefinitionString',
      '!Sub',
      'Fn::Join',
      '"',
      '{',
      '}',
      '[',
      ']',
      ':',
      '|',
      '\n',
      '        ',
      'StartAt',
      '${',
      '!Ref',
      '\\',
    ];
    fc.assert(
      fc.property(fc.nat(inSub.length), fc.constantFrom(...pieces), fc.nat(4), (at, piece, removed) => {
        const text = inSub.slice(0, at) + piece + inSub.slice(at + removed);
        for (const { start, end } of checkTemplate(analyzeTemplate(text, 'yaml'))) {
          assert.ok(0 <= start && start <= end && end <= text.length);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

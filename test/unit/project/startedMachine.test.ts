import assert from 'node:assert/strict';
import { folderOf } from '../../../server/src/project/paths';
import { readProject } from '../../../server/src/project/project';
import { type Starter, findStartedMachine } from '../../../server/src/project/startedMachine';

const arn = (name: string): string => `arn:aws:states:us-east-1:123456789012:stateMachine:${name}`;

const template = `Resources:
  Parent:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: flows/parent.asl.json
      DefinitionSubstitutions:
        ChildArn: !Ref Child
        NamedArn: !GetAtt Named.Arn
        Deployed: !ImportValue other-stack
  Child:
    Type: AWS::Serverless::StateMachine
    Properties: { DefinitionUri: flows/any.asl.yaml }
  Named:
    Type: AWS::StepFunctions::StateMachine
    Properties: { StateMachineName: orders, Definition: { StartAt: A, States: { A: { Type: Succeed } } } }
`;

const content: Record<string, string> = {
  '/w/template.yaml': template,
  '/w/flows/parent.asl.json': '{}',
  '/w/flows/any.asl.yaml': '',
  '/w/flows/beside.asl.yaml': '',
  '/w/flows/plain.json': '{"StartAt": "A"}',
  '/w/flows/data.json': '{"some": "data"}',
  '/w/deep/er/far.asl.json': '{}',
  '/w/deep/twice.asl.json': '{}',
  '/w/deep/er/twice.asl.yaml': '',
  '/w/flows/other/beside.asl.json': '{}',
  '/w/stepwise.config.json':
    '{"stateMachines": {"bound": "deep/twice.asl.json", "Deployed": "template.yaml#Named", "arn:aws:states:eu-west-1:1:stateMachine:away": "deep/x.json"}}',
};

const search = {
  files: {
    readFile: (file: string) => Promise.resolve(content[file]),
    listFiles: (folder: string) =>
      Promise.resolve(
        Object.keys(content)
          .filter((file) => folderOf(file) === folder)
          .map((file) => file.slice(folder.length + 1)),
      ),
  },
  findFiles: (folder: string, name: RegExp) =>
    Promise.resolve(Object.keys(content).filter((file) => file.startsWith(`${folder}/`) && name.test(file))),
};

describe('project: the state machine that a Task starts', () => {
  const found = async (reference: string, starter: Starter = { path: '/w/flows/parent.asl.json' }): Promise<string> => {
    const place = await findStartedMachine(reference, starter, search);
    return 'problem' in place
      ? place.problem
      : `${place.name}: ${place.path}${place.stateMachine ? `#${place.stateMachine}` : ''}`;
  };

  it('is found in the template that deploys the starter, by what its placeholder stands for', async () => {
    assert.equal(await found('${ChildArn}'), 'Child: /w/template.yaml#Child');
    assert.equal(await found('${NamedArn}'), 'orders: /w/template.yaml#Named');
    assert.equal(await found(arn('orders')), 'orders: /w/template.yaml#Named');
    assert.equal(await found('${Child}'), 'Child: /w/template.yaml#Child');
  });

  it('is found in the template that the starter is in', async () => {
    assert.equal(await found(arn('Child'), { path: '/w/template.yaml', stateMachine: 'Named' }), 'Child: /w/template.yaml#Child');
  });

  it('is found beside the starter, else below the folder of the project; version, alias and test case do not matter', async () => {
    assert.equal(await found(arn('beside')), 'beside: /w/flows/beside.asl.yaml');
    assert.equal(await found(`${arn('beside')}:7`), 'beside: /w/flows/beside.asl.yaml');
    assert.equal(await found(`${arn('beside')}#Case`), 'beside: /w/flows/beside.asl.yaml');
    assert.equal(await found('beside'), 'beside: /w/flows/beside.asl.yaml');
    assert.equal(await found(arn('plain')), 'plain: /w/flows/plain.json');
    assert.equal(await found(arn('far')), 'far: /w/deep/er/far.asl.json');
    assert.equal(await found(arn('parent')), 'parent: /w/flows/parent.asl.json');
  });

  it('is what stepwise.config.json says, by name, ARN or placeholder', async () => {
    assert.equal(await found(`${arn('bound')}:PROD`), 'bound: /w/deep/twice.asl.json');
    assert.equal(await found('${Deployed}'), 'Named: /w/template.yaml#Named');
    assert.equal(await found('arn:aws:states:eu-west-1:1:stateMachine:away:2'), 'away: /w/deep/x.json');
  });

  it('is missing with the reason, and how to name it', async () => {
    assert.equal(
      await found(arn('data')),
      "No definition of the state machine 'data' was found: it is not in template.yaml, and no data.asl.json or data.asl.yaml is beside " +
        'parent.asl.json or below /w. Name it in stepwise.config.json: "stateMachines": {"data": "path/to/data.asl.json"}; or give the Task a mock.',
    );
    assert.match(
      await found(arn('twice')),
      /^Several files may be .*: \/w\/deep\/twice\.asl\.json, \/w\/deep\/er\/twice\.asl\.yaml\. Say which/,
    );
    assert.match(
      await found('${Unknown}'),
      /^It is not known which state machine '\$\{Unknown\}' is: give \$\{Unknown\} a value/,
    );
    assert.match(await found('arn:aws:lambda:us-east-1:123456789012:function:f'), /is no ARN of a state machine/);
  });

  it('must be named by paths', () => {
    const problems = (text: string): string[] => readProject(text).problems.map(({ message }) => message);
    assert.deepEqual(problems('{"stateMachines": {"a": 1, "b": "b.asl.json"}}'), [
      '"a" of "stateMachines" must be a string that is not empty.',
    ]);
    assert.deepEqual(problems('{"stateMachines": []}'), [
      '"stateMachines" must be an object: the path of a definition by the name of its state machine.',
    ]);
  });
});

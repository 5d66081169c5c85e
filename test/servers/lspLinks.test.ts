import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DocumentLink, Range } from 'vscode-languageserver-protocol/node';
import type { FileLinksAnswer } from '../../server/src/protocol';
import { LineIndex } from '../../server/src/source/lineIndex';
import { TestLanguageClient } from '../support/languageClient';

describe('links to other documents', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'stepwise-links-'));
  const uriOf = (name: string): string => pathToFileURL(path.join(folder, name)).toString();
  const files: Readonly<Record<string, string>> = {
    'template.yaml': `Resources:
  Parent:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: flows/parent.asl.json
      DefinitionSubstitutions:
        ChildArn: !Ref Child
        InnerArn: !GetAtt Inner.Arn
  Child:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: "flows/child.asl.yaml"
  Gone:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: flows/gone.asl.json
  Inner:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      Definition:
        StartAt: Again
        States:
          Again:
            Type: Task
            Resource: arn:aws:states:::states:startExecution.sync:2
            Arguments: { StateMachineArn: !Ref Child }
            End: true
`,
    'flows/parent.asl.json': `{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Task",
      "Resource": "arn:aws:states:::states:startExecution",
      "Parameters": { "StateMachineArn": "\${ChildArn}" },
      "Next": "B"
    },
    "B": {
      "Type": "Task",
      "Resource": "arn:aws:states:::states:startExecution",
      "Parameters": { "StateMachineArn": "\${InnerArn}" },
      "Next": "C"
    },
    "C": {
      "Type": "Task",
      "Resource": "arn:aws:states:::states:startExecution",
      "Parameters": { "StateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:other:7" },
      "Next": "D"
    },
    "D": {
      "Type": "Task",
      "Resource": "arn:aws:states:::states:startExecution",
      "Parameters": { "StateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:unknown" },
      "Next": "E"
    },
    "E": {
      "Type": "Task",
      "Resource": "arn:aws:states:::states:startExecution",
      "Parameters": { "StateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:bound" },
      "End": true
    }
  }
}`,
    'flows/child.asl.yaml': 'StartAt: A\nStates:\n  A: { Type: Succeed }\n',
    'flows/other.asl.json': '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}',
    'stepwise.config.json':
      '{"mocks": "none.json", "functions": "functions.json", "stateMachines": {"bound": "flows/other.asl.json"}, "samples": [{"name": "s", "inputFile": "flows/in.json", "definition": "flows/other.asl.json"}]}',
    'functions.json': `{
  "P": { "runtime": "python3.12", "codeUri": "code", "handler": "app.handler" },
  "N": { "runtime": "nodejs20.x", "codeUri": "code/", "handler": "index.main" },
  "X": { "runtime": "nodejs20.x", "codeUri": "code", "handler": "missing.main" }
}`,
    'flows/in.json': '{}',
    'code/app.py': '',
    'code/index.mjs': '',
  };
  const client = new TestLanguageClient();
  before(async () => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    await client.initialize({}, {}, { workspaceFolders: [{ uri: pathToFileURL(folder).toString(), name: 'work' }] });
  });
  after(() => {
    client.connection.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const shown = (name: string, links: readonly { range: Range; target?: string }[]): [string, string | undefined][] => {
    const lines = new LineIndex(files[name]!);
    return links.map(({ range, target }) => [
      files[name]!.slice(lines.offset(range.start), lines.offset(range.end)),
      target?.replace(`${pathToFileURL(folder).toString()}/`, ''),
    ]);
  };
  const linksOf = async (name: string, languageId: string): Promise<[string, string | undefined][]> => {
    await client.open(uriOf(name), files[name]!, languageId);
    const params = { textDocument: { uri: uriOf(name) } };
    return shown(name, (await client.connection.sendRequest<DocumentLink[] | null>('textDocument/documentLink', params)) ?? []);
  };

  it('lead from a template to definitions that are there, and to the machine that is started', async () => {
    assert.deepEqual(await linksOf('template.yaml', 'yaml'), [
      ['flows/parent.asl.json', 'flows/parent.asl.json'],
      ['flows/child.asl.yaml', 'flows/child.asl.yaml'],
      ['!Ref Child', 'flows/child.asl.yaml'],
    ]);
  });

  it('lead from a started machine to its definition, in the template or in the workspace', async () => {
    assert.deepEqual(await linksOf('flows/parent.asl.json', 'asl'), [
      ['${ChildArn}', 'flows/child.asl.yaml'],
      ['${InnerArn}', 'template.yaml#L17'],
      ['arn:aws:states:us-east-1:123456789012:stateMachine:other:7', 'flows/other.asl.json'],
      ['arn:aws:states:us-east-1:123456789012:stateMachine:bound', 'flows/other.asl.json'],
    ]);
  });

  it('lead from the project file and the functions to their files', async () => {
    const ask = async (name: string): Promise<[string, string | undefined][]> => {
      const params = { uri: uriOf(name), text: files[name]! };
      return shown(name, (await client.connection.sendRequest<FileLinksAnswer>('stepwise/fileLinks', params)).links);
    };
    assert.deepEqual(await ask('stepwise.config.json'), [
      ['functions.json', 'functions.json'],
      ['flows/in.json', 'flows/in.json'],
      ['flows/other.asl.json', 'flows/other.asl.json'],
      ['flows/other.asl.json', 'flows/other.asl.json'],
    ]);
    assert.deepEqual(await ask('functions.json'), [
      ['code', 'code/app.py'],
      ['app.handler', 'code/app.py'],
      ['code/', 'code/index.mjs'],
      ['index.main', 'code/index.mjs'],
    ]);
  });
});

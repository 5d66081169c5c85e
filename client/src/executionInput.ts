import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Sample, SamplesAnswer } from '../../server/src/protocol';

/** An input to run with: JSON text, or a file that holds it; `testCase` of the mocks where a sample names one. */
export type ExecutionInput = Pick<Sample, 'input' | 'inputFile' | 'testCase'>;

/** How many inputs are remembered per definition. */
const remembered = 5;

interface InputItem extends vscode.QuickPickItem {
  readonly choose?: () => Promise<ExecutionInput | undefined>;
}

/** Asks what to run a definition with: samples of the project, inputs used before, one that is typed, or a file. */
export async function askInput(
  context: vscode.ExtensionContext,
  definition: vscode.Uri,
  { samples }: SamplesAnswer,
): Promise<ExecutionInput | undefined> {
  const memory = `stepwise.inputs:${definition.toString()}`;
  const recent = context.workspaceState.get<string[]>(memory, []);
  const remember = async (input: string | undefined): Promise<ExecutionInput | undefined> => {
    if (input === undefined) {
      return undefined;
    }
    await context.workspaceState.update(memory, [input, ...recent.filter((other) => other !== input)].slice(0, remembered));
    return { input };
  };
  const separator = (label: string): InputItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const items: InputItem[] = [
    ...(samples.length > 0 ? [separator('Samples')] : []),
    ...samples.map((sample) => ({
      label: `$(beaker) ${sample.name}`,
      description: describe(sample),
      detail: sample.description === undefined ? undefined : shortened(sample.input),
      choose: () => Promise.resolve(sample),
    })),
    ...(recent.length > 0 ? [separator('Recent')] : []),
    ...recent.map((input) => ({ label: `$(history) ${shortened(input)}`, choose: () => remember(input) })),
    separator('Other'),
    {
      label: '$(edit) Enter an input…',
      description: 'JSON',
      choose: async () => remember(await enterInput(recent[0] ?? samples.find((sample) => sample.input)?.input)),
    },
    { label: '$(file) Choose a file…', description: 'a JSON file', choose: () => chooseFile(definition) },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: `Input of ${path.posix.basename(definition.path)}`,
    placeHolder: 'What does the execution start with?',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.choose?.();
}

/** Asks which answers Tasks give, where the project has mocks; `null`: the user has gone back. */
export async function askTestCase({ testCases }: SamplesAnswer): Promise<string | undefined | null> {
  if (testCases.length === 0) {
    return undefined;
  }
  const without: vscode.QuickPickItem = { label: '$(circle-slash) No mocks', description: 'only local functions answer' };
  const chosen = await vscode.window.showQuickPick([...testCases.map((label) => ({ label })), without], {
    title: 'Answers of Tasks',
    placeHolder: 'Which test case of the mocks?',
  });
  return chosen === undefined ? null : chosen === without ? undefined : chosen.label;
}

function describe(sample: Sample): string | undefined {
  const what = sample.description ?? shortened(sample.input) ?? (sample.inputFile && path.basename(sample.inputFile));
  return sample.testCase === undefined ? what : `${what ?? ''} · test case ${sample.testCase}`;
}

/** One line of JSON text for a list. */
function shortened(input: string | undefined): string | undefined {
  const line = input?.replace(/\s+/g, ' ');
  return line !== undefined && line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

async function enterInput(suggestion: string | undefined): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: 'Input of the execution',
    prompt: 'JSON, for example {"name": "value"}',
    value: suggestion === undefined ? '{}' : suggestion.replace(/\s*\n\s*/g, ' '),
    ignoreFocusOut: true,
    validateInput: (text) => {
      try {
        JSON.parse(text);
        return undefined;
      } catch (error) {
        return `This is not JSON: ${error instanceof Error ? error.message : String(error)}`;
      }
    },
  });
}

async function chooseFile(definition: vscode.Uri): Promise<ExecutionInput | undefined> {
  const files = await vscode.window.showOpenDialog({
    title: 'Input of the execution',
    openLabel: 'Use as Input',
    canSelectMany: false,
    filters: { JSON: ['json'], 'All files': ['*'] },
    defaultUri: definition.scheme === 'file' ? vscode.Uri.joinPath(definition, '..') : undefined,
  });
  return files?.[0] && { inputFile: files[0].fsPath };
}

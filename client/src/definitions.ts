import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { StateMachinesAnswer, StateMachinesParams } from '../../server/src/protocol';

/** Languages of documents that are a state machine. */
const definitionLanguages: ReadonlySet<string> = new Set(['asl', 'asl-yaml']);
/** Languages of documents that are ours whatever they say. */
const ownLanguages = ['asl', 'asl-yaml', 'aws-batch', 'aws-batch-yaml'] as const;
/** Languages in which templates are written; only those that hold a state machine are ours. */
const templateLanguages = ['json', 'jsonc', 'yaml', 'cloudformation'] as const;

/** Every language of which documents may be served. */
export const languages: readonly string[] = [...ownLanguages, ...templateLanguages];

/** Whether a document is a state machine. */
export function isDefinition(document: vscode.TextDocument): boolean {
  return definitionLanguages.has(document.languageId) && !isAcpiSource(document);
}

/** Whether a document is ACPI Source Language, whose files end in `.asl` as well: the first words of code tell. */
export function isAcpiSource(document: vscode.TextDocument): boolean {
  return (
    document.languageId === 'asl' &&
    /^(?:\s|\/\*(?:[^*]|\*(?!\/))*\*\/|\/\/.*)*(?:DefinitionBlock|External|Include|Scope|Method)\s*\(/.test(
      document.getText().slice(0, 20_000),
    )
  );
}

/** Whether a document shows what cannot be written, such as the left side of a git diff: it is read, not worked on. */
export function isReadOnlyVersion({ scheme }: vscode.Uri): boolean {
  return scheme !== 'untitled' && vscode.workspace.fs.isWritableFileSystem(scheme) !== true;
}

const resourceType = /AWS::(?:StepFunctions|Serverless)::StateMachine/;

/** Whether a document is a template with state machines: a search for their types in its text, nothing is parsed. */
export function isTemplate(document: vscode.TextDocument): boolean {
  return templateLanguages.some((id) => id === document.languageId) && resourceType.test(document.getText());
}

/** Whether the language server wants to know of a document. */
export function isServed(document: vscode.TextDocument): boolean {
  return ownLanguages.some((id) => id === document.languageId) || isTemplate(document);
}

/** Whether a change can make a template of a JSON or YAML document: only its own lines are looked at. */
export function mayBecomeTemplate({ document, contentChanges }: vscode.TextDocumentChangeEvent): boolean {
  return (
    templateLanguages.some((id) => id === document.languageId) &&
    contentChanges.some(
      ({ range, text }) =>
        resourceType.test(text) || resourceType.test(document.lineAt(Math.min(range.start.line, document.lineCount - 1)).text),
    )
  );
}

/** The state machine or template in the editor; a graph beside it may have the focus. */
export function openDefinition(): vscode.TextDocument | undefined {
  const isOne = (document: vscode.TextDocument): boolean => isDefinition(document) || isTemplate(document);
  const active = vscode.window.activeTextEditor?.document;
  return active && isOne(active) ? active : vscode.window.visibleTextEditors.find(({ document }) => isOne(document))?.document;
}

/** A state machine: a document, or a resource of a template. */
export interface Chosen {
  readonly uri: vscode.Uri;
  /** The logical id of the template's resource. */
  readonly stateMachine?: string;
  /** The file with its definition, where that is not the document. */
  readonly definition?: vscode.Uri;
}

/** What a command is about: given by a menu (a URI) or a code lens (its text, and the logical id in a template), else what is in the editor. */
export async function chooseStateMachine(
  client: LanguageClient,
  target: unknown,
  stateMachine: unknown,
  title: string,
): Promise<Chosen | undefined> {
  const uri =
    typeof target === 'string' ? vscode.Uri.parse(target) : target instanceof vscode.Uri ? target : openDefinition()?.uri;
  if (!uri) {
    void vscode.window.showInformationMessage('Open a state machine (*.asl.json, *.asl.yaml) or a template with one first.');
    return undefined;
  }
  const document = await vscode.workspace.openTextDocument(uri);
  if (!isTemplate(document)) {
    return { uri };
  }
  const params: StateMachinesParams = { uri: client.code2ProtocolConverter.asUri(uri) };
  const { stateMachines } = await client.sendRequest<StateMachinesAnswer>('stepwise/stateMachines', params);
  const found = stateMachines.map(({ stateMachine: key, range, definition }) => ({
    uri,
    stateMachine: key,
    range: new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character),
    ...(definition !== undefined && { definition: vscode.Uri.parse(definition) }),
  }));
  if (typeof stateMachine === 'string') {
    return found.find((each) => each.stateMachine === stateMachine);
  }
  const editor = vscode.window.visibleTextEditors.find((each) => each.document === document);
  const under = editor && found.find(({ range }) => range.contains(editor.selection.active));
  if (under || found.length <= 1) {
    if (found.length === 0) {
      void vscode.window.showInformationMessage('There is no state machine in this template yet.');
    }
    return under ?? found[0];
  }
  const items = found.map((each) => ({
    label: `$(type-hierarchy) ${each.stateMachine ?? ''}`,
    description: `line ${each.range.start.line + 1}`,
    each,
  }));
  return (await vscode.window.showQuickPick(items, { title, placeHolder: 'Which state machine of the template?' }))?.each;
}

/** Tells what follows one state machine from what follows another: a template holds several. */
export function keyOf({ uri, stateMachine }: Chosen): string {
  return stateMachine === undefined ? uri.toString() : `${uri.toString()}#${stateMachine}`;
}

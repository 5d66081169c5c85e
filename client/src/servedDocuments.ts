import * as vscode from 'vscode';
import type { LanguageClient, Middleware } from 'vscode-languageclient/node';
import { isAcpiSource, isReadOnlyVersion, isServed, isTemplate, mayBecomeTemplate } from './definitions';

/** Keeps from the server what is not ours: of all the JSON and YAML documents it is told only of templates with a state machine. */
export function servedDocumentsOnly(clientOf: () => LanguageClient | undefined): Middleware {
  const told = new Set<string>();
  return {
    didOpen: async (document, next) => {
      if (isServed(document)) {
        told.add(document.uri.toString());
        await next(document);
      }
    },
    didChange: async (event, next) => {
      if (told.has(event.document.uri.toString())) {
        await next(event);
      } else if (mayBecomeTemplate(event)) {
        // Comes back through `didOpen`, with the whole text.
        await clientOf()?.getFeature('textDocument/didOpen').getProvider(event.document)?.send(event.document);
      }
    },
    didClose: async (document, next) => {
      if (told.delete(document.uri.toString())) {
        await next(document);
      }
    },
    // What nobody can put right is no problem: the version that is in the editor as well has its own.
    handleDiagnostics: (uri, diagnostics, next) => next(uri, isReadOnlyVersion(uri) ? [] : diagnostics),
    provideCodeLenses: (document, token, next) => (isReadOnlyVersion(document.uri) ? undefined : next(document, token)),
    // An answer without tokens would hide those of other extensions.
    provideDocumentSemanticTokens: (document, token, next) =>
      told.has(document.uri.toString()) ? next(document, token) : undefined,
  };
}

/** Calls `found` as soon as a document is open that the server wants to know of; until then no server runs. */
export function whenServed(context: vscode.ExtensionContext, found: () => void): void {
  if (vscode.workspace.textDocuments.some(isServed)) {
    found();
    return;
  }
  const waiting = vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument((document) => isServed(document) && start()),
    vscode.workspace.onDidChangeTextDocument((event) => mayBecomeTemplate(event) && start()),
  );
  const start = (): void => {
    waiting.dispose();
    found();
  };
  context.subscriptions.push(waiting);
}

/** Tells the `when` clauses of menus which open documents are templates, and which `.asl` files are no state machines: `resourcePath in stepwise.templates`. */
export function registerTemplateContext(context: vscode.ExtensionContext): void {
  const templates = new Set<string>();
  const foreign = new Set<string>();
  const set = (): void => {
    void vscode.commands.executeCommand('setContext', 'stepwise.templates', [...templates]);
    // Breakpoints may stand in JSON and YAML once there is a template.
    void vscode.commands.executeCommand('setContext', 'stepwise.hasTemplates', templates.size > 0);
  };
  const look = (document: vscode.TextDocument): void => {
    const path = document.uri.fsPath;
    if (foreign.has(path) !== isAcpiSource(document)) {
      if (!foreign.delete(path)) {
        foreign.add(path);
      }
      void vscode.commands.executeCommand('setContext', 'stepwise.foreign', [...foreign]);
    }
    if (!templates.has(path) && isTemplate(document)) {
      templates.add(path);
      set();
    }
  };
  vscode.workspace.textDocuments.forEach(look);
  context.subscriptions.push(
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidChangeTextDocument((event) => mayBecomeTemplate(event) && look(event.document)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (templates.delete(uri.fsPath)) {
        set();
      }
    }),
  );
}

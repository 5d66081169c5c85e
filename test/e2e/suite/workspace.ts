import * as vscode from 'vscode';

/** Opens a file of the test workspace in an editor. */
export async function open(name: string): Promise<vscode.TextEditor> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) {
    throw new Error('no folder is open');
  }
  return vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, name));
}

/** Opens an unsaved document with a text. */
export async function openText(content: string, language = 'asl'): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content, language }));
}

/** Waits until `look` gives something; fails with what was expected after 20 seconds. */
export async function eventually<T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = Date.now() + 20_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) {
      return found;
    }
    if (Date.now() > end) {
      throw new Error(`waited 20 seconds for ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The diagnostics of a document as `line: message` (lines from 0), once there is one that matches. */
export function diagnostic(document: vscode.TextDocument, message: RegExp): Promise<vscode.Diagnostic> {
  return eventually(`a diagnostic like ${message}`, () =>
    vscode.languages.getDiagnostics(document.uri).find((one) => message.test(one.message)),
  );
}

/** The position right after the first occurrence of `text`, minus `back` characters. */
export function after(document: vscode.TextDocument, text: string, back = 0): vscode.Position {
  const offset = document.getText().indexOf(text);
  if (offset < 0) {
    throw new Error(`the document holds no ${JSON.stringify(text)}`);
  }
  return document.positionAt(offset + text.length - back);
}

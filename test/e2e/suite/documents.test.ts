import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { diagnostic, eventually, open, openText } from './workspace';

const faulty = `{
  "StartAt": "First",
  "States": {
    "First": {
      "Type": "Pass",
      "Next": "Secnd"
    },
    "Second": {
      "Type": "Succeed"
    }
  }
}
`;

/** Files of one text under a scheme of their own, as extensions offer what lies in archives, on other machines or in the past. */
class OneText implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

  constructor(private readonly text: string) {}

  stat(): vscode.FileStat {
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.text.length };
  }
  readFile(): Uint8Array {
    return new TextEncoder().encode(this.text);
  }
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }
  readDirectory(): [string, vscode.FileType][] {
    return [];
  }
  createDirectory(): void {}
  writeFile(): void {}
  delete(): void {}
  rename(): void {}
}

function lensesOf(uri: vscode.Uri): Thenable<vscode.CodeLens[]> {
  return vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
}

function symbolsOf(uri: vscode.Uri): Promise<vscode.DocumentSymbol[]> {
  return eventually('the outline', async () => {
    const found = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
      'vscode.executeDocumentSymbolProvider',
      uri,
    );
    return found?.length ? found : undefined;
  });
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 700));

describe('documents that are no files', () => {
  const registered: vscode.Disposable[] = [];
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    vscode.Disposable.from(...registered.splice(0)).dispose();
  });

  /** A document with `text` under a scheme that can be written or not. */
  const openVirtual = async (scheme: string, isReadonly: boolean): Promise<vscode.TextDocument> => {
    registered.push(vscode.workspace.registerFileSystemProvider(scheme, new OneText(faulty), { isReadonly }));
    return vscode.workspace.openTextDocument(vscode.Uri.from({ scheme, path: '/order.asl.json' }));
  };

  it('that is not saved yet is checked and has its lenses', async () => {
    const { document } = await openText(faulty);
    assert.equal(document.uri.scheme, 'untitled');
    await diagnostic(document, /Secnd/);
    assert.ok((await lensesOf(document.uri)).length > 0);
  });

  it('of a file system that can be written is checked', async () => {
    const document = await openVirtual('stepwise-written', false);
    await vscode.window.showTextDocument(document);
    await diagnostic(document, /Secnd/);
  });

  it('that can only be read is shown, but neither checked nor run', async () => {
    const document = await openVirtual('stepwise-read', true);
    await vscode.window.showTextDocument(document);
    assert.equal((await symbolsOf(document.uri)).length, 2);
    await settled();
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
    assert.deepEqual(await lensesOf(document.uri), []);
  });
});

describe('a file in ACPI Source Language', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  it('is left alone', async () => {
    const { document } = await openText(
      '/*\n * Tables of a machine\n */\nDefinitionBlock ("", "DSDT", 2, "A", "B", 1)\n{\n    Scope (\\_SB) { Name (X, 0) }\n}\n',
    );
    assert.equal(document.languageId, 'asl');
    const other = await openText(faulty);
    await diagnostic(other.document, /Secnd/); // the server is at work
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await settled();
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
    assert.deepEqual(await lensesOf(document.uri), []);
  });
});

describe('settings beside another extension for the same languages', () => {
  const settings = () => vscode.workspace.getConfiguration('stepwise');
  afterEach(async () => {
    await settings().update('diagnostics.enabled', undefined, vscode.ConfigurationTarget.Global);
    await settings().update('format.enabled', undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('switch the problems off and on', async () => {
    const { document } = await open('faulty.asl.json');
    await diagnostic(document, /Secnd/);
    await settings().update('diagnostics.enabled', false, vscode.ConfigurationTarget.Global);
    await eventually('no problem', () => vscode.languages.getDiagnostics(document.uri).length === 0 || undefined);
    await settings().update('diagnostics.enabled', true, vscode.ConfigurationTarget.Global);
    await diagnostic(document, /Secnd/);
  });

  it('switch the formatter off and on', async () => {
    const { document } = await openText(faulty.replace('  "StartAt"', '      "StartAt"'));
    await diagnostic(document, /Secnd/);
    const edits = () =>
      vscode.commands.executeCommand<vscode.TextEdit[] | undefined>('vscode.executeFormatDocumentProvider', document.uri, {
        tabSize: 2,
        insertSpaces: true,
      });
    await eventually('a layout', async () => ((await edits())?.length ? true : undefined));
    await settings().update('format.enabled', false, vscode.ConfigurationTarget.Global);
    await eventually('no layout', async () => ((await edits())?.length ? undefined : true));
    await settings().update('format.enabled', true, vscode.ConfigurationTarget.Global);
    await eventually('a layout again', async () => ((await edits())?.length ? true : undefined));
  });
});

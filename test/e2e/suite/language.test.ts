import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { after, diagnostic, eventually, open, openText } from './workspace';

const machine = `{
  "StartAt": "First",
  "States": {
    "First": {
      "Type": "Pass",
      "Next": "Second"
    },
    "Second": {
      "Type": "Succeed"
    }
  }
}
`;

function labelOf({ label }: vscode.CompletionItem): string {
  return typeof label === 'string' ? label : label.label;
}

function labels({ items }: vscode.CompletionList): string[] {
  return items.map(labelOf);
}

describe('a state machine in the editor', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  it('has no problems when it is right', async () => {
    const { document } = await open('faulty.asl.json');
    await diagnostic(document, /Secnd/); // the server is at work
    const right = await open('order.asl.json');
    await new Promise((resolve) => setTimeout(resolve, 500));
    // Advice may be given, as in the test below.
    const faults = vscode.languages
      .getDiagnostics(right.document.uri)
      .filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning);
    assert.deepEqual(
      faults.map(({ message }) => message),
      [],
    );
  });

  it('is told at the misspelt word which state was meant, and repairs it', async () => {
    const { document } = await openText(machine.replace('"Next": "Second"', '"Next": "Secnd"'));
    const found = await diagnostic(document, /"Secnd".*"Second"/);
    assert.equal(document.getText(found.range).replaceAll('"', ''), 'Secnd');
    assert.equal(found.severity, vscode.DiagnosticSeverity.Error);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      found.range,
    );
    const repair = actions.find(({ title }) => /Second/.test(title));
    assert.ok(repair?.edit, actions.map(({ title }) => title).join());
    await vscode.workspace.applyEdit(repair.edit);
    assert.equal(document.getText(), machine);
    // Advice may stay.
    const isWrong = ({ severity }: vscode.Diagnostic) => severity <= vscode.DiagnosticSeverity.Warning;
    await eventually('no problem', () => !vscode.languages.getDiagnostics(document.uri).some(isWrong) || undefined);
  });

  it('reports a state that nothing leads to', async () => {
    const { document } = await openText(machine.replace('"Next": "Second"', '"End": true'));
    const found = await diagnostic(document, /Second.*reachable/);
    assert.equal(document.getText(found.range).replaceAll('"', ''), 'Second');
  });

  it('completes state names where a state is named', async () => {
    const { document } = await openText(machine.replace('"Next": "Second"', '"Next": ""'));
    const list = await eventually('completions', async () => {
      const found = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        after(document, '"Next": ""', 1),
      );
      return found.items.length > 0 ? found : undefined;
    });
    assert.ok(
      labels(list).some((label) => label.includes('Second')),
      labels(list).join(),
    );
  });

  it('completes field names by the type of the state, with documentation', async () => {
    const { document } = await openText(machine.replace('"Type": "Succeed"', '"Type": "Wait",\n      ""'));
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      after(document, '"Wait",\n      ""', 1),
      undefined,
      50,
    );
    const names = labels(list).map((label) => label.replaceAll('"', ''));
    assert.ok(names.includes('Seconds'), names.join());
    assert.ok(!names.includes('Resource') && !names.includes('Branches'), names.join());
    assert.ok(list.items.find((item) => labelOf(item).includes('Seconds'))?.documentation, 'Seconds has no documentation');
  });

  it('explains a field, goes to the state, and shows the outline', async () => {
    const { document } = await openText(machine);
    const [hover] = await eventually('a hover', async () => {
      const found = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        after(document, '"Next', 1),
      );
      return found.length > 0 ? found : undefined;
    });
    assert.match(hover!.contents.map((part) => (typeof part === 'string' ? part : part.value)).join('\n'), /Next/);

    const [target] = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      after(document, '"Next": "Second', 2),
    );
    const range = target && ('targetRange' in target ? (target.targetSelectionRange ?? target.targetRange) : target.range);
    assert.equal(range?.start.line, document.positionAt(machine.indexOf('"Second": {')).line);

    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    const names: string[] = [];
    const walk = (list: readonly vscode.DocumentSymbol[]): void =>
      list.forEach((symbol) => {
        names.push(symbol.name);
        walk(symbol.children);
      });
    walk(symbols);
    assert.ok(names.includes('First') && names.includes('Second'), names.join());
  });

  it('renames a state wherever it is named', async () => {
    const { document } = await openText(machine);
    await eventually('the outline', async () => {
      const symbols = await vscode.commands.executeCommand<unknown[] | undefined>(
        'vscode.executeDocumentSymbolProvider',
        document.uri,
      );
      return symbols?.length ? symbols : undefined;
    });
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      after(document, '"Next": "Second', 2),
      'Last',
    );
    await vscode.workspace.applyEdit(edit);
    assert.equal(document.getText(), machine.replaceAll('Second', 'Last'));
  });
});

describe('bad input in the editor', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  for (const [what, text, message] of [
    ['an empty file', '', /./],
    ['an opening brace', '{', /./],
    ['an array at the top', '[1, 2]', /./],
    ['10,000 levels', '['.repeat(10_000), /1,?500|deep/i],
    ['a key given twice', '{"StartAt": "A", "StartAt": "A", "States": {"A": {"Type": "Succeed"}}}', /StartAt/],
  ] as const) {
    it(`says what is wrong with ${what}, and goes on`, async () => {
      const { document } = await openText(text);
      await diagnostic(document, message);
      const next = await openText(machine.replace('"Next": "Second"', '"Next": "Secnd"'));
      await diagnostic(next.document, /Secnd/);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    });
  }
});

describe('a job definition in the editor', () => {
  it('has no problems when it is right, and completes its fields', async () => {
    const { document } = await open('resize.jobdef.json');
    const list = await eventually('completions', async () => {
      const found = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        after(document, '"retryStrategy": { '),
      );
      return labels(found).some((label) => label.includes('evaluateOnExit')) ? found : undefined;
    });
    assert.ok(list);
    assert.deepEqual(
      vscode.languages.getDiagnostics(document.uri).map(({ message }) => message),
      [],
    );
  });

  it('is told of a field that does not exist', async () => {
    const { document } = await openText('{"jobDefinitionName": "a", "type": "container", "retryStrategie": {}}', 'aws-batch');
    await diagnostic(document, /retryStrategie/);
  });
});

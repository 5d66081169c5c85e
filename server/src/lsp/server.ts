import {
  CodeActionKind,
  ErrorCodes,
  ResponseError,
  TextDocumentSyncKind,
  type CancellationToken,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver';
import { codeLenses } from '../features/codeLens';
import { repairAll, repairs } from '../features/codeActions';
import { definition } from '../features/definition';
import { documentSymbols } from '../features/documentSymbols';
import { foldingRanges } from '../features/foldingRanges';
import { references } from '../features/references';
import { rename, renameable } from '../features/rename';
import { selectionRanges } from '../features/selectionRanges';
import * as convert from './convert';
import { Diagnostics } from './diagnostics';
import { Documents, type OpenDocument } from './documents';
import { logFailure } from './failure';
import type { Host } from './host';
import { registerStepwiseRequests } from './stepwiseRequests';

/** What an editor can say at the start: the commands that code lenses may name. Without a command its lens is not offered. */
interface InitializationOptions {
  readonly openGraphCommand?: string;
  readonly runCommand?: string;
  readonly debugCommand?: string;
}

declare const STEPWISE_VERSION: string | undefined;

/** Serves the protocol on `connection` until it closes. Nothing that a client sends ends the server. */
export function startLanguageServer(connection: Connection, host: Host): void {
  const documents = new Documents();
  let client: InitializeParams['capabilities'] = {};
  let commands: InitializationOptions = {};

  const isWanted = async (uri: string): Promise<boolean> => {
    if (!client.workspace?.configuration) {
      return true;
    }
    const enabled: unknown = await connection.workspace.getConfiguration({
      scopeUri: uri,
      section: 'stepwise.diagnostics.enabled',
    });
    return enabled !== false;
  };
  const diagnostics = new Diagnostics(connection, documents, isWanted);

  /** Answers a request about an open document; `none` when it is not open, was cancelled, or the answer failed (which is logged). */
  function about<P extends { textDocument: { uri: string } }, R>(
    what: string,
    none: R,
    answer: (document: OpenDocument, params: P) => R,
  ): (params: P, token: CancellationToken) => R | ResponseError<void> {
    return (params, token) => {
      if (token.isCancellationRequested) {
        return new ResponseError(ErrorCodes.PendingResponseRejected, `${what} was cancelled.`);
      }
      try {
        const document = documents.get(params.textDocument.uri);
        return document ? answer(document, params) : none;
      } catch (error) {
        logFailure(connection, what, error);
        return none;
      }
    };
  }

  connection.onInitialize((params): InitializeResult => {
    client = params.capabilities;
    commands = (params.initializationOptions ?? {}) as InitializationOptions;
    return {
      serverInfo: { name: 'Stepwise', version: typeof STEPWISE_VERSION === 'string' ? STEPWISE_VERSION : undefined },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        completionProvider: { triggerCharacters: ['"', ':'] },
        hoverProvider: true,
        definitionProvider: true,
        referencesProvider: true,
        documentHighlightProvider: true,
        documentSymbolProvider: { label: 'States' },
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, convert.fixAllKind] },
        codeLensProvider: {},
        renameProvider: client.textDocument?.rename?.prepareSupport ? { prepareProvider: true } : true,
        foldingRangeProvider: true,
        selectionRangeProvider: true,
      },
    };
  });
  connection.onDidChangeConfiguration(() => diagnostics.planAll());
  connection.onShutdown(() => diagnostics.dispose());

  connection.onCompletion(
    about('Completion', null, ({ text, analysis, language }, { position }) => {
      const snippets = client.textDocument?.completion?.completionItem?.snippetSupport === true;
      const found = language.complete(analysis, text.offsetAt(position));
      return { isIncomplete: false, items: found.map((c, index) => convert.toCompletionItem(text, c, index, snippets)) };
    }),
  );
  connection.onHover(
    about('Hover', null, ({ text, analysis, language }, { position }) => {
      const found = language.hover(analysis, text.offsetAt(position));
      return found ? { contents: convert.toMarkdown(found.markdown), range: convert.toRange(text, found.span) } : null;
    }),
  );
  connection.onDefinition(
    about('Definition', null, ({ text, analysis }, { position }) => {
      const found = definition(analysis, text.offsetAt(position));
      if (!found) {
        return null;
      }
      const selection = convert.toRange(text, found.selection);
      return client.textDocument?.definition?.linkSupport
        ? [
            {
              originSelectionRange: convert.toRange(text, found.origin),
              targetUri: text.uri,
              targetRange: convert.toRange(text, found.target),
              targetSelectionRange: selection,
            },
          ]
        : { uri: text.uri, range: selection };
    }),
  );
  connection.onReferences(
    about('References', [], ({ text, analysis }, { position, context }) =>
      references(analysis, text.offsetAt(position))
        .filter((reference) => context.includeDeclaration || reference.kind !== 'declaration')
        .map((reference) => ({ uri: text.uri, range: convert.toRange(text, reference) })),
    ),
  );
  connection.onDocumentHighlight(
    about('Highlights', [], ({ text, analysis }, { position }) =>
      references(analysis, text.offsetAt(position)).map((reference) => convert.toHighlight(text, reference)),
    ),
  );
  connection.onDocumentSymbol(
    about('Outline', [], ({ text, analysis }) => documentSymbols(analysis).map((entry) => convert.toDocumentSymbol(text, entry))),
  );
  connection.onCodeAction(
    about('Code actions', [], ({ text, findings }, { range, context }) => {
      const isAsked = (kind: string): boolean =>
        !context.only || context.only.some((only) => kind === only || kind.startsWith(`${only}.`));
      const all = isAsked(convert.fixAllKind) ? repairAll(findings) : undefined;
      const single = isAsked(CodeActionKind.QuickFix)
        ? repairs(findings, { start: text.offsetAt(range.start), end: text.offsetAt(range.end) })
        : [];
      return [...single, ...(all ? [all] : [])].map((repair) => convert.toCodeAction(text, repair));
    }),
  );
  connection.onCodeLens(
    about('Code lenses', [], ({ text, analysis }) => {
      const offered = {
        graph: { title: '$(type-hierarchy) Open Graph', command: commands.openGraphCommand },
        run: { title: '$(play) Run', command: commands.runCommand },
        debug: { title: '$(debug-alt) Debug', command: commands.debugCommand },
      };
      return codeLenses(analysis).flatMap(({ span, action }) => {
        const { title, command } = offered[action];
        return command === undefined
          ? []
          : [{ range: convert.toRange(text, span), command: { title, command, arguments: [text.uri] } }];
      });
    }),
  );
  connection.onPrepareRename(
    about('Rename', null, ({ text, analysis }, { position }) => {
      const found = renameable(analysis, text.offsetAt(position));
      return found ? { range: convert.toRange(text, found), placeholder: found.text } : null;
    }),
  );
  connection.onRenameRequest((params, token) => {
    const answer = about(
      'Rename',
      { refusal: 'The rename failed; the output of Stepwise says why.' },
      ({ text, analysis }, p: typeof params) => rename(analysis, text.offsetAt(p.position), p.newName),
    )(params, token);
    if (answer instanceof ResponseError) {
      return answer;
    }
    const document = documents.get(params.textDocument.uri);
    return 'refusal' in answer || !document
      ? new ResponseError(ErrorCodes.InvalidRequest, 'refusal' in answer ? answer.refusal : 'The document is not open.')
      : { changes: { [params.textDocument.uri]: convert.toTextEdits(document.text, answer.edits) } };
  });
  connection.onFoldingRanges(
    about('Folding', [], ({ text, analysis }) => convert.toFoldingRanges(text, foldingRanges(analysis.root))),
  );
  connection.onSelectionRanges(
    about('Selection', [], ({ text, analysis }, { positions }) =>
      positions.map((position) => {
        const offset = text.offsetAt(position);
        return convert.toSelectionRange(text, selectionRanges(analysis, offset), offset);
      }),
    ),
  );

  registerStepwiseRequests(connection, documents, host);
  documents.listen(
    connection,
    (uri) => diagnostics.plan(uri),
    (uri) => diagnostics.forget(uri),
  );
  connection.listen();
}

import {
  ErrorCodes,
  ResponseError,
  TextDocumentSyncKind,
  type CodeLens,
  type Connection,
  type Definition,
  type DefinitionLink,
  type DefinitionParams,
  type InitializeParams,
  type InitializeResult,
  type Position,
  type SelectionRangeParams,
  type TextEdit,
} from 'vscode-languageserver';
import { definition } from '../features/definition';
import { documentSymbols } from '../features/documentSymbols';
import { foldingRanges } from '../features/foldingRanges';
import { references } from '../features/references';
import { rename, renameable } from '../features/rename';
import { selectionRanges } from '../features/selectionRanges';
import { findProject } from '../project/samples';
import type { CheckOptions } from '../rules';
import { checkOptions } from '../rules/settings';
import { assistanceCapabilities, refreshHints, registerAssistance } from './assistance';
import { codeActionKinds, codeActions } from './codeActions';
import { lensesOf } from './codeLenses';
import * as convert from './convert';
import { Diagnostics } from './diagnostics';
import { Documents, type OpenDocument, type Part } from './documents';
import { registerDocumentLinks } from './documentLinks';
import { type Answering, answering, logFailure } from './failure';
import { definitionFile } from './fileBeside';
import type { Host } from './host';
import { Placeholders } from './placeholders';
import { navigationCapabilities, followFormatting, registerNavigation } from './navigation';
import { registerStepwiseRequests } from './stepwiseRequests';
import { registerWorkspaceSymbols } from './workspaceSymbols';

/** What an editor can say at the start: the commands that code lenses may name. Without a command its lens is not offered. */
interface InitializationOptions {
  readonly openGraphCommand?: string;
  readonly runCommand?: string;
  readonly debugCommand?: string;
  /** Shows references; its arguments are a URI, a position and ranges of that document. */
  readonly showReferencesCommand?: string;
}

declare const STEPWISE_VERSION: string | undefined;

/** Serves the protocol on `connection` until it closes. Nothing that a client sends ends the server. */
export function startLanguageServer(connection: Connection, host: Host): void {
  const documents = new Documents();
  const placeholders = new Placeholders(documents, host);
  let client: InitializeParams['capabilities'] = {};
  let commands: InitializationOptions = {};
  let initialized: InitializeParams | undefined;
  let lookAtFormatting: () => void = () => undefined;

  /** Whether a setting is on for a document, or for all of them; `usual` where nothing is said. */
  const isOn = async (uri: string | undefined, section: string, usual = true): Promise<boolean> => {
    if (!client.workspace?.configuration) {
      return usual;
    }
    const value: unknown = await connection.workspace.getConfiguration({ ...(uri !== undefined && { scopeUri: uri }), section });
    return typeof value === 'boolean' ? value : usual;
  };
  /** Severities of the nearest project file, overridden by the editor's setting `stepwise.rules`. */
  const severitiesOf = async (uri: string): Promise<CheckOptions> => {
    const file = host.pathOf(uri);
    const project = file === undefined ? undefined : await findProject(file, host.files);
    const { rules, pillars } = project?.severities ?? {};
    const own: unknown = client.workspace?.configuration
      ? await connection.workspace.getConfiguration({ scopeUri: uri, section: 'stepwise.rules' })
      : {};
    return checkOptions({ severities: rules, pillars }, own);
  };
  const diagnostics = new Diagnostics(connection, documents, (uri) => isOn(uri, 'stepwise.diagnostics.enabled'), severitiesOf);

  const answer = answering(connection);

  /** Answers a request about an open document; `none` when it is not open. */
  function about<P extends { textDocument: { uri: string } }, R>(
    what: string,
    none: R,
    of: (document: OpenDocument, params: P) => R,
  ): Answering<P, R> {
    return answer(what, none, (params) => {
      const document = documents.get(params.textDocument.uri);
      return document ? of(document, params) : none;
    });
  }

  /** Answers a request about a place: of the state machine there, in a template one of several. */
  function at<P extends { textDocument: { uri: string }; position: Position }, R>(
    what: string,
    none: R,
    of: (part: Part, params: P) => R,
  ): Answering<P, R> {
    return about(what, none, (document, params: P) => {
      const part = document.partAt(params.position);
      return part ? of(part, params) : none;
    });
  }

  /** Answers a request about everything in a document: of each of its state machines, in text order. */
  function throughout<P extends { textDocument: { uri: string } }, R>(
    what: string,
    of: (part: Part, params: P) => readonly R[],
  ): Answering<P, R[]> {
    return about<P, R[]>(what, [], (document, params) => document.parts.flatMap((part) => of(part, params)));
  }

  connection.onInitialize((params): InitializeResult => {
    client = params.capabilities;
    initialized = params;
    commands = (params.initializationOptions ?? {}) as InitializationOptions;
    return {
      serverInfo: { name: 'Stepwise', version: typeof STEPWISE_VERSION === 'string' ? STEPWISE_VERSION : undefined },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        definitionProvider: true,
        referencesProvider: true,
        documentHighlightProvider: true,
        documentLinkProvider: {},
        documentSymbolProvider: { label: 'States' },
        codeActionProvider: { codeActionKinds },
        codeLensProvider: {},
        renameProvider: client.textDocument?.rename?.prepareSupport ? { prepareProvider: true } : true,
        foldingRangeProvider: true,
        selectionRangeProvider: true,
        workspaceSymbolProvider: true,
        ...assistanceCapabilities,
        ...navigationCapabilities(params),
      },
    };
  });
  connection.onInitialized(() => {
    const look = followFormatting(connection, initialized!, () => isOn(undefined, 'stepwise.format.enabled'));
    lookAtFormatting = () => void look().catch((error: unknown) => logFailure(connection, 'Registering', error));
    lookAtFormatting();
  });
  connection.onDidChangeConfiguration(() => {
    diagnostics.planAll();
    refreshHints(connection, client);
    lookAtFormatting();
  });
  connection.onShutdown(() => diagnostics.dispose());

  const definitionAt = at(
    'Definition',
    null,
    ({ text, analysis }, { position }: DefinitionParams): Definition | DefinitionLink[] | null => {
      const found = definition(analysis, text.offsetAt(position));
      if (found.length === 0) {
        return null;
      }
      return client.textDocument?.definition?.linkSupport
        ? found.map(({ origin, target, selection }) => ({
            originSelectionRange: convert.toRange(text, origin),
            targetUri: text.uri,
            targetRange: convert.toRange(text, target),
            targetSelectionRange: convert.toRange(text, selection),
          }))
        : found.map(({ selection }) => ({ uri: text.uri, range: convert.toRange(text, selection) }));
    },
  );
  const inOtherFiles = answer('Definition', undefined, async ({ textDocument: { uri }, position }: DefinitionParams) => {
    const links = client.textDocument?.definition?.linkSupport === true;
    return (await placeholders.definition(uri, position, links)) ?? definitionFile(documents.get(uri), position);
  });
  connection.onDefinition(async (params, token) => {
    const elsewhere = await inOtherFiles(params, token);
    return elsewhere ?? definitionAt(params, token);
  });
  connection.onReferences(
    at('References', [], ({ text, analysis }, { position, context }) =>
      references(analysis, text.offsetAt(position))
        .filter((reference) => context.includeDeclaration || reference.kind !== 'declaration')
        .map((reference) => ({ uri: text.uri, range: convert.toRange(text, reference) })),
    ),
  );
  connection.onDocumentHighlight(
    at('Highlights', [], ({ text, analysis }, { position }) =>
      references(analysis, text.offsetAt(position)).map((reference) => convert.toHighlight(text, reference)),
    ),
  );
  connection.onDocumentSymbol(
    throughout('Outline', ({ text, analysis, resource }) => {
      const states = documentSymbols(analysis).map((entry) => convert.toDocumentSymbol(text, entry));
      return resource ? [convert.toMachineSymbol(text, resource, states)] : states;
    }),
  );
  connection.onCodeAction(
    about('Code actions', [], (document, params) =>
      codeActions(document, params, client.textDocument?.codeAction?.disabledSupport),
    ),
  );
  connection.onCodeLens(async (params, token) => {
    const { openGraphCommand, runCommand, debugCommand, showReferencesCommand } = commands;
    const areReferencesWanted =
      showReferencesCommand !== undefined && (await isOn(params.textDocument.uri, 'stepwise.codeLens.references'));
    const offered = { graph: openGraphCommand, run: runCommand, debug: debugCommand };
    return about<typeof params, CodeLens[]>('Code lenses', [], (document) =>
      lensesOf(document, areReferencesWanted ? { ...offered, references: showReferencesCommand } : offered),
    )(params, token);
  });
  connection.onPrepareRename(
    at('Rename', null, ({ text, analysis }, { position }) => {
      const found = renameable(analysis, text.offsetAt(position));
      return found ? { range: convert.toRange(text, found), placeholder: found.text } : null;
    }),
  );
  connection.onRenameRequest(async (params, token) => {
    const answered = await at<typeof params, TextEdit[] | { refusal: string }>(
      'Rename',
      { refusal: 'There is no state or variable here to rename.' },
      ({ text, analysis }, p: typeof params) => {
        const renamed = rename(analysis, text.offsetAt(p.position), p.newName);
        const edits = 'refusal' in renamed ? [] : text.editsOf(renamed.edits);
        return 'refusal' in renamed ? renamed : (edits ?? { refusal: 'This name is put together by functions of the template.' });
      },
    )(params, token);
    if (answered instanceof ResponseError) {
      return answered;
    }
    return 'refusal' in answered
      ? new ResponseError(ErrorCodes.InvalidRequest, answered.refusal)
      : { changes: { [params.textDocument.uri]: answered } };
  });
  connection.onFoldingRanges(
    throughout('Folding', ({ text, analysis }) => convert.toFoldingRanges(text, foldingRanges(analysis.root))),
  );
  connection.onSelectionRanges(
    about('Selection', null, (document, { positions }: SelectionRangeParams) => {
      const found = positions.map((position) => {
        const part = document.partAt(position);
        const offset = part?.text.offsetAt(position) ?? 0;
        return part && convert.toSelectionRange(part.text, selectionRanges(part.analysis, offset), offset);
      });
      // The protocol wants an answer for each place, or none.
      return found.every((range) => range !== undefined) ? found : null;
    }),
  );

  registerAssistance(connection, { documents, host, placeholders, isOn, client: () => client });
  registerNavigation(connection, documents, (uri) => isOn(uri, 'stepwise.format.fieldOrder', false));
  registerWorkspaceSymbols(connection, documents, host, () => initialized?.workspaceFolders ?? []);
  registerDocumentLinks(connection, {
    documents,
    host,
    placeholders,
    folders: () => initialized?.workspaceFolders ?? [],
  });
  registerStepwiseRequests(connection, documents, host);
  documents.listen(
    connection,
    (uri) => diagnostics.plan(uri),
    (uri) => diagnostics.forget(uri),
  );
  connection.listen();
}

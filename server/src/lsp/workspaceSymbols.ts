import type { Connection, SymbolInformation, WorkspaceFolder, WorkspaceSymbolParams } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { matchingStates } from '../features/workspaceSymbols';
import { symbolKindOf, toRange } from './convert';
import { OpenDocument, type Documents } from './documents';
import { answering } from './failure';
import type { Host } from './host';
import { languageOf } from './languages';

/** Most answers in all. */
const mostSymbols = 1000;
/** The definitions of a workspace that is not open in the editor. */
const definitionName = /\.asl(?:\.json|\.ya?ml)?$/;

/** Finds states by name, in the open documents and in the definitions of the workspace's folders. */
export function registerWorkspaceSymbols(
  connection: Connection,
  documents: Documents,
  host: Host,
  folders: () => readonly WorkspaceFolder[],
): void {
  /** By URI, as long as the text is the same. */
  const known = new Map<string, OpenDocument>();

  const closed = async (): Promise<OpenDocument[]> => {
    const open = new Set(documents.uris());
    const roots = folders().flatMap(({ uri }) => host.pathOf(uri) ?? []);
    const paths = await Promise.all(roots.map((root) => host.findFiles(root, definitionName)));
    const found = await Promise.all(
      [...new Set(paths.flat())].map(async (path) => {
        const uri = host.uriOf(path);
        const text = open.has(uri) ? undefined : await host.files.readFile(path);
        if (text === undefined) {
          return [];
        }
        const before = known.get(uri);
        const languageId = /ya?ml$/.test(path) ? 'asl-yaml' : 'asl';
        const language = languageOf(languageId, text);
        const document =
          before?.source.getText() === text
            ? before
            : language && new OpenDocument(TextDocument.create(uri, languageId, 0, text), language);
        if (!document) {
          return [];
        }
        known.set(uri, document);
        return [document];
      }),
    );
    return found.flat();
  };

  connection.onWorkspaceSymbol(
    answering(connection)(
      'Workspace symbols',
      [],
      async ({ query }: WorkspaceSymbolParams, token): Promise<SymbolInformation[]> => {
        const open = documents.uris().flatMap((uri) => documents.get(uri) ?? []);
        const all = [...open, ...(await closed())];
        const symbols: SymbolInformation[] = [];
        for (const part of all.flatMap(({ parts }) => parts)) {
          if (token.isCancellationRequested || symbols.length >= mostSymbols) {
            break;
          }
          for (const state of matchingStates(part.analysis, query)) {
            symbols.push({
              name: state.name,
              kind: symbolKindOf(state.type?.value ?? ''),
              containerName: state.scope.owner?.name ?? part.resource?.key,
              location: { uri: part.text.uri, range: toRange(part.text, state.key) },
            });
          }
        }
        return symbols.slice(0, mostSymbols);
      },
    ),
  );
}

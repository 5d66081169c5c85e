import {
  type CancellationToken,
  type ClientCapabilities,
  type CompletionList,
  type Connection,
  type Hover,
  type InlayHint,
  type InlayHintParams,
  type Position,
  type Range,
  type ServerCapabilities,
  type SignatureHelp,
} from 'vscode-languageserver';
import { expressionHover } from '../features/expressionHover';
import { signatureHelp } from '../features/signatureHelp';
import { typeHints } from '../features/typeHints';
import * as convert from './convert';
import type { Documents, Part } from './documents';
import { type Answering, answering, logFailure } from './failure';
import type { Host } from './host';
import type { Placeholders } from './placeholders';
import { Surroundings } from './surroundings';

/** What `registerAssistance` answers. */
export const assistanceCapabilities: ServerCapabilities = {
  // A quote or a colon begins a value, a dot or a bracket leads into one, `$` begins a path, a variable or a function.
  completionProvider: { triggerCharacters: ['"', ':', '.', '$', '['] },
  signatureHelpProvider: { triggerCharacters: ['(', ','], retriggerCharacters: [')'] },
  hoverProvider: true,
  inlayHintProvider: true,
};

interface Assistance {
  readonly documents: Documents;
  readonly host: Host;
  readonly placeholders: Placeholders;
  /** Whether a setting that is on by default is on for a document. */
  readonly isOn: (uri: string, section: string) => Promise<boolean>;
  readonly client: () => ClientCapabilities;
}

interface PlaceParams {
  readonly textDocument: { readonly uri: string };
  readonly position: Position;
}

/** Answers what helps to write and to read a definition at a place: completion, signatures, hovers, inlay hints. */
export function registerAssistance(connection: Connection, { documents, host, placeholders, isOn, client }: Assistance): void {
  const surroundings = new Surroundings(host, placeholders, () => Date.now());

  const answer = answering(connection);

  /** Answers a request about a place; `null` when it is none of ours. */
  function at<P extends PlaceParams, R>(
    what: string,
    of: (part: Part, params: P, token: CancellationToken) => R | null | Promise<R | null>,
  ): Answering<P, R | null> {
    return answer<P, R | null>(what, null, (params, token) => {
      const part = documents.get(params.textDocument.uri)?.partAt(params.position);
      return part ? of(part, params, token) : null;
    });
  }

  connection.onCompletion(
    at('Completion', async (part, { textDocument, position }, token): Promise<CompletionList | null> => {
      const knowledge = await surroundings.forCompletion(part, part.text.offsetAt(position));
      // While files were read the text may have changed: its old analysis is not to be used any more.
      const now = documents.get(textDocument.uri)?.partAt(position);
      if (token.isCancellationRequested || !now) {
        return null;
      }
      const { text, analysis, language } = now;
      const snippets = client().textDocument?.completion?.completionItem?.snippetSupport === true;
      const found = language.complete(analysis, text.offsetAt(position), knowledge);
      return {
        isIncomplete: false,
        items: found.flatMap((c, index) => convert.toCompletionItem(text, c, index, snippets) ?? []),
      };
    }),
  );
  connection.onSignatureHelp(
    at('Signature help', ({ text, analysis }, { position }): SignatureHelp | null => {
      const found = signatureHelp(analysis, text.offsetAt(position));
      return found ? convert.toSignatureHelp(found) : null;
    }),
  );
  connection.onHover(
    at('Hover', async (part, { textDocument, position }, token): Promise<Hover | null> => {
      const placeholder = await placeholders.hover(textDocument.uri, position);
      if (placeholder || token.isCancellationRequested) {
        return placeholder ?? null;
      }
      const document = documents.get(textDocument.uri);
      const knowledge = await surroundings.forData(part);
      // A text that has changed meanwhile is asked about anew.
      if (documents.get(textDocument.uri) !== document || !document?.parts.includes(part)) {
        return null;
      }
      const { text, analysis, language } = part;
      const offset = text.offsetAt(position);
      const found = (await expressionHover(analysis, offset, knowledge)) ?? language.hover(analysis, offset, knowledge);
      if (documents.get(textDocument.uri) !== document) {
        return null;
      }
      return found ? { contents: convert.toMarkdown(found.markdown), range: convert.toRange(text, found.span) } : null;
    }),
  );
  connection.languages.inlayHint.on(
    answer('Inlay hints', [], async ({ textDocument: { uri }, range }: InlayHintParams, token): Promise<InlayHint[]> => {
      const [withValues, withTypes] = await Promise.all([
        isOn(uri, 'stepwise.inlayHints.placeholders'),
        isOn(uri, 'stepwise.inlayHints.types'),
      ]);
      const values = withValues && !token.isCancellationRequested ? await placeholders.hints(uri, range) : [];
      return [...values, ...(withTypes ? await types(uri, range, token) : [])];
    }),
  );

  async function types(uri: string, range: Range, token: CancellationToken): Promise<InlayHint[]> {
    const document = documents.get(uri);
    const hints: InlayHint[] = [];
    for (const part of document?.parts ?? []) {
      if (token.isCancellationRequested) {
        return [];
      }
      const knowledge = await surroundings.forData(part);
      if (documents.get(uri) !== document) {
        return [];
      }
      const { text, analysis } = part;
      const within = { start: text.offsetAt(range.start), end: text.offsetAt(range.end) };
      for (const { at: offset, type } of typeHints(analysis, within, knowledge)) {
        hints.push(convert.toTypeHint(text.positionAt(offset), type));
      }
    }
    return hints;
  }
}

/** Asks an editor that can be asked to take the hints anew: a setting has changed. */
export function refreshHints(connection: Connection, client: ClientCapabilities): void {
  if (client.workspace?.inlayHint?.refreshSupport) {
    connection.languages.inlayHint.refresh().catch((error: unknown) => logFailure(connection, 'Inlay hints', error));
  }
}

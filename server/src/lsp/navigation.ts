import {
  DocumentFormattingRequest,
  DocumentRangeFormattingRequest,
  SemanticTokensBuilder,
  type CallHierarchyIncomingCallsParams,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCallsParams,
  type CallHierarchyPrepareParams,
  type Connection,
  type Disposable,
  type DocumentFormattingParams,
  type DocumentRangeFormattingParams,
  type InitializeParams,
  type LinkedEditingRangeParams,
  type Range,
  type SemanticTokensParams,
  type ServerCapabilities,
  type TextEdit,
} from 'vscode-languageserver';
import type { State } from '../asl/ast';
import { hierarchyRoot, leadingHere, leadingOn, type Neighbour } from '../features/callHierarchy';
import { formatting, type FormattingOptions } from '../features/format/formatting';
import { linkedEditing } from '../features/linkedEditing';
import { semanticTokens, type SemanticToken } from '../features/semanticTokens';
import { symbolKindOf, toRange } from './convert';
import type { Documents, OpenDocument, Part } from './documents';
import { answering } from './failure';

const tokenTypes: Readonly<Record<SemanticToken['kind'], string>> = {
  state: 'class',
  stateType: 'stateType',
  placeholder: 'parameter',
  root: 'variable',
  variable: 'variable',
  property: 'property',
  function: 'function',
  string: 'string',
  number: 'number',
  operator: 'operator',
  comment: 'comment',
};
const legend = [...new Set(Object.values(tokenTypes))];
const tokenModifiers = ['declaration', 'defaultLibrary'];

/** The languages that are laid out by us: in templates and other files it is the editor's own work. */
const formatted = ['asl', 'asl-yaml', 'aws-batch', 'aws-batch-yaml'].map((language) => ({ language }));

/** What `registerNavigation` answers. */
export function navigationCapabilities({ capabilities }: InitializeParams): ServerCapabilities {
  const { textDocument } = capabilities;
  return {
    callHierarchyProvider: true,
    linkedEditingRangeProvider: true,
    semanticTokensProvider: {
      legend: { tokenTypes: legend, tokenModifiers },
      full: true,
    },
    // A client that can be told for which languages is told later.
    documentFormattingProvider: textDocument?.formatting?.dynamicRegistration !== true,
    documentRangeFormattingProvider: textDocument?.rangeFormatting?.dynamicRegistration !== true,
  };
}

/** Offers the layout of our own languages to a client that can be told so, while `isWanted` says yes; the answer looks again. */
export function followFormatting(
  connection: Connection,
  { capabilities }: InitializeParams,
  isWanted: () => Promise<boolean>,
): () => Promise<void> {
  const { formatting: all, rangeFormatting: part } = capabilities.textDocument ?? {};
  let offered: Disposable[] = [];
  let turn = Promise.resolve();
  const look = async (): Promise<void> => {
    const wanted = await isWanted();
    if (wanted && offered.length === 0) {
      if (all?.dynamicRegistration) {
        offered.push(await connection.client.register(DocumentFormattingRequest.type, { documentSelector: formatted }));
      }
      if (part?.dynamicRegistration) {
        offered.push(await connection.client.register(DocumentRangeFormattingRequest.type, { documentSelector: formatted }));
      }
    } else if (!wanted) {
      offered.forEach((each) => each.dispose());
      offered = [];
    }
  };
  // One after the other: a setting may change while it is told.
  return () => (turn = turn.then(look, look));
}

/** Answers what goes beyond one place of the text: transitions as a hierarchy, names that change together, tokens, the layout. */
export function registerNavigation(
  connection: Connection,
  documents: Documents,
  ordersFields: (uri: string) => Promise<boolean>,
): void {
  const answer = answering(connection);

  const neighbours = (
    item: CallHierarchyItem,
    ask: (state: State) => Neighbour[],
  ): { part: Part; found: Neighbour[] } | undefined => {
    const { id, stateMachine } = (item.data ?? {}) as { id?: string; stateMachine?: string };
    const part = documents.get(item.uri)?.partOf(stateMachine);
    const state = id === undefined ? undefined : part?.analysis.symbols.byId.get(id);
    return part && state && { part, found: ask(state) };
  };
  connection.languages.callHierarchy.onPrepare(
    answer('Call hierarchy', null, ({ textDocument, position }: CallHierarchyPrepareParams) => {
      const part = documents.get(textDocument.uri)?.partAt(position);
      const state = part && hierarchyRoot(part.analysis, part.text.offsetAt(position));
      return state ? [toItem(part, state)] : null;
    }),
  );
  connection.languages.callHierarchy.onIncomingCalls(
    answer('Incoming transitions', null, ({ item }: CallHierarchyIncomingCallsParams) => {
      const before = neighbours(item, leadingHere);
      return before
        ? before.found.map((each) => ({ from: toItem(before.part, each.state), fromRanges: rangesOf(before.part, each) }))
        : null;
    }),
  );
  connection.languages.callHierarchy.onOutgoingCalls(
    answer('Outgoing transitions', null, ({ item }: CallHierarchyOutgoingCallsParams) => {
      const behind = neighbours(item, leadingOn);
      return behind
        ? behind.found.map((each) => ({ to: toItem(behind.part, each.state), fromRanges: rangesOf(behind.part, each) }))
        : null;
    }),
  );

  connection.languages.onLinkedEditingRange(
    answer('Linked editing', null, ({ textDocument, position }: LinkedEditingRangeParams) => {
      const part = documents.get(textDocument.uri)?.partAt(position);
      const spans = part && !part.text.map ? linkedEditing(part.analysis, part.text.offsetAt(position)) : undefined;
      return spans ? { ranges: spans.map((span) => toRange(part!.text, span)), wordPattern: '[^"\\\\\\r\\n]*' } : null;
    }),
  );

  connection.languages.semanticTokens.on(
    answer('Semantic tokens', { data: [] }, ({ textDocument }: SemanticTokensParams) => {
      const builder = new SemanticTokensBuilder();
      for (const part of documents.get(textDocument.uri)?.parts ?? []) {
        for (const token of semanticTokens(part.analysis)) {
          const { start, end } = toRange(part.text, token);
          if (start.line === end.line) {
            builder.push(
              start.line,
              start.character,
              end.character - start.character,
              legend.indexOf(tokenTypes[token.kind]),
              token.isDeclaration ? 1 : token.kind === 'root' ? 2 : 0,
            );
          }
        }
      }
      return builder.build();
    }),
  );

  const format = (document: OpenDocument | undefined, options: FormattingOptions, range?: Range): TextEdit[] | null => {
    const [part, ...others] = document?.parts ?? [];
    if (!part || part.resource || others.length > 0) {
      return null;
    }
    const { text, analysis } = part;
    const span = range && { start: text.offsetAt(range.start), end: text.offsetAt(range.end) };
    const edits = formatting(analysis, options, span);
    return (edits && text.editsOf(edits)) ?? null;
  };
  connection.onDocumentFormatting(
    answer('Formatting', null, async ({ textDocument, options }: DocumentFormattingParams) => {
      const order = await ordersFields(textDocument.uri);
      return format(documents.get(textDocument.uri), { ...options, ordersFields: order });
    }),
  );
  connection.onDocumentRangeFormatting(
    answer('Formatting', null, ({ textDocument, options, range }: DocumentRangeFormattingParams) =>
      format(documents.get(textDocument.uri), options, range),
    ),
  );
}

function toItem({ text, resource }: Part, state: State): CallHierarchyItem {
  return {
    name: state.name.trim() === '' ? '""' : state.name,
    kind: symbolKindOf(state.type?.value ?? ''),
    detail: state.type?.value ?? '',
    uri: text.uri,
    range: toRange(text, state.member),
    selectionRange: toRange(text, state.key),
    data: { id: state.id, ...(resource && { stateMachine: resource.key }) },
  };
}

function rangesOf({ text }: Part, { transitions }: Neighbour): Range[] {
  return transitions.map(({ target }) => toRange(text, target.node));
}

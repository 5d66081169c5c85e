import {
  CodeActionKind,
  CompletionItemKind,
  DiagnosticSeverity,
  DocumentHighlightKind,
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
  SymbolKind,
  type CodeAction,
  type CompletionItem,
  type Diagnostic,
  type DocumentHighlight,
  type DocumentSymbol,
  type FoldingRange,
  type MarkupContent,
  type Range,
  type SelectionRange,
  type TextEdit,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Finding, Severity } from '../analysis/analysis';
import type { Repair } from '../features/codeActions';
import type { Completion } from '../features/completion/completion';
import type { DocumentSymbol as OutlineEntry } from '../features/documentSymbols';
import type { Reference } from '../features/references';
import { plainText } from '../features/completion/snippet';
import { ruleLink } from '../rules/link';
import type { Edit } from '../source/edit';
import type { Span } from '../source/span';

/** Answers of features (offsets) as the protocol's shapes (lines and UTF-16 characters). */

export function toRange(document: TextDocument, span: Span): Range {
  return { start: document.positionAt(span.start), end: document.positionAt(span.end) };
}

export function toTextEdits(document: TextDocument, edits: readonly Edit[]): TextEdit[] {
  return edits.map((edit) => ({ range: toRange(document, edit), newText: edit.text }));
}

export function toMarkdown(value: string): MarkupContent {
  return { kind: MarkupKind.Markdown, value };
}

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export function toDiagnostic(document: TextDocument, finding: Finding): Diagnostic {
  return {
    range: toRange(document, finding),
    severity: severities[finding.severity],
    code: finding.code,
    codeDescription: { href: ruleLink(finding.code) },
    source: 'stepwise',
    message: finding.message,
    data: { awsCode: finding.awsCode, pillar: finding.pillar, pointer: finding.pointer },
  };
}

export function toCodeAction(document: TextDocument, repair: Repair): CodeAction {
  return {
    title: repair.title,
    kind: repair.finding ? CodeActionKind.QuickFix : fixAllKind,
    ...(repair.finding && { diagnostics: [toDiagnostic(document, repair.finding)], isPreferred: repair.isPreferred }),
    edit: { changes: { [document.uri]: toTextEdits(document, repair.edits) } },
  };
}

/** Below `source.fixAll`, so that `editor.codeActionsOnSave` can name it alone. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.stepwise`;

const completionKinds: Record<Completion['kind'], CompletionItemKind> = {
  state: CompletionItemKind.Reference,
  field: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  error: CompletionItemKind.Event,
  snippet: CompletionItemKind.Snippet,
};

export function toCompletionItem(
  document: TextDocument,
  completion: Completion,
  index: number,
  snippets: boolean,
): CompletionItem {
  const { label, kind, detail, documentation, replace, insert, extra, suggestsNext, isDeprecated } = completion;
  return {
    label,
    kind: completionKinds[kind],
    detail,
    ...(documentation !== undefined && { documentation: toMarkdown(documentation) }),
    // The order of the answer is the order of the list.
    sortText: String(index).padStart(5, '0'),
    filterText: label,
    insertTextFormat: snippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    insertTextMode: InsertTextMode.adjustIndentation,
    textEdit: { range: toRange(document, replace), newText: snippets ? insert : plainText(insert) },
    ...(extra.length > 0 && { additionalTextEdits: toTextEdits(document, extra) }),
    ...(suggestsNext && snippets && { command: { title: 'Suggest', command: 'editor.action.triggerSuggest' } }),
    ...(isDeprecated && { deprecated: true }),
  };
}

const symbolKinds: Readonly<Record<string, SymbolKind>> = {
  Task: SymbolKind.Function,
  Pass: SymbolKind.Constant,
  Choice: SymbolKind.Enum,
  Wait: SymbolKind.Event,
  Succeed: SymbolKind.Boolean,
  Fail: SymbolKind.Null,
  Parallel: SymbolKind.Package,
  Map: SymbolKind.Array,
  scope: SymbolKind.Namespace,
  field: SymbolKind.Property,
};

export function toDocumentSymbol(document: TextDocument, entry: OutlineEntry): DocumentSymbol {
  return {
    name: entry.name,
    detail: entry.detail,
    kind: symbolKinds[entry.kind] ?? SymbolKind.Struct,
    range: toRange(document, entry.span),
    selectionRange: toRange(document, entry.selection),
    children: entry.children.map((child) => toDocumentSymbol(document, child)),
  };
}

export function toHighlight(document: TextDocument, reference: Reference): DocumentHighlight {
  return {
    range: toRange(document, reference),
    kind: reference.kind === 'declaration' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  };
}

/** Foldings of more than one line; the line of the closing bracket stays visible. */
export function toFoldingRanges(document: TextDocument, spans: readonly Span[]): FoldingRange[] {
  return spans
    .map((span) => toRange(document, span))
    .filter(({ start, end }) => end.line - 1 > start.line)
    .map(({ start, end }) => ({ startLine: start.line, endLine: end.line - 1 }));
}

/** From the innermost span to the protocol's chain of parents. */
export function toSelectionRange(document: TextDocument, spans: readonly Span[], offset: number): SelectionRange {
  const chain = spans.reduceRight<SelectionRange | undefined>(
    (parent, span) => ({ range: toRange(document, span), ...(parent && { parent }) }),
    undefined,
  );
  return chain ?? { range: toRange(document, { start: offset, end: offset }) };
}

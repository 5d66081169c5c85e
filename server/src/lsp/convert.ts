import {
  CodeActionKind,
  CompletionItemKind,
  DiagnosticSeverity,
  DiagnosticTag,
  DocumentHighlightKind,
  InlayHintKind,
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
  type InlayHint,
  type MarkupContent,
  type Position,
  type Range,
  type SelectionRange,
  type SignatureHelp,
  type TextEdit,
} from 'vscode-languageserver';
import type { Finding, Severity } from '../analysis/analysis';
import type { AnalyzedStateMachine } from '../analysis/analyzeTemplate';
import type { Repair } from '../features/codeActions';
import type { Completion } from '../features/completion/completion';
import type { DocumentSymbol as OutlineEntry } from '../features/documentSymbols';
import type { Reference } from '../features/references';
import type { Signature } from '../features/signatureHelp';
import { plainText } from '../features/completion/snippet';
import { ruleLink } from '../rules/link';
import type { Edit } from '../source/edit';
import type { Span } from '../source/span';
import type { DocumentText } from './documentText';

/** Answers of features (offsets) as the protocol's shapes (lines and UTF-16 characters). */

export function toRange(document: DocumentText, span: Span): Range {
  return document.rangeOf(span);
}

/** `undefined` where the document does not write as text what is to be edited. */
export function toTextEdits(document: DocumentText, edits: readonly Edit[]): TextEdit[] | undefined {
  return document.editsOf(edits);
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

/** How an editor draws what is no longer meant to be used, or of no use. */
const tags: Readonly<Record<string, DiagnosticTag | undefined>> = {
  'deprecated-field': DiagnosticTag.Deprecated,
  'unreachable-state': DiagnosticTag.Unnecessary,
};

export function toDiagnostic(document: DocumentText, finding: Finding): Diagnostic {
  return {
    range: toRange(document, finding),
    severity: severities[finding.severity],
    code: finding.code,
    codeDescription: { href: ruleLink(finding.code) },
    source: 'stepwise',
    message: finding.message,
    ...(tags[finding.code] && { tags: [tags[finding.code]!] }),
    data: { awsCode: finding.awsCode, pillar: finding.pillar, pointer: finding.pointer },
  };
}

export function toCodeAction(document: DocumentText, repair: Repair): CodeAction {
  return {
    title: repair.title,
    kind: repair.finding ? CodeActionKind.QuickFix : fixAllKind,
    ...(repair.finding && { diagnostics: [toDiagnostic(document, repair.finding)], isPreferred: repair.isPreferred }),
    edit: { changes: { [document.uri]: toTextEdits(document, repair.edits) ?? [] } },
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
  member: CompletionItemKind.Field,
  variable: CompletionItemKind.Variable,
  function: CompletionItemKind.Function,
};

/** `undefined` where the text cannot be put in because the document puts it together by other means. */
export function toCompletionItem(
  document: DocumentText,
  completion: Completion,
  index: number,
  snippets: boolean,
): CompletionItem | undefined {
  const { label, kind, detail, documentation, replace, extra, suggestsNext, wantsParameters, isDeprecated } = completion;
  const insert = document.spellSnippet(replace, completion.insert);
  const additionalTextEdits = toTextEdits(document, extra);
  if (insert === undefined || !additionalTextEdits) {
    return undefined;
  }
  return {
    label,
    kind: completionKinds[kind],
    detail,
    ...(documentation !== undefined && { documentation: toMarkdown(documentation) }),
    // The order of the answer is the order of the list.
    sortText: String(index).padStart(5, '0'),
    filterText: completion.filter ?? label,
    insertTextFormat: snippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    insertTextMode: InsertTextMode.adjustIndentation,
    textEdit: { range: toRange(document, replace), newText: snippets ? insert : plainText(insert) },
    ...(extra.length > 0 && { additionalTextEdits }),
    ...(suggestsNext && snippets && { command: { title: 'Suggest', command: 'editor.action.triggerSuggest' } }),
    ...(wantsParameters && snippets && { command: { title: 'Show parameters', command: 'editor.action.triggerParameterHints' } }),
    ...(isDeprecated && { deprecated: true }),
  };
}

/** Offsets of parameters are those of the label. */
export function toSignatureHelp({ label, documentation, parameters, active }: Signature): SignatureHelp {
  // A parameter that is none: clients then mark nothing, also those that take an absent one for the first.
  const activeParameter = active ?? parameters.length;
  return {
    signatures: [
      {
        label,
        documentation: toMarkdown(documentation),
        parameters: parameters.map(({ start, end }) => ({ label: [start, end] })),
        activeParameter,
      },
    ],
    activeSignature: 0,
    activeParameter,
  };
}

/** Characters of a type in the text. */
const longestType = 48;

/** A type behind an expression; a long one is told in full when the mouse is over it. */
export function toTypeHint(position: Position, type: string): InlayHint {
  const isLong = type.length > longestType;
  return {
    position,
    label: `: ${isLong ? `${type.slice(0, longestType - 1)}…` : type}`,
    kind: InlayHintKind.Type,
    ...(isLong && { tooltip: toMarkdown(`\`${type}\``) }),
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

/** How an editor shows a state of that type. */
export function symbolKindOf(type: string): SymbolKind {
  return symbolKinds[type] ?? SymbolKind.Struct;
}

export function toDocumentSymbol(document: DocumentText, entry: OutlineEntry): DocumentSymbol {
  return {
    name: entry.name,
    detail: entry.detail,
    kind: symbolKinds[entry.kind] ?? SymbolKind.Struct,
    range: toRange(document, entry.span),
    selectionRange: toRange(document, entry.selection),
    children: entry.children.map((child) => toDocumentSymbol(document, child)),
  };
}

/** A state machine of a template in the outline: its states below its logical id. */
export function toMachineSymbol(
  document: DocumentText,
  { key, at, type }: AnalyzedStateMachine,
  children: DocumentSymbol[],
): DocumentSymbol {
  const selectionRange = document.hostRangeOf(at);
  const end = children.map(({ range }) => range.end).reduce((a, b) => (isBefore(a, b) ? b : a), selectionRange.end);
  return {
    name: key,
    detail: type === 'EXPRESS' ? 'Express state machine' : 'state machine',
    kind: SymbolKind.Class,
    range: { start: selectionRange.start, end },
    selectionRange,
    children,
  };
}

function isBefore(a: Range['start'], b: Range['start']): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}

export function toHighlight(document: DocumentText, reference: Reference): DocumentHighlight {
  return {
    range: toRange(document, reference),
    kind: reference.kind === 'declaration' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  };
}

/** Foldings of more than one line; the line of the closing bracket stays visible. */
export function toFoldingRanges(document: DocumentText, spans: readonly Span[]): FoldingRange[] {
  return spans
    .map((span) => toRange(document, span))
    .filter(({ start, end }) => end.line - 1 > start.line)
    .map(({ start, end }) => ({ startLine: start.line, endLine: end.line - 1 }));
}

/** From the innermost span to the protocol's chain of parents. */
export function toSelectionRange(document: DocumentText, spans: readonly Span[], offset: number): SelectionRange {
  const chain = spans.reduceRight<SelectionRange | undefined>(
    (parent, span) => ({ range: toRange(document, span), ...(parent && { parent }) }),
    undefined,
  );
  return chain ?? { range: toRange(document, { start: offset, end: offset }) };
}

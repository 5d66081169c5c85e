import {
  CodeActionKind,
  CodeActionTriggerKind,
  type CodeAction,
  type CodeActionParams,
  type Diagnostic,
} from 'vscode-languageserver';
import { repairAll, repairs } from '../features/codeActions';
import { quickFixes } from '../features/quickFixes/quickFixes';
import { machineRefactorings, refactorings } from '../features/refactor/refactorings';
import { stateAt } from '../features/stateAt';
import type { Edit } from '../source/edit';
import { touches, type Span } from '../source/span';
import { fixAllKind, toCodeAction, toDiagnostic } from './convert';
import type { OpenDocument, Part } from './documents';

/** What code actions there are, for the capabilities of the server. */
export const codeActionKinds = [
  CodeActionKind.QuickFix,
  CodeActionKind.RefactorExtract,
  CodeActionKind.RefactorInline,
  CodeActionKind.RefactorRewrite,
  fixAllKind,
];

/**
 * What can be done at a range of the document: repairs of findings, refactorings of the selected states, and "fix all". With `tellsRefusals`
 * also what cannot be done, and why.
 */
export function codeActions(document: OpenDocument, { range, context }: CodeActionParams, tellsRefusals = false): CodeAction[] {
  const { text, findings } = document;
  const isAsked = (kind: string): boolean =>
    !context.only || context.only.some((only) => kind === only || kind.startsWith(`${only}.`));
  const here = { start: text.offsetAt(range.start), end: text.offsetAt(range.end) };
  const part = document.partAt(range.start);
  const actions = isAsked(CodeActionKind.QuickFix) ? repairs(findings, here).map((repair) => toCodeAction(text, repair)) : [];
  if (part) {
    const span = { start: part.text.offsetAt(range.start), end: part.text.offsetAt(range.end) };
    const found = (codes: readonly string[], at: Span): Diagnostic[] => {
      const place = part.text.hostSpanOf(at);
      return findings
        .filter(({ code, start }) => codes.includes(code) && touches(place, start))
        .map((finding) => toDiagnostic(text, finding));
    };
    // An editor asks by itself at every place of the cursor: there only the name of a state is a hint that the state is meant.
    const isMeant = context.triggerKind !== CodeActionTriggerKind.Automatic || span.start < span.end || isOnName(part, span);
    // That of the whole machine is made only for whoever asks for it.
    const isAskedFor = context.triggerKind !== CodeActionTriggerKind.Automatic && isAsked(CodeActionKind.RefactorRewrite);
    const candidates: Candidate[] = [
      ...quickFixes(part.analysis, span).map(({ title, edits, solves }) => ({ title, edits, solves, kind: 'quickfix' })),
      ...[...(isMeant ? refactorings(part.analysis, span) : []), ...(isAskedFor ? machineRefactorings(part.analysis) : [])].map(
        ({ title, edits, kind, resolves, refusal }) => ({
          title,
          edits,
          refusal,
          kind: `refactor.${kind}`,
          solves: resolves && { codes: [resolves.code], at: resolves },
        }),
      ),
    ];
    for (const { title, edits, kind, solves, refusal } of candidates) {
      if (refusal !== undefined) {
        if (tellsRefusals && isAsked(kind)) {
          actions.push({ title, kind, disabled: { reason: refusal } });
        }
        continue;
      }
      const diagnostics = solves ? found(solves.codes, solves.at) : [];
      // What repairs a finding stands among its repairs; what repairs none is an improvement that somebody asks for.
      const actual =
        diagnostics.length > 0 && isAsked(CodeActionKind.QuickFix)
          ? CodeActionKind.QuickFix
          : kind === 'quickfix'
            ? CodeActionKind.RefactorRewrite
            : kind;
      if (isAsked(actual) && (isMeant || diagnostics.length > 0)) {
        actions.push(...action(part, { title, kind: actual, ...(diagnostics.length > 0 && { diagnostics }) }, edits));
      }
    }
  }
  const all = isAsked(fixAllKind) ? repairAll(findings) : undefined;
  return all ? [...actions, toCodeAction(text, all)] : actions;
}

interface Candidate {
  readonly title: string;
  readonly edits: readonly Edit[];
  readonly kind: string;
  readonly solves?: { readonly codes: readonly string[]; readonly at: Span } | undefined;
  readonly refusal?: string | undefined;
}

function isOnName({ analysis }: Part, { start }: Span): boolean {
  const state = stateAt(analysis, start);
  return state !== undefined && touches(state.key, start);
}

/** The action with its edits; none where the document does not write as text what they touch. */
function action({ text }: Part, about: CodeAction, edits: readonly Edit[]): CodeAction[] {
  const written = text.editsOf(edits);
  return written ? [{ ...about, edit: { changes: { [text.uri]: written } } }] : [];
}

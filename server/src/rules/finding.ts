import type { Analysis, Finding, Fix, Severity } from '../analysis/analysis';
import type { StructureReport } from '../fields/structure';
import type { Problem, ProblemCode } from '../source/node';
import { pointerAt } from '../source/pointer';
import type { Span } from '../source/span';
import type { Report, Rule } from './rule';

/** The finding that a report of the field table is. */
export function fromStructure(report: StructureReport, severity: Severity, analysis: Analysis): Finding {
  const { start, end } = report.at;
  return {
    start,
    end,
    code: report.code,
    severity,
    message: report.message,
    awsCode: analysis.kind === 'state-machine' ? 'SCHEMA_VALIDATION_FAILED' : undefined,
    pillar: undefined,
    pointer: pointerAt(analysis.root, report.at, report.about),
    fixes: placeable(report.fixes, analysis),
  };
}

/** The finding that a rule's report is. */
export function fromReport(each: Rule, severity: Severity, report: Report, analysis: Analysis): Finding {
  const { start, end } = report.at;
  return {
    start,
    end,
    code: each.id,
    severity,
    message: report.message,
    awsCode: each.awsCode,
    pillar: each.pillar,
    pointer: pointerAt(analysis.root, report.at, report.about),
    fixes: placeable(report.fixes, analysis),
  };
}

const noFixes: readonly Fix[] = [];

/** Without the repairs of a YAML alias: what it says is written elsewhere, for other uses as well. */
function placeable(fixes: readonly Fix[] | undefined, { text }: Analysis): readonly Fix[] {
  return fixes === undefined || fixes.length === 0
    ? noFixes
    : fixes.filter(({ edits }) => !edits.some(({ start, end }) => text[start] === '*' && end > start));
}

/** AWS's codes for faults of the text. An empty text is told of as SCHEMA_VALIDATION_FAILED: recorded from ValidateStateMachineDefinition. */
const awsCodes: Partial<Record<ProblemCode, string>> = {
  'invalid-json': 'INVALID_JSON_DESCRIPTION',
  'invalid-yaml': 'INVALID_JSON_DESCRIPTION',
  'duplicate-key': 'INVALID_JSON_DESCRIPTION',
  'too-deeply-nested': 'TOO_DEEPLY_NESTED',
  'empty-document': 'SCHEMA_VALIDATION_FAILED',
};

/** The finding that a fault of the text is. */
export function fromProblem(problem: Problem, analysis: Analysis): Finding {
  const { start, end, code, message } = problem;
  return {
    start,
    end,
    code,
    message,
    severity: code === 'byte-order-mark' ? 'information' : 'error',
    awsCode: analysis.kind === 'state-machine' ? awsCodes[code] : undefined,
    pointer: pointerAt(analysis.root, problem),
    fixes: [],
  };
}

/** Whether a finding and its repairs touch nothing outside of a span: then it can move with what stands there. */
export function isWithin({ start, end, fixes }: Finding, span: Span): boolean {
  return (
    span.start <= start &&
    end <= span.end &&
    fixes.every(({ edits }) => edits.every((edit) => span.start <= edit.start && edit.end <= span.end))
  );
}

/** The same finding where what it is about has moved to. */
export function afterMove(finding: Finding, delta: number): Finding {
  const { start, end, code, severity, message, awsCode, pillar, pointer, fixes } = finding;
  // Field by field: copying the object as a whole and then changing it takes several times as long, and findings are many.
  return {
    start: start + delta,
    end: end + delta,
    code,
    severity,
    message,
    awsCode,
    pillar,
    pointer,
    fixes:
      fixes.length === 0
        ? fixes
        : fixes.map((fix) => ({
            ...fix,
            edits: fix.edits.map((edit) => ({ ...edit, start: edit.start + delta, end: edit.end + delta })),
          })),
  };
}

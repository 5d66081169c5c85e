import type { Analysis, Finding, Fix, Severity } from '../analysis/analysis';
import { structureReports } from '../analysis/structure';
import type { StructureReport } from '../fields/structure';
import type { Problem, ProblemCode } from '../source/node';
import { pointerAt } from '../source/pointer';
import { allRules } from './allRules';
import type { Report, Rule } from './rule';

export interface CheckOptions {
  /** Severities other than the rules' own, by code. */
  readonly severities?: Readonly<Record<string, Severity | 'off'>>;
}

/** Everything there is to say about a state machine: faults of the text, of its structure, of its meaning; in text order. */
export function check(analysis: Analysis, options: CheckOptions = {}): Finding[] {
  const findings: Finding[] = analysis.problems.map((problem) => fromProblem(problem, analysis));
  const severities = options.severities ?? {};
  for (const report of structureReports(analysis)) {
    const severity = severities[report.code] ?? 'error';
    if (severity !== 'off') {
      findings.push(fromStructure(report, severity, analysis));
    }
  }
  if (analysis.machine) {
    for (const each of allRules) {
      const severity = severities[each.id] ?? each.severity;
      if (severity !== 'off') {
        for (const report of reports(each, analysis)) {
          findings.push(fromReport(each, severity, report, analysis));
        }
      }
    }
  }
  return findings.sort((a, b) => a.start - b.start || b.end - a.end);
}

function* reports(each: Rule, analysis: Analysis): Iterable<Report> {
  switch (each.of) {
    case 'machine':
      yield* each.check(analysis.machine!, analysis);
      break;
    case 'scope':
      for (const scope of analysis.symbols.scopes) {
        yield* each.check(scope, analysis);
      }
      break;
    case 'state':
      for (const state of analysis.symbols.states) {
        yield* each.check(state, analysis);
      }
      break;
  }
}

function fromStructure(report: StructureReport, severity: Severity, analysis: Analysis): Finding {
  const { start, end } = report.at;
  return {
    start,
    end,
    code: report.code,
    severity,
    message: report.message,
    awsCode: analysis.kind === 'state-machine' ? 'SCHEMA_VALIDATION_FAILED' : undefined,
    pointer: pointerAt(analysis.root, report.at),
    fixes: placeable(report.fixes, analysis),
  };
}

function fromReport(each: Rule, severity: Severity, report: Report, analysis: Analysis): Finding {
  const { start, end } = report.at;
  return {
    start,
    end,
    code: each.id,
    severity,
    message: report.message,
    awsCode: each.awsCode,
    pillar: each.pillar,
    pointer: pointerAt(analysis.root, report.at),
    fixes: placeable(report.fixes, analysis),
  };
}

/** Without the repairs of a YAML alias: what it says is written elsewhere, for other uses as well. */
function placeable(fixes: readonly Fix[] | undefined, { text }: Analysis): readonly Fix[] {
  return (fixes ?? []).filter(({ edits }) => !edits.some(({ start, end }) => text[start] === '*' && end > start));
}

/** AWS's codes for faults of the text. An empty text is told of as SCHEMA_VALIDATION_FAILED: recorded from ValidateStateMachineDefinition. */
const awsCodes: Partial<Record<ProblemCode, string>> = {
  'invalid-json': 'INVALID_JSON_DESCRIPTION',
  'invalid-yaml': 'INVALID_JSON_DESCRIPTION',
  'duplicate-key': 'INVALID_JSON_DESCRIPTION',
  'too-deeply-nested': 'TOO_DEEPLY_NESTED',
  'empty-document': 'SCHEMA_VALIDATION_FAILED',
};

function fromProblem(problem: Problem, analysis: Analysis): Finding {
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

import type { Analysis, Finding, Fix, Pillar, Severity } from '../analysis/analysis';
import { type Expression, expressionsOf } from '../analysis/expressions';
import { structureReports } from '../analysis/structure';
import type { StructureReport } from '../fields/structure';
import type { Problem, ProblemCode } from '../source/node';
import { pointerAt } from '../source/pointer';
import { allRules } from './allRules';
import type { Report, Rule } from './rule';
import { withoutSuppressed } from './suppressions';

/** A severity, or none of it. */
export type Setting = Severity | 'off';

export interface CheckOptions {
  /** Severities other than the rules' own, by code. */
  readonly severities?: Readonly<Record<string, Setting>>;
  /** The same for all rules of a pillar that `severities` does not name. */
  readonly pillars?: Readonly<Partial<Record<Pillar, Setting>>>;
  /** Tell of what only follows from another fault as well, as AWS does: the states behind a misspelt Next are not reachable. */
  readonly consequences?: boolean;
}

/** Everything there is to say about a state machine: faults of the text, of its structure, of its meaning; in text order. */
export function check(analysis: Analysis, options: CheckOptions = {}): Finding[] {
  const findings: Finding[] = analysis.problems.map((problem) => fromProblem(problem, analysis));
  const severities = options.severities ?? {};
  for (const report of structureReports(analysis)) {
    const severity = severities[report.code] ?? 'error';
    if (severity !== 'off' && (!report.isConsequence || options.consequences)) {
      findings.push(fromStructure(report, severity, analysis));
    }
  }
  if (analysis.machine) {
    const active = allRules.flatMap((rule): Active[] => {
      const severity = severityOf(rule, options);
      const isAbout = severity !== 'off' && (rule.mentions?.test(analysis.text) ?? true);
      return isAbout ? [{ rule, severity }] : [];
    });
    addReports(active, analysis, findings, options.consequences === true);
  }
  return withoutSuppressed(findings, analysis, options).sort((a, b) => a.start - b.start || b.end - a.end);
}

/** The severity of a rule by the options, or its own. */
export function severityOf(rule: Rule, { severities, pillars }: CheckOptions): Setting {
  return severities?.[rule.id] ?? (rule.pillar && pillars?.[rule.pillar]) ?? rule.severity;
}

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, information: 2, hint: 3 };

/** At most so many findings, the gravest, in their order: advice must not crowd out errors. */
export function mostImportant(findings: readonly Finding[], most: number): readonly Finding[] {
  if (findings.length <= most) {
    return findings;
  }
  const chosen = new Set(
    findings
      .map((finding, index) => ({ index, rank: ranks[finding.severity] }))
      .sort((a, b) => a.rank - b.rank || a.index - b.index)
      .slice(0, most)
      .map(({ index }) => index),
  );
  return findings.filter((_, index) => chosen.has(index));
}

/** A rule that is not switched off. */
interface Active {
  readonly rule: Rule;
  readonly severity: Severity;
}

/** Each rule is asked only of what it has something to say about: rules are some dozens, states may be thousands. */
function addReports(active: readonly Active[], analysis: Analysis, findings: Finding[], consequences: boolean): void {
  const { symbols } = analysis;
  const add = ({ rule, severity }: Active, reports: Iterable<Report>): void => {
    for (const report of reports) {
      if (!report.isConsequence || consequences) {
        findings.push(fromReport(rule, severity, report, analysis));
      }
    }
  };
  const byType = new Map<string | undefined, readonly Active[]>();
  const byKind = new Map<Expression['kind'], readonly Active[]>();
  for (const each of active) {
    const { rule } = each;
    if (rule.of === 'machine') {
      add(each, rule.check(analysis.machine!, analysis));
    } else if (rule.of === 'scope') {
      for (const scope of symbols.scopes) {
        add(each, rule.check(scope, analysis));
      }
    }
  }
  const rulesOfType = (type: string | undefined): readonly Active[] =>
    active.filter(
      ({ rule }) => rule.of === 'state' && (!rule.types || (rule.types as readonly (string | undefined)[]).includes(type)),
    );
  const rulesOfKind = (kind: Expression['kind']): readonly Active[] =>
    active.filter(({ rule }) => rule.of === 'expression' && rule.kinds.includes(kind));
  for (const state of symbols.states) {
    for (const each of cached(byType, state.type?.value, rulesOfType)) {
      if (each.rule.of === 'state') {
        add(each, each.rule.check(state, analysis));
      }
    }
    for (const expression of expressionsOf(state)) {
      for (const each of cached(byKind, expression.kind, rulesOfKind)) {
        if (each.rule.of === 'expression') {
          add(each, each.rule.check(expression, analysis));
        }
      }
    }
  }
}

function cached<K, V>(map: Map<K, V>, key: K, make: (key: K) => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make(key);
    map.set(key, value);
  }
  return value;
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
    pointer: pointerAt(analysis.root, report.at, report.about),
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
    pointer: pointerAt(analysis.root, report.at, report.about),
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

import type { Analysis, Finding, Pillar, Severity } from '../analysis/analysis';
import { structureReports } from '../analysis/structure';
import { allRules } from './allRules';
import { fromProblem, fromReport, fromStructure } from './finding';
import { mentionsIn } from './mentions';
import type { Rule } from './rule';
import { scopeFindings } from './scopeFindings';
import { type Active, stateFindings, type Wanted } from './stateFindings';
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
  const wanted = wantedBy(options, analysis);
  for (const report of structureReports(analysis)) {
    const severity = wanted.structureSeverity(report.code);
    if (severity !== 'off' && (!report.isConsequence || wanted.consequences)) {
      findings.push(fromStructure(report, severity, analysis));
    }
  }
  if (analysis.machine) {
    for (const { rule, severity } of wanted.active) {
      if (rule.of === 'machine') {
        for (const report of rule.check(analysis.machine, analysis)) {
          if (!report.isConsequence || wanted.consequences) {
            findings.push(fromReport(rule, severity, report, analysis));
          }
        }
      }
    }
    for (const found of [scopeFindings(analysis, wanted), stateFindings(analysis, wanted)]) {
      for (const list of found) {
        for (const finding of list) {
          findings.push(finding);
        }
      }
    }
  }
  return withoutSuppressed(findings, analysis, options).sort((a, b) => a.start - b.start || b.end - a.end);
}

function wantedBy(options: CheckOptions, analysis: Analysis): Wanted {
  const { severities = {}, pillars, consequences } = options;
  const isMentioned = mentionsIn(analysis);
  const active = allRules.flatMap((rule): Active[] => {
    const severity = severityOf(rule, options);
    return severity !== 'off' && isMentioned(rule) ? [{ rule, severity }] : [];
  });
  return {
    active,
    structureSeverity: (code) => severities[code] ?? 'error',
    consequences: consequences === true,
    key: JSON.stringify([severities, pillars, consequences === true]),
  };
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

import type { Analysis, Finding, Severity } from '../analysis/analysis';
import { structureReports } from '../analysis/structure';
import { fromProblem, fromReport, fromStructure } from './finding';
import { mentionsIn } from './mentions';
import { type CheckOptions, planOf } from './plan';
import { scopeFindings } from './scopeFindings';
import { stateFindings } from './stateFindings';
import { withoutSuppressed } from './suppressions';

const defaults: CheckOptions = {};

/** Everything there is to say about a state machine: faults of the text, of its structure, of its meaning; in text order. */
export function check(analysis: Analysis, options: CheckOptions = defaults): Finding[] {
  const findings: Finding[] = analysis.problems.map((problem) => fromProblem(problem, analysis));
  const plan = planOf(options);
  for (const report of structureReports(analysis)) {
    const severity = plan.structureSeverity(report.code);
    if (severity !== 'off' && (!report.isConsequence || plan.consequences)) {
      findings.push(fromStructure(report, severity, analysis));
    }
  }
  if (analysis.machine) {
    const isMentioned = mentionsIn(analysis);
    for (const { rule, severity, mentions } of plan.ofMachine) {
      if (isMentioned(mentions)) {
        for (const report of rule.check(analysis.machine, analysis)) {
          if (!report.isConsequence || plan.consequences) {
            findings.push(fromReport(rule, severity, report, analysis));
          }
        }
      }
    }
    scopeFindings(analysis, plan, isMentioned, findings);
    stateFindings(analysis, plan, isMentioned, findings);
  }
  return withoutSuppressed(findings, analysis, options).sort((a, b) => a.start - b.start || b.end - a.end);
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

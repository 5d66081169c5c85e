import type { Analysis, Finding } from '../analysis/analysis';
import { cyclesOf } from '../analysis/cycles';
import { factsOfScopes } from '../asl/facts';
import { afterMove, fromReport, isWithin } from './finding';
import type { IsMentioned } from './mentions';
import type { Plan } from './plan';
import { nothing } from './rule';

/** What was found about a scope, and for which wishes. An edit within a scope makes it another one; until then it can only move. */
interface Kept {
  readonly findings: readonly Finding[];
  readonly start: number;
  readonly key: string;
}

const kept = factsOfScopes<Kept>();

/** Adds what the rules of scopes say, scope by scope. Of scopes that were seen before it is remembered. */
export function scopeFindings(
  analysis: Analysis,
  { ofScope, consequences, key }: Plan,
  isMentioned: IsMentioned,
  all: Finding[],
): void {
  const active = ofScope.filter(({ mentions }) => isMentioned(mentions));
  const withoutLoops = active.filter(({ rule }) => rule.where !== 'loops');
  for (const scope of analysis.symbols.scopes) {
    const { start } = scope.node;
    const before = kept.get(scope);
    let findings: readonly Finding[];
    if (before?.key === key) {
      if (before.start === start) {
        ({ findings } = before);
      } else {
        findings = before.findings.map((finding) => afterMove(finding, start - before.start));
        kept.set(scope, { findings, start, key });
      }
    } else {
      const found: Finding[] = [];
      for (const { rule, severity } of cyclesOf(scope).length > 0 ? active : withoutLoops) {
        const reports = rule.check(scope, analysis);
        if (reports !== nothing) {
          for (const report of reports) {
            if (!report.isConsequence || consequences) {
              found.push(fromReport(rule, severity, report, analysis));
            }
          }
        }
      }
      findings = found;
      if (findings.every((finding) => isWithin(finding, scope.node))) {
        kept.set(scope, { findings, start, key });
      }
    }
    for (const finding of findings) {
      all.push(finding);
    }
  }
}

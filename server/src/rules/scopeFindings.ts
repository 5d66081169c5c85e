import type { Analysis, Finding } from '../analysis/analysis';
import type { Scope } from '../asl/ast';
import { afterMove, fromReport, isWithin } from './finding';
import type { Wanted } from './stateFindings';

/** What was found about a scope, and for which wishes. An edit within a scope makes it another one; until then it can only move. */
interface Kept {
  readonly findings: readonly Finding[];
  readonly start: number;
  readonly key: string;
}

const kept = new WeakMap<Scope, Kept>();

/** What the rules of scopes say, scope by scope. Of scopes that were seen before it is remembered. */
export function* scopeFindings(analysis: Analysis, { active, consequences, key }: Wanted): Iterable<readonly Finding[]> {
  for (const scope of analysis.symbols.scopes) {
    const { start } = scope.node;
    const before = kept.get(scope);
    if (before?.key === key) {
      const findings =
        before.start === start ? before.findings : before.findings.map((finding) => afterMove(finding, start - before.start));
      kept.set(scope, { findings, start, key });
      yield findings;
      continue;
    }
    const findings: Finding[] = [];
    for (const { rule, severity } of active) {
      if (rule.of === 'scope') {
        for (const report of rule.check(scope, analysis)) {
          if (!report.isConsequence || consequences) {
            findings.push(fromReport(rule, severity, report, analysis));
          }
        }
      }
    }
    if (findings.every((finding) => isWithin(finding, scope.node))) {
      kept.set(scope, { findings, start, key });
    }
    yield findings;
  }
}

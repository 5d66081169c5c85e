import type { Analysis, Finding, Severity } from '../analysis/analysis';
import { type Expression, expressionsOf } from '../analysis/expressions';
import type { Shape } from '../analysis/shape';
import { stateStructure } from '../analysis/structure';
import { typesOf } from '../analysis/types';
import type { State } from '../asl/ast';
import { afterMove, fromReport, fromStructure, isWithin } from './finding';
import type { Rule, Surroundings } from './rule';

/** A rule that is not switched off. */
export interface Active {
  readonly rule: Rule;
  readonly severity: Severity;
}

/** Which findings are wanted. */
export interface Wanted {
  readonly active: readonly Active[];
  readonly structureSeverity: (code: string) => Severity | 'off';
  readonly consequences: boolean;
  /** Equal for equal wishes. */
  readonly key: string;
}

/** What was found about a state, and what it was found of: it holds as long as that is the same, wherever the state has moved to. */
interface Kept {
  readonly findings: readonly Finding[];
  readonly start: number;
  readonly key: string;
  readonly input: Shape;
  readonly scopes: State['scopes'];
}

const kept = new WeakMap<State, Kept>();

/** Finds what is wrong with each state by itself: its structure, what the rules of states and of expressions say. Of states that were seen before it is remembered. */
export function* stateFindings(analysis: Analysis, wanted: Wanted): Iterable<readonly Finding[]> {
  const types = typesOf(analysis);
  const find = finder(analysis, wanted);
  const { key } = wanted;
  for (const state of analysis.symbols.states) {
    const input = types.inputTypeOf(state);
    const { scopes, member } = state;
    const { start } = member;
    const before = kept.get(state);
    if (before && before.key === key && before.input === input && before.scopes === scopes) {
      if (before.start === start) {
        yield before.findings;
        continue;
      }
      const findings = before.findings.map((finding) => afterMove(finding, start - before.start));
      kept.set(state, { findings, start, key, input, scopes });
      yield findings;
      continue;
    }
    const findings = find(state);
    // What reaches beyond the state would not move as one with it.
    if (findings.every((finding) => isWithin(finding, member))) {
      kept.set(state, { findings, start, key, input, scopes });
    }
    yield findings;
  }
}

function finder(analysis: Analysis, { active, structureSeverity, consequences }: Wanted): (state: State) => readonly Finding[] {
  const { text, type, format, machine } = analysis;
  const surroundings: Surroundings = { text, type, format, machine: machine!, types: typesOf(analysis) };
  const structureOf = stateStructure(text);
  const byType = new Map<string | undefined, readonly Active[]>();
  const byKind = new Map<Expression['kind'], readonly Active[]>();
  const rulesOfType = (stateType: string | undefined): readonly Active[] =>
    active.filter(
      ({ rule }) => rule.of === 'state' && (!rule.types || (rule.types as readonly (string | undefined)[]).includes(stateType)),
    );
  const rulesOfKind = (kind: Expression['kind']): readonly Active[] =>
    active.filter(({ rule }) => rule.of === 'expression' && rule.kinds.includes(kind));
  return (state) => {
    let found: Finding[] | undefined;
    for (const report of structureOf(state)) {
      const severity = structureSeverity(report.code);
      if (severity !== 'off' && (!report.isConsequence || consequences)) {
        (found ??= []).push(fromStructure(report, severity, analysis));
      }
    }
    for (const { rule, severity } of cached(byType, state.type?.value, rulesOfType)) {
      if (rule.of === 'state') {
        for (const report of rule.check(state, surroundings)) {
          if (!report.isConsequence || consequences) {
            (found ??= []).push(fromReport(rule, severity, report, analysis));
          }
        }
      }
    }
    for (const expression of expressionsOf(state)) {
      for (const { rule, severity } of cached(byKind, expression.kind, rulesOfKind)) {
        if (rule.of === 'expression') {
          for (const report of rule.check(expression, surroundings)) {
            if (!report.isConsequence || consequences) {
              (found ??= []).push(fromReport(rule, severity, report, analysis));
            }
          }
        }
      }
    }
    return found ?? none;
  };
}

const none: readonly Finding[] = [];

function cached<K, V>(map: Map<K, V>, key: K, make: (key: K) => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make(key);
    map.set(key, value);
  }
  return value;
}

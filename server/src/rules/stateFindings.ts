import type { Analysis, Finding, Severity } from '../analysis/analysis';
import { expressionsOf } from '../analysis/expressions';
import type { Shape } from '../analysis/shape';
import { stateStructure } from '../analysis/structure';
import { typesOf } from '../analysis/types';
import type { State } from '../asl/ast';
import { factsOfStates } from '../asl/facts';
import { afterMove, fromReport, fromStructure, isWithin } from './finding';
import type { IsMentioned } from './mentions';
import type { Plan } from './plan';
import { nothing, type Report, type Rule, type Surroundings } from './rule';

/** What was found about a state, and what it was found of: it holds as long as that is the same, wherever the state has moved to. */
interface Kept {
  findings: readonly Finding[];
  start: number;
  readonly key: string;
  readonly input: Shape;
  readonly scopes: State['scopes'];
}

const kept = factsOfStates<Kept>();

/** Adds what is wrong with each state by itself: its structure, what the rules of states and of expressions say. Of states that were seen before it is remembered. */
export function stateFindings(analysis: Analysis, plan: Plan, isMentioned: IsMentioned, all: Finding[]): void {
  const types = typesOf(analysis);
  const find = finder(analysis, plan, isMentioned);
  const { key } = plan;
  for (const state of analysis.symbols.states) {
    const input = types.inputTypeOf(state);
    const { scopes, member } = state;
    const { start } = member;
    const before = kept.get(state);
    let findings: readonly Finding[];
    if (before && before.key === key && before.input === input && before.scopes === scopes) {
      if (before.start !== start) {
        before.findings = before.findings.map((finding) => afterMove(finding, start - before.start));
        before.start = start;
      }
      ({ findings } = before);
    } else {
      findings = find(state);
      // What reaches beyond the state would not move as one with it.
      if (findings.every((finding) => isWithin(finding, member))) {
        kept.set(state, { findings, start, key, input, scopes });
      }
    }
    for (const finding of findings) {
      all.push(finding);
    }
  }
}

function finder(analysis: Analysis, plan: Plan, isMentioned: IsMentioned): (state: State) => readonly Finding[] {
  const { text, type, format, machine } = analysis;
  const surroundings: Surroundings = { text, type, format, machine: machine!, types: typesOf(analysis) };
  const structureOf = stateStructure(text);
  const { consequences, structureSeverity, ofState, ofExpression } = plan;
  return (state) => {
    let found: Finding[] | undefined;
    for (const report of structureOf(state)) {
      const severity = structureSeverity(report.code);
      if (severity !== 'off' && (!report.isConsequence || consequences)) {
        (found ??= []).push(fromStructure(report, severity, analysis));
      }
    }
    const add = (rule: Rule, severity: Severity, reports: Iterable<Report>): void => {
      for (const report of reports) {
        if (!report.isConsequence || consequences) {
          (found ??= []).push(fromReport(rule, severity, report, analysis));
        }
      }
    };
    for (const { rule, severity, mentions } of ofState(state)) {
      if (isMentioned(mentions)) {
        const reports = rule.check(state, surroundings);
        if (reports !== nothing) {
          add(rule, severity, reports);
        }
      }
    }
    for (const expression of expressionsOf(state)) {
      for (const { rule, severity, mentions } of ofExpression(expression)) {
        if (isMentioned(mentions)) {
          const reports = rule.check(expression, surroundings);
          if (reports !== nothing) {
            add(rule, severity, reports);
          }
        }
      }
    }
    return found ?? none;
  };
}

const none: readonly Finding[] = [];

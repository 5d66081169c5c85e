import { nearest } from '../source/nearest';
import type { Analysis } from '../analysis/analysis';
import { linksOf } from '../analysis/links';
import { statesByName } from '../analysis/statesByName';
import type { Located, Scope } from '../asl/ast';
import { stateId } from '../asl/ast';
import { hasPlaceholder } from '../asl/placeholder';
import { stringLiteral } from '../source/stringLiteral';
import type { Report } from './rule';
import { nothing, replacement, rule } from './rule';

/** Comparing names is worth its time only so often in one scope: names × names must not become quadratic. */
const maxComparisons = 200_000;

export const unknownTarget = rule({
  id: 'unknown-target',
  severity: 'error',
  awsCode: 'MISSING_TRANSITION_TARGET',
  summary: 'A transition leads to a state that does not exist in its scope.',
  why: 'StartAt, Next and Default name a state of the same States object: the machine, each Branch and each ItemProcessor are scopes of their own, and no transition leaves its scope. AWS refuses the definition. States that are not reachable only because of it are not told of as well.',
  invalid: [
    `{
  "StartAt": "Check",
  "States": {
    "Check": { "Type": "Pass", "Next": "Donee" },
    //                                 ^^^^^^^ There is no state "Donee" here. Did you mean "Done"?
    "Done": { "Type": "Succeed" }
  }
}`,
    `{
  "StartAt": "Chek",
  //         ^^^^^^ There is no state "Chek" here. Did you mean "Check"?
  "States": {
    "Check": { "Type": "Succeed" }
  }
}`,
    `{
  "StartAt": "Fan",
  "States": {
    "Fan": {
      "Type": "Parallel",
      "Branches": [
        { "StartAt": "Work", "States": { "Work": { "Type": "Pass", "Next": "After" } } }
        //                                                                 ^^^^^^^ There is no state "After" in this branch of "Fan". A transition cannot leave the branch: end it with "End": true.
      ],
      "Next": "After"
    },
    "After": { "Type": "Succeed" }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Check",
  "States": {
    "Check": {
      "Type": "Choice",
      "Choices": [{ "Variable": "$.n", "NumericGreaterThan": 1, "Next": "Done" }],
      "Default": "\${StateFromTheTemplate}"
    },
    "Done": { "Type": "Succeed" }
  }
}`,
  ],
  of: 'scope',
  check(scope, analysis): Iterable<Report> {
    const { targets, start } = linksOf(scope);
    const isFine = start >= 0 && !targets.includes(-1);
    return isFine || scope.statesMember?.value?.kind !== 'object' ? nothing : reports(scope, analysis);
  },
});

function* reports(scope: Scope, analysis: Analysis): Iterable<Report> {
  const names = statesByName(scope);
  const { targets, first } = linksOf(scope);
  let comparisons = 0;
  const report = (target: Located<string>): Report | undefined => {
    // An empty name is told of by the field table.
    if (names.has(target.value) || hasPlaceholder(target.value) || target.value === '') {
      return undefined;
    }
    comparisons += names.size;
    const meant = comparisons <= maxComparisons ? nearest(target.value, names.keys()) : undefined;
    return describe(target, meant, scope, analysis);
  };
  if (scope.startAt) {
    const found = report(scope.startAt);
    if (found) {
      yield found;
    }
  }
  for (let index = 0; index < scope.states.length; index++) {
    const { transitions } = scope.states[index]!;
    for (let each = 0; each < transitions.length; each++) {
      const found = targets[first[index]! + each]! < 0 ? report(transitions[each]!.target) : undefined;
      if (found) {
        yield found;
      }
    }
  }
}

function describe(target: Located<string>, meant: string | undefined, scope: Scope, analysis: Analysis): Report {
  const { value, node } = target;
  const where =
    scope.kind === 'machine'
      ? 'here'
      : scope.kind === 'branch'
        ? `in this branch of "${scope.owner!.name}"`
        : `in the item processor of "${scope.owner!.name}"`;
  let message = `There is no state "${value}" ${where}.`;
  const fixes = [];
  if (meant !== undefined) {
    message += ` Did you mean "${meant}"?`;
    fixes.push(replacement(`Change to "${meant}"`, node, stringLiteral(meant, node, analysis.text)));
  } else if (isInOuterScope(value, scope, analysis)) {
    message += ` A transition cannot leave the ${scope.kind === 'branch' ? 'branch' : 'item processor'}: end it with "End": true.`;
  }
  return { at: node, message, fixes };
}

function isInOuterScope(name: string, scope: Scope, { symbols }: Analysis): boolean {
  for (let outer = scope.owner?.scope; outer; outer = outer.owner?.scope) {
    if (symbols.byId.has(stateId(outer.path, name))) {
      return true;
    }
  }
  return false;
}

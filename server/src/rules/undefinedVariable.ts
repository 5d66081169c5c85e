import { expressionSpan } from '../analysis/expressions';
import { type Assignment, type VariableRead, type Variables, variablesOf } from '../analysis/variables';
import { nearest } from '../source/nearest';
import type { Scope } from '../asl/ast';
import type { Report } from './rule';
import { nothing, replacement, rule } from './rule';

export const undefinedVariable = rule({
  id: 'undefined-variable',
  severity: 'warning',
  summary: 'A variable is read where it cannot have a value.',
  why: 'A variable has a value once an Assign of an earlier state of the same scope, or of a scope around it, has given it one. Branches and iterations do not see the variables of each other, and a distributed Map sees none from outside. AWS accepts the definition; the execution fails where the variable is read.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html#variable-scope',
  invalid: [
    `{
  "QueryLanguage": "JSONata",
  "StartAt": "First",
  "States": {
    "First": { "Type": "Pass", "Output": "{% $total + $itms %}", "Assign": { "items": 1 }, "Next": "Fan" },
//                                           ^^^^^^ There is no variable $total here: what "A" assigns ends with its branch.
//                                                    ^^^^^ There is no variable $itms here. Did you mean "$items"?
    "Fan": {
      "Type": "Parallel",
      "Branches": [
        { "StartAt": "A", "States": { "A": { "Type": "Pass", "Assign": { "total": "{% $items %}" }, "End": true } } }
      ],
      "Next": "Last"
    },
    "Last": { "Type": "Pass", "Output": "{% $total %}", "Assign": { "later": 1 }, "Next": "End" },
//                                          ^^^^^^ There is no variable $total here: what "A" assigns ends with its branch.
    "End": { "Type": "Succeed", "Output": "{% $item %}" }
//                                            ^^^^^ There is no variable $item here. Did you mean "$items"?
  }
}`,
    `{
  "StartAt": "Read",
  "States": {
    "Read": { "Type": "Pass", "Parameters": { "sum.$": "States.MathAdd($count, 1)" }, "Next": "Write" },
//                                                                     ^^^^^^ The variable $count has no value here: no state that runs before "Read" assigns it.
    "Write": { "Type": "Pass", "Assign": { "count": 0 }, "End": true }
  }
}`,
  ],
  valid: [
    `{
  "QueryLanguage": "JSONata",
  "StartAt": "First",
  "States": {
    "First": { "Type": "Pass", "Assign": { "items": [1, 2] }, "Next": "Each" },
    "Each": {
      "Type": "Map",
      "Items": "{% $items %}",
      "ItemProcessor": {
        "StartAt": "A",
        "States": {
          "A": { "Type": "Pass", "Assign": { "own": "{% $count($items) %}" }, "Next": "B" },
          "B": { "Type": "Pass", "Output": "{% $own %}", "End": true }
        }
      },
      "End": true
    }
  }
}`,
  ],
  of: 'machine',
  check(_machine, analysis): Iterable<Report> {
    const variables = variablesOf(analysis);
    return variables.reads.length === 0 ? nothing : reports(variables, analysis.text);
  },
});

function* reports(variables: Variables, text: string): Iterable<Report> {
  const elsewhere = new Map<string, Assignment>();
  for (const assignment of variables.assignments) {
    if (!elsewhere.has(assignment.name)) {
      elsewhere.set(assignment.name, assignment);
    }
  }
  let comparisons = 0;
  for (const read of variables.reads) {
    const { state } = read.expression;
    const visible = variables.visibleIn(state.scope);
    if (!visible.has(read.name)) {
      const at = expressionSpan(read.expression, read.span, text);
      comparisons += visible.size;
      const meant = comparisons <= maxComparisons ? nearest(read.name, visible) : undefined;
      yield {
        at,
        message: notVisible(read, meant, elsewhere.get(read.name)),
        fixes: meant === undefined ? [] : [replacement(`Change to "$${meant}"`, at, `$${meant}`)],
      };
    } else if (variables.assignedBefore(state, read.name) === 'never') {
      yield {
        at: expressionSpan(read.expression, read.span, text),
        message: `The variable $${read.name} has no value here: no state that runs before "${state.name}" assigns it.`,
      };
    }
  }
}

/** Comparing names is worth its time only so often. */
const maxComparisons = 200_000;

function notVisible({ name, expression }: VariableRead, meant: string | undefined, elsewhere: Assignment | undefined): string {
  const start = `There is no variable $${name} here`;
  if (elsewhere) {
    const isOutside = isWithin(expression.state.scope, elsewhere.state.scope);
    return isOutside
      ? `${start}: a distributed Map does not see the variables from outside of it. Pass the value with ItemSelector.`
      : `${start}: what "${elsewhere.state.name}" assigns ends with its ${elsewhere.state.scope.kind === 'branch' ? 'branch' : 'iteration'}.`;
  }
  return meant === undefined ? `${start}: no state assigns it.` : `${start}. Did you mean "$${meant}"?`;
}

function isWithin(inner: Scope, outer: Scope): boolean {
  for (let scope: Scope | undefined = inner; scope; scope = scope.owner?.scope) {
    if (scope === outer) {
      return true;
    }
  }
  return false;
}

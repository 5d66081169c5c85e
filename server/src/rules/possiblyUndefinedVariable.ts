import { expressionSpan } from '../analysis/expressions';
import { type VariableRead, type Variables, variablesOf } from '../analysis/variables';
import { questionOf } from '../analysis/conditions';
import type { Scope } from '../asl/ast';
import type { Node } from '../source/node';
import type { Report } from './rule';
import { nothing, rule } from './rule';

export const possiblyUndefinedVariable = rule({
  id: 'possibly-undefined-variable',
  severity: 'warning',
  pillar: 'reliability',
  summary: 'A variable is read that has no value on some of the ways that lead there.',
  why: 'Some path from StartAt reaches the state without passing an Assign of the variable. If the workflow ever takes it, the execution fails there. Assign a first value in a state that every path passes. Nothing is told of a variable that an expression asks whether it is there ($exists, IsPresent), nor where two Choice states ask the same question: then the ways may hang together.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html',
  invalid: [
    `{
  "QueryLanguage": "JSONata",
  "StartAt": "Member",
  "States": {
    "Member": {
      "Type": "Choice",
      "Choices": [{ "Condition": "{% $states.input.member %}", "Assign": { "discount": 10 }, "Next": "Pay" }],
      "Default": "Pay"
    },
    "Pay": { "Type": "Pass", "Output": "{% $states.input.price - $discount %}", "End": true }
//                                                               ^^^^^^^^^ The variable $discount may have no value here: not every way to "Pay" assigns it.
  }
}`,
  ],
  valid: [
    `{
  "QueryLanguage": "JSONata",
  "StartAt": "Member",
  "States": {
    "Member": {
      "Type": "Choice",
      "Choices": [{ "Condition": "{% $states.input.member %}", "Assign": { "discount": 10 }, "Next": "Pay" }],
      "Assign": { "discount": 0 },
      "Default": "Pay"
    },
    "Pay": { "Type": "Pass", "Output": "{% $states.input.price - $discount %}", "End": true }
  }
}`,
    `{
  "QueryLanguage": "JSONata",
  "StartAt": "Count",
  "States": {
    "Count": { "Type": "Pass", "Assign": { "tries": "{% $exists($tries) ? $tries + 1 : 1 %}" }, "Next": "Enough" },
    "Enough": {
      "Type": "Choice",
      "Choices": [{ "Condition": "{% $tries < 3 %}", "Next": "Count" }],
      "Default": "Done"
    },
    "Done": { "Type": "Succeed" }
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
  const twice = new Map<Scope, boolean>();
  let asked: ReadonlySet<string> | undefined;
  for (const { name, expression, span } of variables.reads) {
    const { state } = expression;
    if (!variables.visibleIn(state.scope).has(name) || variables.assignedBefore(state, name) !== 'sometimes') {
      continue;
    }
    let hangsTogether = twice.get(state.scope);
    if (hangsTogether === undefined) {
      hangsTogether = asksTwice(state.scope);
      twice.set(state.scope, hangsTogether);
    }
    asked ??= new Set(variables.reads.filter(asksForIt).map((read) => read.name));
    if (!hangsTogether && !asked.has(name)) {
      yield {
        at: expressionSpan(expression, span, text),
        message: `The variable $${name} may have no value here: not every way to "${state.name}" assigns it.`,
      };
    }
  }
}

/** So many characters around a variable tell what is asked about it. */
const reach = 40;

/** Whether the expression finds out whether the variable has a value. */
function asksForIt({ expression, span }: VariableRead): boolean {
  const { clause, field, node } = expression;
  if (expression.kind === 'jsonata' && node.kind === 'string') {
    const [start, end] = [span.start + expression.at, span.end + expression.at];
    const before = node.value.slice(Math.max(0, start - reach), start);
    const behind = node.value.slice(end, end + reach);
    return /\$(?:exists|type|boolean|not)\s*\(\s*$/.test(before) || /^\s*\?/.test(behind);
  }
  return field.name === 'Variable' && clause !== undefined && asksForPresence(clause.clause.node);
}

/** Recursion is as deep as rules are nested, which the parser bounds. */
function asksForPresence(rule: Node): boolean {
  return rule.kind === 'object'
    ? rule.members.some(({ key, value }) => key.value === 'IsPresent' || (value !== undefined && asksForPresence(value)))
    : rule.kind === 'array' && rule.items.some(asksForPresence);
}

/** Whether Choice states of the scope ask the same question: the ways behind them may hang together. */
function asksTwice({ states }: Scope): boolean {
  const asked = new Set<string>();
  for (const { choices } of states) {
    const own = new Set(choices.map(({ node }) => questionOf(node)));
    for (const question of own) {
      if (asked.has(question)) {
        return true;
      }
      asked.add(question);
    }
  }
  return false;
}

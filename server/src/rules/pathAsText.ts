import { operators } from '../asl/choiceOperators';
import { fieldOf } from '../fields/fieldTable';
import { isStateType, spec } from '../asl/spec';
import { readPath } from '../asl/readings';
import { stringLiteral } from '../source/stringLiteral';
import type { Report } from './rule';
import { nothing, replacement, rule } from './rule';

export const pathAsText = rule({
  id: 'path-as-text',
  severity: 'warning',
  awsCode: 'NO_PATH',
  summary: 'A field that takes text as it stands holds a path or a call of an intrinsic function.',
  why: 'Error, Cause and the comparisons of a Choice take their value as it stands: it is never evaluated. For each of them there is a field whose name ends in Path that takes a path (StringMatches has none). AWS warns of it as well.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/state-fail.html',
  invalid: [
    `{
  "StartAt": "Check",
  "States": {
    "Check": {
      "Type": "Choice",
      "Choices": [{ "Variable": "$.name", "StringEquals": "$.expected", "Next": "Done" }],
//                                        ^^^^^^^^^^^^^^ "StringEquals" compares with the text "$.expected" itself. Use "StringEqualsPath" to compare with the value at that path.
      "Default": "Stop"
    },
    "Done": { "Type": "Succeed" },
    "Stop": { "Type": "Fail", "Error": "NoMatch", "Cause": "States.Format('{} is not expected', $.name)" }
//                                                ^^^^^^^ The text of "Cause" is not evaluated. Use "CausePath" to have the function called.
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Check",
  "States": {
    "Check": {
      "Type": "Choice",
      "Choices": [{ "Variable": "$.currency", "StringEquals": "$", "Next": "Done" }],
      "Default": "Stop"
    },
    "Done": { "Type": "Succeed" },
    "Stop": { "Type": "Fail", "Error": "NoMatch", "CausePath": "States.Format('{} is not expected', $.name)" }
  }
}`,
  ],
  of: 'expression',
  kinds: ['text'],
  fields: [
    'Error',
    'Cause',
    'StringMatches',
    ...operators.map(({ name }) => name).filter((name) => /^String.*[a-z]$/.test(name)),
  ],
  check(expression, { text }): Iterable<Report> {
    if (
      expression.kind !== 'text' ||
      (expression.looksLike !== 'path' && expression.looksLike !== 'intrinsic') ||
      expression.state.queryLanguage !== 'JSONPath'
    ) {
      return nothing;
    }
    const { node, member, field, looksLike, state } = expression;
    const { key } = member;
    const isCall = looksLike === 'intrinsic';
    if (field.value.type !== 'string' || (!isCall && (node.value === '$' || readPath(node.value).problems.length > 0))) {
      return nothing;
    }
    const table = expression.clause ? spec.NestedRule : isStateType(state.type?.value) ? spec[state.type.value] : undefined;
    const other = table && fieldOf(table, `${key.value}Path`, 'JSONPath');
    const takes = other !== undefined && (!isCall || ('intrinsic' in other.value && other.value.intrinsic === true));
    const is = expression.clause
      ? `"${key.value}" compares with the text "${node.value}" itself.`
      : `The text of "${key.value}" is not evaluated.`;
    const use = !takes
      ? ''
      : expression.clause
        ? ` Use "${other.name}" to compare with the value at that path.`
        : ` Use "${other.name}" to have ${isCall ? 'the function called' : 'the path followed'}.`;
    const fixes = takes ? [replacement(`Change to "${other.name}"`, key, stringLiteral(other.name, key, text))] : [];
    return [{ at: key, message: is + use, fixes }];
  },
});

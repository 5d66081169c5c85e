import { readPath } from '../asl/readings';
import { stringLiteral } from '../source/stringLiteral';
import type { Report } from './rule';
import { replacement, rule } from './rule';

export const noDollar = rule({
  id: 'no-dollar',
  severity: 'warning',
  awsCode: 'NO_DOLLAR',
  summary: 'A path or intrinsic function stands under a key that does not end in .$, so it is passed on as text.',
  why: 'In Parameters, ResultSelector, ItemSelector and Assign only the values of keys that end in .$ are evaluated. AWS warns of it as well.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/input-output-inputpath-params.html',
  invalid: [
    `{
  "StartAt": "Greet",
  "States": {
    "Greet": {
      "Type": "Pass",
      "Parameters": { "name": "$.name", "id": "States.UUID()" },
//                    ^^^^^^ The value of "name" looks like a JSONPath, but is passed on as text. Call the key "name.$" to have it evaluated.
//                                      ^^^^ The value of "id" looks like an intrinsic function, but is passed on as text. Call the key "id.$" to have it evaluated.
      "End": true
    }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Greet",
  "States": {
    "Greet": {
      "Type": "Pass",
      "Parameters": { "name.$": "$.name", "price": "$10", "state": "States.Texas", "sum": "$.a + $.b" },
      "End": true
    }
  }
}`,
  ],
  of: 'expression',
  kinds: ['text'],
  *check(expression, { text }): Iterable<Report> {
    if (
      expression.kind !== 'text' ||
      (expression.looksLike !== 'path' && expression.looksLike !== 'intrinsic') ||
      expression.state.queryLanguage !== 'JSONPath'
    ) {
      return;
    }
    const { node, member, looksLike, field } = expression;
    if (looksLike === 'path' && readPath(node.value).problems.length > 0) {
      // An expression of someone else's language, such as `$.a + $.b`: as a path it would be refused.
      return;
    }
    const { key } = member;
    if (
      field.value.type === 'string' ||
      (field.value.type === 'objectTemplate' && member.value === node && key.value === field.name)
    ) {
      // Another finding tells of it: there is no field of that name with the ending .$.
      return;
    }
    const what = looksLike === 'path' ? 'a JSONPath' : 'an intrinsic function';
    if (member.value === node && key.value === field.name) {
      yield {
        at: key,
        message: `The value of "${key.value}" looks like ${what}, but is passed on as text: only the values of keys that end in .$ are evaluated.`,
      };
    } else if (member.value === node) {
      yield {
        at: key,
        message: `The value of "${key.value}" looks like ${what}, but is passed on as text. Call the key "${key.value}.$" to have it evaluated.`,
        fixes: [replacement(`Change to "${key.value}.$"`, key, stringLiteral(`${key.value}.$`, key, text))],
      };
    } else {
      yield { at: node, message: `This looks like ${what}, but is passed on as text: elements of an array are not evaluated.` };
    }
  },
});

import { type Expression, expressionSpan } from '../analysis/expressions';
import type { Fix } from '../source/edit';
import type { Member } from '../source/node';
import { stringLiteral } from '../source/stringLiteral';
import type { Report } from './rule';
import { nothing, replacement, rule } from './rule';

export const invalidPath = rule({
  id: 'invalid-path',
  severity: 'error',
  awsCode: 'SCHEMA_VALIDATION_FAILED',
  summary: 'A path or a call of an intrinsic function is not written correctly.',
  why: 'Fields such as InputPath, and the values of keys that end in .$, are read as JSONPath or as a call of an intrinsic function. AWS refuses a definition with one that it cannot read.',
  link: 'https://states-language.net/#path',
  invalid: [
    `{
  "StartAt": "Greet",
  "States": {
    "Greet": {
      "Type": "Pass",
      "InputPath": "$.order[",
//                         ^ "InputPath" must be a valid JSONPath: this '[' has no ']'.
      "Parameters": {
        "text.$": "States.Fromat('Hello, {}', $.name)"
//                 ^^^^^^^^^^^^^ "text.$" must be a valid JSONPath or a valid intrinsic function call: there is no intrinsic function 'States.Fromat'.
      },
      "End": true
    }
  }
}`,
    `{
  "StartAt": "Greet",
  "States": {
    "Greet": {
      "Type": "Pass",
      "Parameters": { "name.$": "name" },
//                              ^^^^^^ "name.$" must be a valid JSONPath or a valid intrinsic function call: a path begins with $, a function with States.
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
      "InputPath": "$.order['first name'][0]",
      "Parameters": {
        "text.$": "States.Format('Hello, {}', $.name)",
        "id.$": "$$.Execution.Id",
        "items": [{ "price.$": "$.items[?(@.price < 10)]" }]
      },
      "End": true
    }
  }
}`,
  ],
  of: 'expression',
  kinds: ['path', 'intrinsic', 'other'],
  check(expression, around): Iterable<Report> {
    const isFine = expression.kind !== 'other' && 'problems' in expression && expression.problems.length === 0;
    return isFine || expression.state.queryLanguage !== 'JSONPath' ? nothing : reports(expression, around.text);
  },
});

function* reports(expression: Expression, text: string): Iterable<Report> {
  const { kind, node, member, field } = expression;
  const isTemplate = member.key.value.endsWith('.$');
  if (kind === 'other') {
    // What a field of its own holds is told of by the field table.
    if (isTemplate) {
      const why = node.kind === 'string' ? 'a path begins with $, a function with States.' : 'it must be a string.';
      yield { at: node, message: `"${member.key.value}" must be ${pathOrCall}: ${why}`, fixes: withoutPath(member, text) };
    }
    return;
  }
  // What exactly AWS reads in a filter or script is not written down: deployed definitions hold more than the grammar allows.
  if (kind === 'jsonata' || kind === 'text' || (/\[\s*[?(]/.test(node.value) && isBalanced(node.value))) {
    return;
  }
  const [problem] = expression.problems;
  if (problem) {
    const mayCall = isTemplate || (field.value.type === 'path' && field.value.intrinsic === true);
    // A function's name keeps its letters.
    const why = problem.message.startsWith('States.')
      ? problem.message
      : problem.message.charAt(0).toLowerCase() + problem.message.slice(1);
    const name = isTemplate ? member.key.value : field.name;
    yield {
      at: expressionSpan(expression, problem, text),
      message: `"${name}" must be ${mayCall ? pathOrCall : 'a valid JSONPath'}: ${why}`,
    };
  }
}

/** Without the ending .$ the value is passed on as it stands; a name may also be a path without its beginning. */
function withoutPath({ key, value }: Member, text: string): Fix[] {
  const name = key.value.slice(0, -2);
  const fixes: Fix[] = [];
  if (name !== '') {
    fixes.push(replacement(`Change to "${name}": the value is no path`, key, stringLiteral(name, key, text)));
  }
  if (value?.kind === 'string' && /^[A-Za-z_]\w*(?:\.\w+)*$/.test(value.value)) {
    const path = `$.${value.value}`;
    fixes.push(replacement(`Change to "${path}"`, value, stringLiteral(path, value, text)));
  }
  return fixes;
}

/** Whether brackets and quotes are closed, a filter has its parentheses, and two values are compared by `==`. */
function isBalanced(text: string): boolean {
  if (/\[\s*\?\s*[^\s(]/.test(text)) {
    return false;
  }
  const open: string[] = [];
  let quote: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === '\\') {
      at++;
    } else if (quote !== undefined) {
      quote = char === quote ? undefined : quote;
    } else if (char === "'" || char === '"') {
      quote = char;
    } else if (char === '(' || char === '[') {
      open.push(char === '(' ? ')' : ']');
    } else if ((char === ')' || char === ']') && open.pop() !== char) {
      return false;
    } else if (char === '=' && open.includes(')') && !'=!<>'.includes(text[at - 1]!) && !/[=~]/.test(text[at + 1] ?? '')) {
      return false;
    }
  }
  return open.length === 0 && quote === undefined;
}

const pathOrCall = 'a valid JSONPath or a valid intrinsic function call';

import type { Node } from '../source/node';
import { parseIntrinsic } from '../asl/intrinsics';
import { parsePath } from '../asl/jsonPath';
import { hasPlaceholder } from '../asl/placeholder';
import { isStateType, spec } from '../asl/spec';
import { visitFields } from '../fields/visitFields';
import type { Report } from './rule';
import { rule } from './rule';

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
      //           ^^^^^^^^^^ "InputPath" must be a valid JSONPath: this '[' has no ']'.
      "Parameters": {
        "text.$": "States.Fromat('Hello, {}', $.name)"
        //        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "text.$" must be a valid JSONPath or a valid intrinsic function call: there is no intrinsic function 'States.Fromat'.
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
      //                        ^^^^^^ "name.$" must be a valid JSONPath or a valid intrinsic function call: a path begins with $, a function with States.
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
  of: 'state',
  *check(state): Iterable<Report> {
    const type = state.type?.value;
    if (!state.node || !isStateType(type) || state.queryLanguage !== 'JSONPath') {
      return;
    }
    for (const { member, field } of visitFields(spec, state.node, spec[type], 'JSONPath')) {
      const { value } = member;
      switch (field.value.type) {
        case 'path':
        case 'referencePath':
          // What does not begin with $ at all is told of by the field table.
          if (value?.kind === 'string' && !hasPlaceholder(value.value)) {
            const { message, expected } = faultOf(value.value, field.value.type === 'path' && field.value.intrinsic === true);
            if (message !== undefined && /^(\$|States\.)/.test(value.value)) {
              yield { at: value, message: `"${field.name}" must be ${expected}: ${message}` };
            }
          }
          break;
        case 'template':
        case 'objectTemplate':
          yield* templateReports(value);
          break;
        default:
      }
    }
  },
});

/** Looks for keys that end in `.$`, at any depth. */
function* templateReports(template: Node | undefined): Iterable<Report> {
  const open = [template];
  while (open.length > 0) {
    const node = open.pop();
    if (node?.kind === 'array') {
      open.push(...node.items);
    } else if (node?.kind === 'object') {
      for (const { key, value } of node.members) {
        if (!key.value.endsWith('.$')) {
          open.push(value);
        } else if (value?.kind === 'string') {
          if (!hasPlaceholder(value.value)) {
            const { message, expected } = faultOf(value.value, true);
            if (message !== undefined) {
              yield { at: value, message: `"${key.value}" must be ${expected}: ${message}` };
            }
          }
        } else if (value && value.kind !== 'placeholder' && value.kind !== 'invalid') {
          yield { at: value, message: `"${key.value}" must be ${templateValue}: it must be a string.` };
        }
      }
    }
  }
}

const templateValue = 'a valid JSONPath or a valid intrinsic function call';

/** What is wrong with a path, or, where one may stand there, a call of an intrinsic function. */
function faultOf(text: string, mayBeIntrinsic: boolean): { readonly message: string | undefined; readonly expected: string } {
  const expected = mayBeIntrinsic ? templateValue : 'a valid JSONPath';
  if (!text.startsWith('$') && !(mayBeIntrinsic && text.startsWith('States.'))) {
    return { message: mayBeIntrinsic ? 'a path begins with $, a function with States.' : 'a path begins with $.', expected };
  }
  // What exactly AWS reads in a filter or script is not written down: deployed definitions hold more than the grammar allows.
  if (/\[\s*[?(]/.test(text)) {
    return { message: undefined, expected };
  }
  const { problems } = text.startsWith('$') ? parsePath(text.trimEnd()) : parseIntrinsic(text);
  const message = problems[0]?.message;
  return { message: message && message.charAt(0).toLowerCase() + message.slice(1), expected };
}

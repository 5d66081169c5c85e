import { longText, sizeOf, type Shape } from '../analysis/shape';
import { fieldOf } from '../fields/fieldTable';
import type { State } from '../asl/ast';
import { isStateType, spec } from '../asl/spec';
import { utf8Length } from '../source/utf8Length';
import type { Node } from '../source/node';
import type { Report, Surroundings } from './rule';
import { nothing, rule } from './rule';

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html: bytes of the input or output of a state, and of one Assign. */
const limit = 262_144;

export const payloadTooLarge = rule({
  id: 'payload-too-large',
  severity: 'warning',
  pillar: 'reliability',
  summary: 'The data that a state passes on is larger than 256 KiB in every execution.',
  why: 'The input and the output of a state, and the variables of one Assign, have at most 262,144 bytes as JSON in UTF-8. What is larger ends the execution with States.DataLimitExceeded: keep it in Amazon S3 and pass its key on.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html',
  invalid: [
    `{
  "StartAt": "Prepare",
  "States": {
    "Prepare": {
      "Type": "Pass",
      "Result": "LARGE",
//    ^^^^^^^^ "Result" makes at least 262,146 bytes; a payload has at most 262,144.
      "ResultPath": "$.page",
      "End": true
    }
  }
}`.replace('LARGE', 'x'.repeat(limit)),
  ],
  valid: [
    `{
  "StartAt": "Prepare",
  "States": {
    "Prepare": { "Type": "Pass", "Result": "s3://pages/1", "ResultPath": "$.page", "End": true }
  }
}`,
  ],
  of: 'state',
  check(state, around): Iterable<Report> {
    // What is large is written somewhere, or made of parts that are.
    return hasLongText(around) ? reports(state, around) : nothing;
  },
});

function* reports(state: State, { types }: Surroundings): Iterable<Report> {
  const type = state.type?.value;
  if (!state.node || !isStateType(type)) {
    return;
  }
  let isTold = false;
  for (const { key, value } of state.node.members) {
    const field = fieldOf(spec[type], key.value, state.queryLanguage)?.value.type;
    const isLong = value !== undefined && value.end - value.start > limit / 3;
    const size = !isLong
      ? 0
      : key.value === 'Result' || field === 'template' || field === 'objectTemplate'
        ? literalSize(value)
        : 0;
    if (size > limit) {
      isTold = true;
      yield {
        at: key,
        message: `"${key.value}" makes at least ${size.toLocaleString('en')} bytes; a payload has at most ${limit.toLocaleString('en')}.`,
      };
    }
  }
  const passed: Shape = types.combinedTypeOf(state);
  const size = isTold ? 0 : sizeOf(passed);
  if (size > limit && sizeOf(types.inputTypeOf(state)) <= limit) {
    yield {
      at: state.key,
      message: `"${state.name}" passes on at least ${size.toLocaleString('en')} bytes; a payload has at most ${limit.toLocaleString('en')}.`,
    };
  }
}

const known = new WeakMap<Surroundings, boolean>();
const longString = new RegExp(`"[^"]{${longText}}`);

/** Whether the document is long enough, and holds a text that is. */
function hasLongText(around: Surroundings): boolean {
  const { text, format } = around;
  if (text.length < limit / 2) {
    return false;
  }
  let found = known.get(around);
  if (found === undefined) {
    found = format !== 'json' || (hasLongLine(text) && longString.test(text));
    known.set(around, found);
  }
  return found;
}

/** Looks backwards from where a line would be too long: of most lines it sees nothing but a few characters. */
function hasLongLine(text: string): boolean {
  for (let start = -1; start + longText < text.length;) {
    const end = text.lastIndexOf('\n', start + longText);
    if (end <= start) {
      return true;
    }
    start = end;
  }
  return false;
}

/** Bytes of a value as JSON, as far as they are written: expressions and placeholders may become anything. */
function literalSize(root: Node | undefined): number {
  let size = 0;
  const open: (Node | undefined)[] = [root];
  while (open.length > 0) {
    const node = open.pop();
    switch (node?.kind) {
      case 'string':
        size += /^\{%|\$\{/.test(node.value) ? 1 : utf8Length(node.value) + 2;
        break;
      case 'number':
        size += node.text.length;
        break;
      case 'array':
        size += 1 + node.items.length;
        open.push(...node.items);
        break;
      case 'object':
        size += 1;
        for (const { key, value } of node.members) {
          if (key.value.endsWith('.$')) {
            size += key.value.length + 2;
          } else {
            size += utf8Length(key.value) + 4;
            open.push(value);
          }
        }
        break;
      default:
        size += 1;
    }
  }
  return size;
}

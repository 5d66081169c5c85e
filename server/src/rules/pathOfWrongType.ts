import { type Shape, shapeInWords } from '../analysis/shape';
import { pathShape } from '../analysis/types';
import type { Report } from './rule';
import { rule } from './rule';

const wantedKinds: Readonly<Record<string, Exclude<Shape['kind'], 'object' | 'any'> | undefined>> = {
  ItemsPath: 'array',
  SecondsPath: 'number',
  TimestampPath: 'string',
  TimeoutSecondsPath: 'number',
  HeartbeatSecondsPath: 'number',
  MaxConcurrencyPath: 'number',
  ToleratedFailureCountPath: 'number',
  ToleratedFailurePercentagePath: 'number',
  ErrorPath: 'string',
  CausePath: 'string',
};

export const pathOfWrongType = rule({
  id: 'path-of-wrong-type',
  severity: 'warning',
  summary: 'A path leads to a value of a type that the field does not take.',
  why: 'ItemsPath leads to an array, SecondsPath and other paths to numbers to a number, TimestampPath, ErrorPath and CausePath to a string. When the path leads to something else, the execution fails with States.Runtime. The type is known here from the states before.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-input-output-filtering.html',
  invalid: [
    `{
  "StartAt": "Prepare",
  "States": {
    "Prepare": { "Type": "Pass", "Result": { "pause": "30", "items": { "first": 1 } }, "Next": "Pause" },
    "Pause": { "Type": "Wait", "SecondsPath": "$.pause", "Next": "Each" },
//                                            ^^^^^^^^^ "SecondsPath" must lead to a number, but "$.pause" is a string.
    "Each": {
      "Type": "Map",
      "ItemsPath": "$.items",
//                 ^^^^^^^^^ "ItemsPath" must lead to an array, but "$.items" is an object with first.
      "ItemProcessor": { "StartAt": "Work", "States": { "Work": { "Type": "Succeed" } } },
      "End": true
    }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Prepare",
  "States": {
    "Prepare": { "Type": "Pass", "Result": { "pause": 30, "items": [1, 2] }, "Next": "Pause" },
    "Pause": { "Type": "Wait", "SecondsPath": "$.pause", "Next": "Each" },
    "Each": {
      "Type": "Map",
      "ItemsPath": "$.items",
      "ItemProcessor": { "StartAt": "Work", "States": { "Work": { "Type": "Succeed" } } },
      "End": true
    }
  }
}`,
  ],
  of: 'expression',
  kinds: ['path'],
  fields: Object.keys(wantedKinds),
  *check(expression, { types }): Iterable<Report> {
    const { field, state, clause } = expression;
    const wanted = wantedKinds[field.name];
    if (
      wanted === undefined ||
      expression.kind !== 'path' ||
      !expression.path ||
      clause ||
      expression.member.key.value !== field.name
    ) {
      return;
    }
    // With an ItemReader, ItemsPath selects from what is read.
    if (field.name === 'ItemsPath' && state.node?.members.some(({ key }) => key.value === 'ItemReader')) {
      return;
    }
    const shape = pathShape(expression.path, types.effectiveTypeOf(state));
    if (shape.kind !== 'any' && shape.kind !== wanted) {
      const words = wanted === 'array' ? 'an array' : shapeInWords({ kind: wanted });
      yield {
        at: expression.node,
        message: `"${field.name}" must lead to ${words}, but "${expression.path.text}" is ${shapeInWords(shape)}.`,
      };
    }
  },
});

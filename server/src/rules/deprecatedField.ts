import { isStateType, spec } from '../asl/spec';
import { fieldOf } from '../fields/fieldTable';
import { member } from '../source/node';
import { stringLiteral } from '../source/stringLiteral';
import type { Report } from './rule';
import { replacement, rule } from './rule';

export const deprecatedField = rule({
  id: 'deprecated-field',
  severity: 'hint',
  summary: 'A field is written under its old name.',
  why: 'Iterator and Parameters of a Map are now called ItemProcessor and ItemSelector. AWS still takes the old names, but new features, such as the distributed mode, come with the new ones only.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html#inline-map-deprecated-fields',
  invalid: [
    `{
  "StartAt": "Each",
  "States": {
    "Each": {
      "Type": "Map",
      "Parameters": { "item.$": "$$.Map.Item.Value" },
//    ^^^^^^^^^^^^ "Parameters" is the old name of "ItemSelector".
      "Iterator": { "StartAt": "Work", "States": { "Work": { "Type": "Succeed" } } },
//    ^^^^^^^^^^ "Iterator" is the old name of "ItemProcessor".
      "End": true
    }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Each",
  "States": {
    "Each": {
      "Type": "Map",
      "ItemSelector": { "item.$": "$$.Map.Item.Value" },
      "ItemProcessor": { "StartAt": "Work", "States": { "Work": { "Type": "Succeed" } } },
      "End": true
    }
  }
}`,
  ],
  of: 'state',
  types: ['Map'],
  *check(state, { text }): Iterable<Report> {
    const type = state.type?.value;
    for (const { key } of state.node && isStateType(type) ? state.node.members : []) {
      const now = fieldOf(spec[type as 'Map'], key.value, state.queryLanguage)?.deprecated;
      if (now !== undefined && !member(state.node, now)) {
        yield {
          at: key,
          message: `"${key.value}" is the old name of "${now}".`,
          fixes: [replacement(`Change to "${now}"`, key, stringLiteral(now, key, text))],
        };
      }
    }
  },
});

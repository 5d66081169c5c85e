import type { Scope, State } from '../asl/ast';
import { inputUse, resultPlace } from '../analysis/dataUse';
import { statesByName } from '../analysis/statesByName';
import { member } from '../source/node';
import type { Report } from './rule';
import { rule } from './rule';

export const resultOverwritten = rule({
  id: 'result-overwritten',
  severity: 'warning',
  pillar: 'cost optimization',
  summary: 'A result is put where the next one overwrites it before anything has read it.',
  why: 'ResultPath adds the result to the input, and every later state carries it along, until another state puts its own result in the same place: the first one is lost unread. Give them different places, or drop a result that nobody needs with "ResultPath": null.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultpath.html',
  mentions: ['ltPath'],
  invalid: [
    `{
  "StartAt": "Find customer",
  "States": {
    "Find customer": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:customer",
      "Parameters": { "id.$": "$.customerId" },
      "ResultPath": "$.found",
//                  ^^^^^^^^^ Nothing reads "$.found" before "Find address" overwrites it: the result of "Find customer" is lost there.
      "Next": "Find address"
    },
    "Find address": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:address",
      "Parameters": { "id.$": "$.addressId" },
      "ResultPath": "$.found",
      "End": true
    }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Find customer",
  "States": {
    "Find customer": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:customer",
      "Parameters": { "id.$": "$.customerId" },
      "ResultPath": "$.found",
      "Next": "Find address"
    },
    "Find address": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:address",
      "Parameters": { "id.$": "$.found.addressId" },
      "ResultPath": "$.found",
      "End": true
    }
  }
}`,
  ],
  of: 'scope',
  *check(scope): Iterable<Report> {
    for (const state of scope.states) {
      const place = writes(state) ? resultPlace(state) : undefined;
      if (typeof place === 'object') {
        const by = overwrittenBy(place.field, state, scope);
        if (by) {
          yield {
            at: member(state.node, 'ResultPath')!.value!,
            message: `Nothing reads "$.${place.field}" before "${by.name}" overwrites it: the result of "${state.name}" is lost there.`,
          };
        }
      }
    }
  },
});

/** Pass states are left alone: they set defaults, too. */
function writes({ type, queryLanguage }: State): boolean {
  return queryLanguage === 'JSONPath' && (type?.value === 'Task' || type?.value === 'Map' || type?.value === 'Parallel');
}

/** How many states are looked at behind one. */
const maxSteps = 40;

/** The state that overwrites the field on every way before anything may have read it. */
function overwrittenBy(field: string, from: State, scope: Scope): State | undefined {
  if (member(from.node, 'OutputPath')) {
    return undefined;
  }
  const byName = statesByName(scope);
  const seen = new Set<State>();
  const open: State[] = [];
  const follow = (state: State): boolean => {
    const next = state.transitions.filter(({ kind }) => kind !== 'catch').map(({ target }) => byName.get(target.value));
    for (const each of next) {
      if (!each) {
        return false;
      }
      if (!seen.has(each)) {
        seen.add(each);
        open.push(each);
      }
    }
    return next.length > 0;
  };
  if (!follow(from)) {
    return undefined;
  }
  let by: State | undefined;
  for (let state = open.pop(); state; state = open.pop()) {
    const use = inputUse(state);
    if (state === from || seen.size > maxSteps || use === 'all' || use.has(field) || member(state.node, 'OutputPath')) {
      return undefined;
    }
    const place = writes(state) || (state.type?.value === 'Pass' && replaces(state)) ? resultPlace(state) : 'nowhere';
    // A catcher keeps the field beside the error, for states that may read it.
    const isKept = state.catchers.some(({ node }) => member(node, 'ResultPath'));
    if (place === 'everything' || place === 'elsewhere' || isKept) {
      return undefined;
    }
    if (typeof place === 'object' && place.field === field) {
      by ??= state;
    } else if (state.isEnd || !follow(state)) {
      return undefined;
    }
  }
  return by;
}

function replaces({ node }: State): boolean {
  return (
    member(node, 'Result') !== undefined || member(node, 'Parameters') !== undefined || member(node, 'ResultPath') !== undefined
  );
}

import type { Node } from '../source/node';
import { member } from '../source/node';
import type { Report } from './rule';
import { rule } from './rule';

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html: fields of a distributed Map only. */
const fields = new Set(['ItemReader', 'ItemBatcher', 'ResultWriter', 'Label']);

export const distributedOnly = rule({
  id: 'distributed-only',
  severity: 'error',
  awsCode: 'SCHEMA_VALIDATION_FAILED',
  summary: 'ItemReader, ItemBatcher, ResultWriter, Label and ExecutionType belong to a distributed Map.',
  why: 'An inline Map takes its items from the state input and keeps its results in the state output; it has no child executions that could be of a type. To read from or write to Amazon S3, set "Mode": "DISTRIBUTED" in the ProcessorConfig.',
  invalid: [
    `{
  "StartAt": "Each",
  "States": {
    "Each": {
      "Type": "Map",
      "ItemBatcher": { "MaxItemsPerBatch": 10 },
//    ^^^^^^^^^^^^^ "ItemBatcher" needs a distributed Map: "ProcessorConfig": { "Mode": "DISTRIBUTED" }.
      "ItemProcessor": { "StartAt": "Work", "States": { "Work": { "Type": "Succeed" } } },
      "End": true
    }
  }
}`,
    `{
  "StartAt": "Each",
  "States": {
    "Each": {
      "Type": "Map",
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "INLINE", "ExecutionType": "STANDARD" },
//                                             ^^^^^^^^^^^^^^^ "ExecutionType" needs a distributed Map: "Mode": "DISTRIBUTED".
        "StartAt": "Work",
        "States": { "Work": { "Type": "Succeed" } }
      },
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
      "ItemBatcher": { "MaxItemsPerBatch": 10 },
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
        "StartAt": "Work",
        "States": { "Work": { "Type": "Succeed" } }
      },
      "End": true
    }
  }
}`,
  ],
  of: 'state',
  types: ['Map'],
  fields: [...fields, 'ItemProcessor', 'Iterator'],
  *check(state): Iterable<Report> {
    if (state.type?.value !== 'Map' || !state.node) {
      return;
    }
    let isInline: boolean | undefined;
    for (const { key } of state.node.members) {
      if (fields.has(key.value)) {
        isInline ??= runsInline(state.node);
        if (isInline) {
          yield { at: key, message: `"${key.value}" needs a distributed Map: "ProcessorConfig": { "Mode": "DISTRIBUTED" }.` };
        }
      }
    }
    const config = configOf(state.node);
    const type = isText(member(config, 'Mode')?.value, 'INLINE') ? member(config, 'ExecutionType') : undefined;
    if (type) {
      yield { at: type.key, message: '"ExecutionType" needs a distributed Map: "Mode": "DISTRIBUTED".' };
    }
  },
});

function configOf(map: Node): Node | undefined {
  return member((member(map, 'ItemProcessor') ?? member(map, 'Iterator'))?.value, 'ProcessorConfig')?.value;
}

function isText(node: Node | undefined, text: string): boolean {
  return node?.kind === 'string' && node.value === text;
}

/** Whether the Map certainly is inline: the mode is INLINE, or neither mode nor placeholder is there. */
function runsInline(map: Node): boolean {
  const processor = (member(map, 'ItemProcessor') ?? member(map, 'Iterator'))?.value;
  if (processor?.kind !== 'object') {
    return false;
  }
  const config = configOf(map);
  if (config && config.kind !== 'object') {
    return false;
  }
  const mode = member(config, 'Mode');
  return !mode || isText(mode.value, 'INLINE');
}

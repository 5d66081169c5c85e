import type { Failure, MapItem, MapRunPlan } from '../../execution/history';
import { type Json, object, sizeOf } from '../../source/json';
import type { ReadItem } from './readItems';

/** What one child gets. */
export interface ChildInput {
  readonly input: Json;
  readonly items: number;
}

/** Why there is no input for a child: ItemSelector failed. */
export class SelectorFailure extends Error {
  constructor(readonly failure: Failure) {
    super(failure.cause);
  }
}

/** A child's input holds at most so many bytes. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const maxInput = 262_144;

/** The inputs of the children of a map run, one by one: an item each, or a batch of items. Rejects with what `select` or `items` reject with. */
export async function* childInputs(
  plan: MapRunPlan,
  items: AsyncIterable<ReadItem> | Iterable<ReadItem>,
  select: (item: MapItem) => Promise<Json> | Json,
): AsyncGenerator<ChildInput, void> {
  const { batch, maxItems = Infinity } = plan;
  const most = batch?.maxItems ?? Infinity;
  const room = Math.min(batch?.maxBytes ?? maxInput, maxInput);
  const envelope = batch ? sizeOf(inBatch(batch.input, [])) : 0;
  let index = 0;
  let held: Json[] = [];
  let size = envelope;
  for await (const { value, source } of items) {
    if (index >= maxItems) {
      break;
    }
    const selected = await select({ index: index++, value, source });
    if (!batch) {
      yield { input: selected, items: 1 };
      continue;
    }
    const added = sizeOf(selected) + 1;
    if (held.length > 0 && (held.length >= most || size + added > room)) {
      yield { input: inBatch(batch.input, held), items: held.length };
      held = [];
      size = envelope;
    }
    held.push(selected);
    size += added;
  }
  if (batch && held.length > 0) {
    yield { input: inBatch(batch.input, held), items: held.length };
  }
}

function inBatch(input: Json | undefined, items: readonly Json[]): Json {
  return object([...(input === undefined ? [] : [['BatchInput', input] as const]), ['Items', items]]);
}

import { setImmediate } from 'node:timers/promises';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type JsonataRequest, type JsonataResult, evaluateJsonata } from '../asl/jsonata';
import { exceedsMemory, fault } from '../asl/jsonataAdded';

/** Milliseconds of computing that one evaluation may take. */
const longest = 5000;
/** Milliseconds after which other work of the process gets its turn. */
const slice = 10;
/** Steps between two looks at the clock. */
const stride = 32;
/** Bytes of memory that one evaluation may hold. */
const mostMemory = 512 * 2 ** 20;

/**
 * Evaluates JSONata without ever holding the process up: other work gets its turn every few milliseconds, what runs without end or takes
 * too much memory is ended, and so is what nobody waits for any more.
 */
export function evaluateInTurns(request: JsonataRequest, isUnwanted: () => boolean = () => false): Promise<JsonataResult> {
  let steps = 0;
  let computed = 0;
  let since = performance.now();
  let memory: number | undefined;
  const rest = async (passed: number): Promise<void> => {
    computed += passed;
    memory ??= usedMemory();
    if (computed > longest) {
      // JSONata's own code for it.
      throw fault('D1012', '');
    }
    if (usedMemory() - memory > mostMemory && heldMemory() - memory > mostMemory) {
      throw exceedsMemory();
    }
    await setImmediate();
    if (isUnwanted()) {
      throw new Error('Nobody waits for the evaluation any more.');
    }
    since = performance.now();
  };
  let resting: Promise<void> | undefined;
  return evaluateJsonata(request, () => {
    if (!resting && ++steps % stride === 0) {
      const passed = performance.now() - since;
      // Values that are made side by side rest together.
      resting = passed > slice ? rest(passed).finally(() => (resting = undefined)) : undefined;
    }
    return resting;
  });
}

function usedMemory(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}

/** Memory without what nobody refers to any more: on a busy machine much of that may wait to be collected. */
function heldMemory(): number {
  collectGarbage ??= garbageCollector();
  collectGarbage();
  return usedMemory();
}

let collectGarbage: (() => void) | undefined;

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

import type { Execution, Phase, Strand } from './execution';

/** Puts the strand into the phase, and into the list of those that can go on or out of it. */
export function setPhase(execution: Execution, strand: Strand, phase: Phase): void {
  const before = listOf(execution, strand.phase);
  const after = listOf(execution, phase);
  strand.phase = phase;
  if (before === after) {
    return;
  }
  if (before) {
    drop(before, strand.id);
  }
  if (after) {
    insert(after, strand.id);
  }
}

/** Takes `id` out of an ascending list. Mostly it is the first, and always cutting costs more than the rest of a step. */
function drop(list: number[], id: number): void {
  if (list[0] === id) {
    list.shift();
    return;
  }
  const at = place(list, id);
  if (list[at] === id) {
    list.splice(at, 1);
  }
}

/** Puts `id` into an ascending list that does not have it. Mostly it is the newest strand or the main one. */
function insert(list: number[], id: number): void {
  if (list.length === 0 || list[list.length - 1]! < id) {
    list.push(id);
  } else if (id < list[0]!) {
    list.unshift(id);
  } else {
    list.splice(place(list, id), 0, id);
  }
}

function listOf(execution: Execution, phase: Phase): number[] | undefined {
  switch (phase) {
    case 'ready':
    case 'entered':
    case 'starting':
    case 'returned':
      return execution.runnable;
    case 'failed':
      return execution.failing;
    case 'waiting':
    case 'ended':
      return undefined;
  }
}

/** Where `id` stands, or would, in an ascending list. */
function place(list: readonly number[], id: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]! < id) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

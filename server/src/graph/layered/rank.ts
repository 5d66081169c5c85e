import type { Arc } from './layered';

/** Which row each node stands in, and which arcs lead back up. */
export interface Ranks {
  readonly rank: Int32Array;
  /** By arc: 1 where it closes a cycle; a loop onto the node itself counts too. */
  readonly back: Uint8Array;
}

/**
 * Rows by longest path from `root`, after the arcs that close cycles have been set aside.
 * Cycles are broken by depth-first search from the root in arc order, so that a loop leads back to where a reader has been before.
 */
export function rankNodes(count: number, arcs: readonly Arc[], root: number | undefined): Ranks {
  const out: number[][] = Array.from({ length: count }, () => []);
  const entered = new Uint8Array(count);
  arcs.forEach((arc, index) => {
    out[arc.from]!.push(index);
    if (arc.from !== arc.to) {
      entered[arc.to] = 1;
    }
  });

  const back = new Uint8Array(arcs.length);
  const finished: number[] = [];
  const search = searcher(arcs, out, back, finished);
  if (root !== undefined) {
    search(root);
  }
  const reached = finished.length;
  const sources = [...Array(count).keys()].sort((a, b) => entered[a]! - entered[b]! || a - b);
  sources.forEach(search);

  // Reverse post-order is a topological order of what is left.
  const base = root === undefined ? 0 : 1;
  const rank = new Int32Array(count).fill(base);
  if (root !== undefined) {
    rank[root] = 0;
  }
  for (const node of finished.slice().reverse()) {
    for (const arc of out[node]!) {
      if (!back[arc]) {
        rank[arcs[arc]!.to] = Math.max(rank[arcs[arc]!.to]!, rank[node]! + 1);
      }
    }
  }
  // What the root does not reach hangs directly above what it leads to, instead of far away at the top.
  for (const node of finished.slice(reached)) {
    const below = out[node]!.filter((arc) => !back[arc]).map((arc) => rank[arcs[arc]!.to]!);
    if (below.length > 0) {
      rank[node] = Math.max(base, below.reduce((least, row) => Math.min(least, row), Infinity) - 1);
    }
  }
  return { rank, back };
}

function searcher(arcs: readonly Arc[], out: readonly number[][], back: Uint8Array, finished: number[]): (from: number) => void {
  const state = new Uint8Array(out.length);
  const next = new Int32Array(out.length);
  return (from) => {
    if (state[from] !== 0) {
      return;
    }
    const stack = [from];
    state[from] = 1;
    while (stack.length > 0) {
      const node = stack[stack.length - 1]!;
      const arc = out[node]![next[node]!++];
      if (arc === undefined) {
        state[node] = 2;
        finished.push(node);
        stack.pop();
        continue;
      }
      const to = arcs[arc]!.to;
      if (state[to] === 1) {
        back[arc] = 1;
      } else if (state[to] === 0) {
        state[to] = 1;
        stack.push(to);
      }
    }
  };
}

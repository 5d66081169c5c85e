/** An end of a piece of line in the gap between two rows. */
export interface Pin {
  /** Equal for lines that start or end in the same place. */
  readonly key: number;
  /** From where it comes into the gap; `side`: from the lane outside. */
  readonly side: 'above' | 'below' | 'side';
  x: number;
  /** How far it may move along the border of its node to make a line straight. */
  readonly reach: number;
}

export interface Piece {
  readonly from: Pin;
  readonly to: Pin;
}

export interface Tracks {
  readonly levels: number;
  /** By piece: its track, 0 the uppermost; -1 for a straight piece. */
  readonly levelOf: readonly number[];
}

/** Pieces that run on one track: they share a start or an end, so that their overlap reads as one line that forks or joins. */
interface Net {
  readonly pieces: number[];
  left: number;
  right: number;
  readonly above: Set<number>;
  readonly below: Set<number>;
  readonly keys: Set<number>;
}

/** Distributes the horizontal lines of one gap on tracks, so that different nets neither overlap nor seem to join. Changes `x` of pins that may move. */
export function assignTracks(pieces: readonly Piece[]): Tracks {
  straighten(pieces);
  const nets = sortNets(netsOf(pieces));
  const levelOf: number[] = new Array<number>(pieces.length).fill(-1);
  const levels: Net[][] = [];
  const placed: { net: Net; level: number }[] = [];
  for (const net of nets) {
    if (net.left === net.right && net.pieces.every((p) => pieces[p]!.from.side !== pieces[p]!.to.side)) {
      continue;
    }
    let level = 0;
    if (nets.length <= 400) {
      for (const other of placed) {
        if (meet(net, other.net)) {
          level = Math.max(level, other.level + 1);
        }
      }
    } else {
      // Thousands of nets in one gap: first fit, without caring for crossings.
      level = levels.findIndex((row) => !row.some((other) => meet(net, other)));
      level = level < 0 ? levels.length : level;
    }
    placed.push({ net, level });
    (levels[level] ??= []).push(net);
    net.pieces.forEach((p) => (levelOf[p] = level));
  }
  return { levels: levels.length, levelOf };
}

function straighten(pieces: readonly Piece[]): void {
  const uses = new Map<number, number>();
  for (const { from, to } of pieces) {
    uses.set(from.key, (uses.get(from.key) ?? 0) + 1);
    uses.set(to.key, (uses.get(to.key) ?? 0) + 1);
  }
  for (const { from, to } of pieces) {
    const opposite = from.side !== to.side && from.side !== 'side' && to.side !== 'side';
    if (opposite && uses.get(from.key) === 1 && uses.get(to.key) === 1) {
      const distance = Math.abs(from.x - to.x);
      if (distance <= from.reach) {
        from.x = to.x;
      } else if (distance <= to.reach) {
        to.x = from.x;
      }
    }
  }
}

function netsOf(pieces: readonly Piece[]): Net[] {
  const ends = new Map<number, number>();
  const starts = new Map<number, number>();
  for (const { from, to } of pieces) {
    starts.set(from.key, (starts.get(from.key) ?? 0) + 1);
    ends.set(to.key, (ends.get(to.key) ?? 0) + 1);
  }
  const nets = new Map<string, Net>();
  pieces.forEach(({ from, to }, index) => {
    const key = ends.get(to.key)! > 1 ? `to ${to.key}` : starts.get(from.key)! > 1 ? `from ${from.key}` : `piece ${index}`;
    const net = nets.get(key) ?? {
      pieces: [],
      left: Infinity,
      right: -Infinity,
      above: new Set(),
      below: new Set(),
      keys: new Set(),
    };
    nets.set(key, net);
    net.pieces.push(index);
    for (const pin of [from, to]) {
      net.left = Math.min(net.left, pin.x);
      net.right = Math.max(net.right, pin.x);
      net.keys.add(pin.key);
      if (pin.side !== 'side') {
        net[pin.side].add(pin.x);
      }
    }
  });
  return [...nets.values()];
}

/** Whether two nets on one track would touch; forks of one line may meet where they part. */
function meet(a: Net, b: Net): boolean {
  const margin = 6;
  if (a.left > b.right + margin || b.left > a.right + margin) {
    return false;
  }
  const touching = a.left === b.right || b.left === a.right;
  return !(touching && [...a.keys].some((key) => b.keys.has(key)));
}

/** What it costs that `upper` runs above `lower`: crossings, and stretches where the two would lie on each other. */
function cost(upper: Net, lower: Net): number {
  let sum = 0;
  for (const x of upper.below) {
    if (x >= lower.left && x <= lower.right) {
      sum++;
    }
    if (lower.above.has(x)) {
      sum += 100;
    }
  }
  for (const x of lower.above) {
    if (x >= upper.left && x <= upper.right) {
      sum++;
    }
  }
  return sum;
}

/** Nets from the uppermost to the lowest, so that few lines cross. */
function sortNets(nets: Net[]): Net[] {
  nets.sort((a, b) => a.left + a.right - b.left - b.right || a.right - b.right);
  if (nets.length > 120) {
    return nets;
  }
  for (let pass = 0, swapped = true; swapped && pass < nets.length; pass++) {
    swapped = false;
    for (let i = 0; i + 1 < nets.length; i++) {
      const [a, b] = [nets[i]!, nets[i + 1]!];
      if (meet(a, b) && cost(b, a) < cost(a, b)) {
        nets[i] = b;
        nets[i + 1] = a;
        swapped = true;
      }
    }
  }
  return nets;
}

/**
 * The candidate that `name` most likely was meant to be, or none when all are too different (more than about a third of the
 * characters; names of one or two characters, each of which may be another name, by letter case only). Letter case counts little, so `next` finds `Next`,
 * and white space around it nothing.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.trim().toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.floor(wanted.length / 3) + 0.5;
  for (const candidate of candidates) {
    if (candidate === name) {
      continue;
    }
    const other = candidate.toLowerCase();
    if (Math.abs(other.length - wanted.length) > bestDistance) {
      continue;
    }
    const found = editDistance(wanted, other, bestDistance) + (other === wanted ? 0 : firstLetterPenalty(wanted, other));
    if (found < bestDistance) {
      bestDistance = found;
      best = candidate;
    }
  }
  return best;
}

/** Of two equally near names the one with the same beginning is likelier. */
function firstLetterPenalty(a: string, b: string): number {
  return a.charCodeAt(0) === b.charCodeAt(0) ? 0 : 0.4;
}

/** How many characters must be inserted, deleted, replaced or swapped with their neighbour to make `b` of `a`; gives up above `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) {
    return Infinity;
  }
  let before: number[] = [];
  let previous: number[] = [];
  let current: number[] = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    [before, previous, current] = [previous, current, before];
    current[0] = i;
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const isSame = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let cost = Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a.charCodeAt(i - 1) === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1)) {
        cost = Math.min(cost, before[j - 2]! + 1);
      }
      current[j] = cost;
      least = Math.min(least, cost);
    }
    if (least > limit) {
      return Infinity;
    }
  }
  return current[b.length]!;
}

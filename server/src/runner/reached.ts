import type { Runner } from './runner';

/**
 * When the last has happened to an execution that runs, or to a child of its distributed Maps that does: epoch milliseconds; -Infinity
 * once it has ended.
 */
export function reachedBy(runner: Runner): number {
  if (runner.outcome) {
    return -Infinity;
  }
  const children = runner.mapRuns.flatMap(({ running }) => running);
  return children.reduce((latest, child) => Math.max(latest, reachedBy(child)), runner.history.at(-1)?.timestamp ?? -Infinity);
}

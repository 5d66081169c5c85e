/** Milliseconds of `run`, median of `rounds` after `warmUps`; asynchronous work is awaited. */
export async function median(run: () => unknown, rounds = 20, warmUps = 5): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < rounds + warmUps; i++) {
    const start = performance.now();
    await run();
    if (i >= warmUps) {
      times.push(performance.now() - start);
    }
  }
  return percentile(times, 0.5);
}

/** A sample takes this long at least, milliseconds; what is shorter is run several times. */
const shortestSample = 4;

/**
 * Milliseconds of processor time that each run takes, medians of `rounds` after `warmUps`: in turn, so that a slow moment of the machine strikes all alike. Time of
 * the processor and not of the clock, since others may be using the machine; that of collecting garbage is in it.
 */
export async function compareRuns<K extends string>(
  runs: Readonly<Record<K, (round: number) => unknown>>,
  rounds = 20,
  warmUps = 5,
): Promise<Record<K, number>> {
  const names = Object.keys(runs) as K[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
  const repeats = Object.fromEntries(names.map((name) => [name, 1])) as Record<K, number>;
  let count = 0;
  for (let round = 0; round < rounds + warmUps; round++) {
    for (const name of names) {
      const start = process.cpuUsage();
      for (let repeat = 0; repeat < repeats[name]; repeat++) {
        await runs[name](count++);
      }
      const { user, system } = process.cpuUsage(start);
      const time = (user + system) / 1000 / repeats[name];
      if (round >= warmUps) {
        times[name].push(time);
      } else {
        repeats[name] = Math.max(1, Math.ceil(shortestSample / Math.max(time, 0.01)));
      }
    }
  }
  return Object.fromEntries(names.map((name) => [name, percentile(times[name], 0.5)])) as Record<K, number>;
}

/** Milliseconds of processor time. */
export function cpuTime(run: () => unknown): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** The value below which that part of the values lies. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}

/** A table as aligned text, its first row the head. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((r) => (r[i] ?? '').length)));
  return rows
    .map((r) => r.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '))
    .join('\n');
}

export const ms = (time: number): string => (time < 10 ? time.toFixed(2) : time.toFixed(0));
export const times = (ratio: number): string => `${ratio.toFixed(ratio < 1 ? 2 : 1)}x`;

/** The same numbers on every run: at least 0, less than `below`. */
export function numbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

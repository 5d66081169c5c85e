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

/** A sample takes this long at least, milliseconds; what is shorter is run several times: so often that it is compiled, and that collecting garbage is spread evenly. */
const shortestSample = 100;
/** Warming up takes this long at least, milliseconds: an analysis has many functions, which V8 compiles one by one. */
const shortestWarmUp = 4000;
/** After so many milliseconds of measuring, fewer rounds have to do, but never fewer than `fewestRounds`. */
const longestMeasuring = 20_000;
const fewestRounds = 5;

/**
 * Milliseconds of processor time that each run takes, over `rounds` after `warmUps`, of fewer where they take long: of the first the median; of each other the median of how many times as long
 * it took as the first one in the same round, since a slow moment of the machine strikes both alike. Time of the processor and not of the clock, since others may be using the machine; that of
 * collecting garbage is in it.
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
  const measure = async (name: K): Promise<number> => {
    const start = process.cpuUsage();
    for (let repeat = 0; repeat < repeats[name]; repeat++) {
      await runs[name](count++);
    }
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000 / repeats[name];
  };
  const warmingUp = performance.now();
  for (let round = 0; round < warmUps || performance.now() - warmingUp < shortestWarmUp; round++) {
    for (const name of names) {
      repeats[name] = Math.max(1, Math.ceil(shortestSample / Math.max(await measure(name), 0.01)));
    }
  }
  const measuring = performance.now();
  for (let round = 0; round < rounds; round++) {
    if (round >= fewestRounds && performance.now() - measuring > longestMeasuring) {
      break;
    }
    for (const name of names) {
      times[name].push(await measure(name));
    }
  }
  const [first] = names;
  const base = times[first!];
  const unit = percentile(base, 0.5);
  const ratioTo = (name: K): number =>
    percentile(
      times[name].map((time, round) => time / base[round]!),
      0.5,
    );
  return Object.fromEntries(names.map((name) => [name, unit * ratioTo(name)])) as Record<K, number>;
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

/** A column of a table: its head and how many characters its cells have at most. */
export type Column = readonly [head: string, width: number];

/** Begins a table on stdout; what it answers prints one row of it, so that each is seen as soon as it is measured. The first column is the name of what is measured. */
export function printTable(title: string, columns: readonly Column[]): (row: readonly string[]) => void {
  const print = (row: readonly string[]): void => {
    const cells = columns.map(([head, width], index) => {
      const cell = row[index] ?? '';
      return index === 0 ? cell.padEnd(width) : cell.padStart(Math.max(width, head.length));
    });
    console.log(cells.join('  ').trimEnd());
  };
  console.log(`${title}\n`);
  print(columns.map(([head]) => head));
  return print;
}

/** Tells on stderr what is being measured: the longest take a minute. */
export function tell(what: string): void {
  console.error(`… ${what}`);
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

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
  return times.sort((a, b) => a - b)[rounds >> 1]!;
}

/** A table as aligned text, its first row the head. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((r) => (r[i] ?? '').length)));
  return rows
    .map((r) => r.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '))
    .join('\n');
}

export const ms = (time: number): string => (time < 10 ? time.toFixed(2) : time.toFixed(0));
export const times = (ratio: number): string => `${ratio.toFixed(1)}x`;

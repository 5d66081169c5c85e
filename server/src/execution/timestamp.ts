/** A moment: epoch milliseconds and the nanoseconds beyond them. */
export interface Timestamp {
  readonly milliseconds: number;
  readonly nanoseconds: number;
}

const form = /^(\d{4,9})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d)$/;

/**
 * A moment in the ISO 8601 form that AWS accepts: with `T`, with a zone, fractions down to nanoseconds.
 * Undefined for anything else, dates and times that do not exist included. https://states-language.net/#timestamps
 */
export function parseTimestamp(text: string): Timestamp | undefined {
  const match = form.exec(text);
  if (!match) {
    return undefined;
  }
  const [year, month, day, hour, minute] = match.slice(1, 6).map(Number) as [number, number, number, number, number];
  const second = Number(match[6] ?? 0);
  const fraction = (match[7] ?? '').padEnd(9, '0');
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 59) {
    return undefined;
  }
  const zone = match[8]!;
  const offset = zone === 'Z' ? 0 : (zone[0] === '-' ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6)));
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, Number(fraction.slice(0, 3)));
  const milliseconds = date.getTime() - offset * 60_000;
  return Number.isNaN(milliseconds) ? undefined : { milliseconds, nanoseconds: Number(fraction.slice(3)) };
}

function daysIn(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!;
}

export function compareTimestamps(a: Timestamp, b: Timestamp): number {
  return a.milliseconds - b.milliseconds || a.nanoseconds - b.nanoseconds;
}

/** Epoch milliseconds as AWS writes moments into the context object: `2026-11-23T15:04:05.678Z`. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

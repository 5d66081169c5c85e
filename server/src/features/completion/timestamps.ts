import { fieldOf } from '../../fields/fieldTable';
import type { Knowledge } from '../knowledge';
import { describeRole, type Role } from '../role';
import type { Completion } from './completion';
import type { Place } from './place';
import { writeString, writeValue } from './write';

/** A Timestamp, or what a comparison of timestamps compares with. */
const fields = /^Timestamp(?:Equals|LessThan|GreaterThan|LessThanEquals|GreaterThanEquals)?$/;

const hour = 3_600_000;
const day = 24 * hour;

/**
 * Moments where a timestamp is being written, in the form that fields want: RFC 3339 with an upper-case T and a zone; none where nobody knows
 * what time it is.
 */
export function timestamps(role: Role, place: Place, { now }: Knowledge): Completion[] {
  if (now === undefined || place.kind !== 'value' || !isTimestamp(role, place.key)) {
    return [];
  }
  const midnight = Math.floor(now / day + 1) * day;
  const moments = [
    [Math.ceil(now / hour) * hour, 'the next full hour'],
    [now, 'now'],
    [midnight, 'the next midnight (UTC)'],
    [midnight + 6 * day, 'midnight in a week (UTC)'],
  ] as const;
  // In quotes also in YAML: without, some of its readers make another type of it.
  return moments.map(([time, detail]) => {
    const label = new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
    return {
      label,
      kind: 'value',
      detail,
      documentation,
      suggestsNext: false,
      ...(writeValue(place, `"${label}"`) ?? writeString(place, label)),
    };
  });
}

const documentation =
  'A moment in RFC 3339: the date, an upper-case `T`, the time, and a zone, `Z` or an offset such as `+02:00`.';

function isTimestamp(role: Role, key: string | undefined): boolean {
  const state = role.kind === 'state' || role.kind === 'field' ? role.state : undefined;
  if (key === undefined || !fields.test(key) || !describeRole(role)?.spec) {
    return false;
  }
  return fieldOf(describeRole(role)!.spec!, key, state?.queryLanguage) !== undefined;
}

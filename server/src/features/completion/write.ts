import type { Completion } from './completion';
import type { Place } from './place';
import { literal } from './snippet';

type Written = Pick<Completion, 'replace' | 'insert' | 'extra'>;

/** Inserts a string as a value, with the quotes and the comma that the place lacks. */
export function writeString(place: Place, value: string): Written {
  const text = literal(JSON.stringify(value).slice(1));
  return {
    replace: place.replace,
    insert: `${place.isQuoted ? '' : `${place.prefix}"`}${text}${place.suffix}`,
    extra: place.extra,
  };
}

/** Inserts a value that is no string (snippet syntax); absent inside quotes, where it cannot stand. */
export function writeValue(place: Place, snippet: string): Written | undefined {
  return place.isQuoted
    ? undefined
    : { replace: place.replace, insert: `${place.prefix}${snippet}${place.suffix}`, extra: place.extra };
}

/** Inserts a member: `key` and `value` are snippets, without quotes around the key. The value stays away where one is there already. */
export function writeMember(place: Place, key: string, value: string): Written {
  return {
    replace: place.replace,
    insert: `${place.isQuoted ? '' : '"'}${key}"${place.hasColon ? '' : `: ${value}${place.suffix}`}`,
    extra: place.extra,
  };
}

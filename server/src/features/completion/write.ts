import { isPlain } from '../../source/stringLiteral';
import type { Completion } from './completion';
import type { Place } from './place';
import { literal } from './snippet';
import { blockSnippet, flowSnippet, scalarText } from './yamlSnippet';

type Written = Pick<Completion, 'replace' | 'insert' | 'extra'>;

/** Inserts a string as a value, with the quotes and the comma that the place lacks. */
export function writeString(place: Place, value: string): Written {
  return written(place, stringIn(place, value));
}

/** Inserts a string that is a snippet, its text escaped as in JSON. */
export function writeStringSnippet(place: Place, snippet: string): Written {
  if (place.isQuoted) {
    return written(place, `${snippet}${place.quote}`);
  }
  return written(place, place.style === 'json' ? `"${snippet}"` : scalarText(snippet));
}

/** Inserts a value that is no string (snippet syntax); absent inside quotes, where it cannot stand. */
export function writeValue(place: Place, snippet: string): Written | undefined {
  return place.isQuoted ? undefined : written(place, snippet);
}

/** Inserts a member: `key` and `value` are snippets in JSON, without quotes around the key. The value stays away where one is there already. */
export function writeMember(place: Place, key: string, value: string): Written {
  const { isQuoted, style } = place;
  const name = isQuoted ? `${key}${place.quote}` : style === 'json' ? `"${key}"` : scalarText(key);
  const before = isQuoted ? '' : style === 'block' ? place.prefix : '';
  const behind =
    style === 'block'
      ? `:${blockSnippet(value, place.indent)}`
      : `: ${style === 'json' ? value : flowSnippet(value)}${place.suffix}`;
  return { replace: place.replace, insert: `${before}${name}${place.hasColon ? '' : behind}`, extra: place.extra };
}

function written(place: Place, insert: string): Written {
  const { replace, extra, isQuoted, prefix, suffix } = place;
  return { replace, insert: `${isQuoted ? '' : prefix}${insert}${suffix}`, extra };
}

function stringIn({ isQuoted, quote, style }: Place, value: string): string {
  const json = JSON.stringify(value).slice(1, -1);
  if (isQuoted) {
    return `${literal(quote === "'" ? value.replaceAll("'", "''") : json)}${quote}`;
  }
  return style !== 'json' && isPlain(value) ? literal(value) : `"${literal(json)}"`;
}

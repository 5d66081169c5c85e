import type { Completion } from '../completion/completion';
import type { Place } from '../completion/place';
import { literal } from '../completion/snippet';
import { writeString, writeStringSnippet } from '../completion/write';
import type { Span } from '../../source/span';
import type { ExpressionSite } from './expressionSite';

type Written = Pick<Completion, 'replace' | 'insert' | 'extra'>;

/** Puts text into an expression; `parts` are its stretches, a tab stop between each two. `undefined` where the document cannot spell it. */
export type Writer = (replace: Span, parts: readonly string[]) => Written | undefined;

/** Writes into a string that is there. */
export function writerInto(site: ExpressionSite): Writer {
  return (replace, parts) => {
    const { segments, value, node, isFlow } = site;
    if (value === '') {
      const { start, end } = segments.host;
      const quote = site.text.charAt(node.start);
      if (quote !== '"' && quote !== "'") {
        return undefined;
      }
      return { replace: { start, end }, insert: withStops(parts.map((text) => literal(quoted(text, quote)))), extra: [] };
    }
    const edits = parts.map((text) => segments.toHostEdit({ ...replace, text }));
    let spelled = edits.map((edit) => edit?.text);
    if (spelled.includes(undefined) && !isFlow && isPlain(site)) {
      const whole = value.slice(0, replace.start) + parts.join('') + value.slice(replace.end);
      spelled = isPlainBlock(whole) ? [...parts] : spelled;
    }
    if (!spelled.every((text) => text !== undefined)) {
      return undefined;
    }
    const span = edits[0] ?? segments.toHostSpan(replace);
    // What is replaced lies on one line, as editors ask for.
    return !site.text.slice(span.start, span.end).includes('\n')
      ? { replace: { start: span.start, end: span.end }, insert: withStops(spelled.map(literal)), extra: [] }
      : undefined;
  };
}

/** Writes the whole of a string that is not there yet. */
export function writerAt(place: Place): Writer {
  return (_replace, parts) =>
    parts.length === 1
      ? writeString(place, parts[0]!)
      : writeStringSnippet(place, withStops(parts.map((text) => literal(JSON.stringify(text).slice(1, -1)))));
}

/** `a`, `b`, `c` as `a$1b$2c`. */
function withStops(parts: readonly string[]): string {
  return parts.map((part, index) => (index === 0 ? part : `$${index}${part}`)).join('');
}

function quoted(text: string, quote: string): string {
  return quote === "'" ? text.replaceAll("'", "''") : JSON.stringify(text).slice(1, -1);
}

function isPlain({ segments, node }: ExpressionSite): boolean {
  return segments.host.start === node.start && segments.host.end === node.end;
}

/** Whether a text can stand in block style without quotes; brackets and commas may be in it, other than within brackets. */
function isPlainBlock(value: string): boolean {
  return /^[\w$.(/]/.test(value) && !/: |:$| #|\s$|[\n\r\t]/.test(value);
}

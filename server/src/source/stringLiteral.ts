import type { Span } from './span';
import { plainNode } from './yamlValue';

/** `value` written the way the string in `span` of `text` is written: in its quotes, or as a plain YAML scalar where it can stand without. */
export function stringLiteral(value: string, span: Span, text: string): string {
  switch (text.charAt(span.start)) {
    case '"':
      return JSON.stringify(value);
    case "'":
      return singleQuoted(value);
    default:
      return isPlain(value) ? value : JSON.stringify(value);
  }
}

/** `value` as what replaces the content in `span` of a string, whose quotes, where it has some, lie outside and stay. */
export function stringContent(value: string, span: Span, text: string): string {
  const quote = text.charAt(span.start - 1);
  const isQuoted = (quote === '"' || quote === "'") && (text[span.end] === quote || span.end >= text.length);
  if (!isQuoted) {
    return stringLiteral(value, span, text);
  }
  return quote === '"' || hasControls(value) ? JSON.stringify(value).slice(1, -1) : value.replaceAll("'", "''");
}

function singleQuoted(value: string): string {
  return hasControls(value) ? JSON.stringify(value) : `'${value.replaceAll("'", "''")}'`;
}

function hasControls(value: string): boolean {
  // eslint-disable-next-line no-control-regex -- they are what cannot stand there as it is
  return /[\u0000-\u001f\u007f\u0085\u2028\u2029]/.test(value);
}

/** Words that YAML 1.1, which some tools still read, takes for true or false. */
const formerBooleans = /^(?:y|yes|n|no|on|off)$/i;

/** Whether a text can stand in YAML without quotes, also within brackets. */
export function isPlain(value: string): boolean {
  return (
    /^[^\s\-?:,[\]{}#&*!|>'"%@`]/.test(value) &&
    !/[,[\]{}]|: |:$| #|\s$/.test(value) &&
    !hasControls(value) &&
    !formerBooleans.test(value) &&
    plainNode(value, { start: 0, end: 0 }).kind === 'string'
  );
}

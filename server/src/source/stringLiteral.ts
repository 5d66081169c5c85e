import type { Span } from './span';

/** `value` written the way the string in `span` of `text` is written: in its quotes. */
export function stringLiteral(value: string, span: Span, text: string): string {
  const first = text.charAt(span.start);
  if (first === "'") {
    return `'${value.replace(/'/g, "''")}'`;
  }
  if (
    first !== '"' &&
    /^[A-Za-z_][A-Za-z0-9_ -]*[A-Za-z0-9_]$/.test(value) &&
    !/^(true|false|null|yes|no|on|off)$/i.test(value)
  ) {
    return value;
  }
  return JSON.stringify(value);
}

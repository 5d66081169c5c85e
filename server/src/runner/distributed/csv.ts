/**
 * Rows of a text of delimited values, RFC 4180 with any delimiter: fields in double quotes may hold it, line ends and doubled quotes.
 * Empty lines are no rows.
 */
export function* csvRows(text: string, delimiter: string): Generator<readonly string[]> {
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < text.length) {
    const row: string[] = [];
    for (let open = true; open;) {
      const { value, end } = text[at] === '"' ? quoted(text, at, delimiter) : bare(text, at, delimiter);
      row.push(value);
      open = text[end] === delimiter;
      at = open ? end + 1 : lineEnd(text, end);
    }
    if (row.length > 1 || row[0] !== '') {
      yield row;
    }
  }
}

interface Field {
  readonly value: string;
  /** Where the delimiter, the line end or the end of the text stands. */
  readonly end: number;
}

function bare(text: string, start: number, delimiter: string): Field {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') {
    end++;
  }
  return { value: text.slice(start, end), end };
}

function quoted(text: string, start: number, delimiter: string): Field {
  let value = '';
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) {
      return { value: value + text.slice(at), end: text.length };
    }
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') {
      // What stands between the closing quote and the delimiter belongs to the value, as it is.
      const rest = bare(text, quote + 1, delimiter);
      return { value: value + rest.value, end: rest.end };
    }
    value += '"';
    at = quote + 2;
  }
}

function lineEnd(text: string, at: number): number {
  return text[at] === '\r' && text[at + 1] === '\n' ? at + 2 : at + 1;
}

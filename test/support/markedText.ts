/** A range that the text marks, with what is said about it. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/**
 * Takes the marks out of a text: a line `// ^^^ message` (or `# ^^^ message`) marks those columns of the nearest line above that is no mark.
 * Offsets are those of the text without the marks.
 */
export function readMarks(marked: string): { text: string; marks: Mark[] } {
  const lines: string[] = [];
  const marks: Mark[] = [];
  let lineStart = 0;
  let nextStart = 0;
  for (const line of marked.split('\n')) {
    const match = /^(\s*(?:\/\/|#)\s*)(\^+)\s*(.*)$/.exec(line);
    if (match && lines.length > 0) {
      const start = lineStart + match[1]!.length;
      marks.push({ start, end: start + match[2]!.length, message: match[3]! });
    } else {
      lines.push(line);
      lineStart = nextStart;
      nextStart += line.length + 1;
    }
  }
  return { text: lines.join('\n'), marks };
}

/** The text with its marks put back in: the opposite of `readMarks`, for comparing and for error messages. */
export function writeMarks(text: string, marks: readonly Mark[]): string {
  let start = 0;
  return text
    .split('\n')
    .flatMap((line) => {
      const end = start + line.length;
      const here = marks
        .filter((mark) => mark.start >= start && mark.start <= end)
        .map((mark) => {
          const column = mark.start - start;
          const width = Math.max(1, Math.min(mark.end, end) - mark.start);
          return `${'//'.padEnd(column)}${'^'.repeat(width)} ${mark.message}`;
        });
      start = end + 1;
      return [line, ...here];
    })
    .join('\n');
}

/** Takes the cursor `<|>` out of a text. */
export function readCursor(marked: string): { text: string; offset: number } {
  const offset = marked.indexOf('<|>');
  if (offset < 0) {
    throw new Error('The text has no cursor <|>.');
  }
  return { text: marked.slice(0, offset) + marked.slice(offset + 3), offset };
}

/** A place in a text: line and UTF-16 character, both from 0, as in LSP. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

const lineFeed = 10;
const carriageReturn = 13;

/** Converts between offsets and positions of one text; lines end with LF, CRLF or CR. */
export class LineIndex {
  /** Offset of the first character of each line. */
  private readonly starts: number[] = [0];

  constructor(private readonly text: string) {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === lineFeed || (code === carriageReturn && text.charCodeAt(i + 1) !== lineFeed)) {
        this.starts.push(i + 1);
      }
    }
  }

  get lineCount(): number {
    return this.starts.length;
  }

  /** The position of `offset`; an offset outside the text is moved to its nearest end. */
  position(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.text.length));
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= at) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return { line: low, character: at - this.starts[low]! };
  }

  /** The offset of `position`; one behind the end of its line is moved to that end, one behind the text to the text's end. */
  offset(position: Position): number {
    if (position.line < 0) {
      return 0;
    }
    const start = this.starts[position.line];
    if (start === undefined) {
      return this.text.length;
    }
    return Math.min(start + Math.max(0, position.character), this.lineEnd(position.line));
  }

  /** The text of a line without its line break; '' for a line that does not exist. */
  line(line: number): string {
    const start = this.starts[line];
    return start === undefined ? '' : this.text.slice(start, this.lineEnd(line));
  }

  /** Offset behind the last character of a line, before its line break. */
  private lineEnd(line: number): number {
    const next = this.starts[line + 1];
    if (next === undefined) {
      return this.text.length;
    }
    const isCrLf = this.text.charCodeAt(next - 1) === lineFeed && this.text.charCodeAt(next - 2) === carriageReturn;
    return next - (isCrLf && next - 2 >= this.starts[line]! ? 2 : 1);
  }
}

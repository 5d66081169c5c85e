/**
 * Widths of texts without a screen: advance widths of DejaVu Sans in hundredths of an em for U+0020 to U+007E.
 * It is the widest of the usual interface fonts, so that a text laid out by it fits in any of them.
 */
const regular =
  '32 40 46 84 64 95 78 27 39 39 50 84 32 36 32 34 64 64 64 64 64 64 64 64 64 64 34 34 84 84 84 53 100 68 69 70 77 63 58 77 75 29 29 66 56 86 75 79 60 79 69 63 61 73 68 99 69 61 69 39 34 39 84 50 50 61 63 55 63 62 35 63 63 28 28 58 28 97 63 61 63 63 41 52 39 63 59 82 59 59 52 64 34 64 84'
    .split(' ')
    .map(Number);
const bold =
  '35 46 52 84 70 100 87 31 46 46 52 84 38 42 38 37 70 70 70 70 70 70 70 70 70 70 40 40 84 84 84 58 100 77 76 73 83 68 68 82 84 37 37 77 64 100 84 85 73 85 77 72 68 81 77 110 77 72 73 46 37 46 84 50 50 67 72 59 72 68 44 72 71 34 34 67 34 104 71 69 72 72 49 60 48 71 65 92 65 65 58 71 37 71 84'
    .split(' ')
    .map(Number);

/** A font as the picture uses it: size in CSS pixels. */
export interface Font {
  readonly size: number;
  readonly bold: boolean;
}

const ellipsis = '…';
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f000}-\u{3fffd}]/u;
const marks = /\p{M}|\u200d/u;

/** Width of `text` in CSS pixels, an upper bound for common interface fonts. */
export function textWidth(text: string, font: Font): number {
  const table = font.bold ? bold : regular;
  let sum = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code >= 32 && code < 127) {
      sum += table[code - 32]!;
    } else if (code < 0x250) {
      sum += font.bold ? 72 : 64;
    } else {
      sum += wide.test(character) ? 125 : marks.test(character) ? 0 : 90;
    }
  }
  return (sum * font.size) / 100;
}

/** `text` in one line of at most `width`, its end replaced by an ellipsis where it is longer. */
export function fitLine(text: string, width: number, font: Font): string {
  if (textWidth(text, font) <= width) {
    return text;
  }
  let kept = '';
  let used = textWidth(ellipsis, font);
  for (const character of text) {
    used += textWidth(character, font);
    if (used > width) {
      break;
    }
    kept += character;
  }
  return kept.trimEnd() + ellipsis;
}

/**
 * `text` in at most `count` lines of at most `width`: broken at spaces, behind `-`, `_`, `.`, `/`, before a capital (StateNames are often written
 * in one word), anywhere if need be; what is left over ends in an ellipsis.
 */
export function wrapLines(text: string, width: number, count: number, font: Font): string[] {
  const lines: string[] = [];
  let rest = text.replace(/\s+/gu, ' ').trim();
  while (rest !== '' && lines.length < count) {
    if (lines.length === count - 1 || textWidth(rest, font) <= width) {
      lines.push(fitLine(rest, width, font));
      return lines;
    }
    const end = breakAt(rest, width, font);
    lines.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return lines;
}

/** Where the first line of `text` ends. */
function breakAt(text: string, width: number, font: Font): number {
  let used = 0;
  let at = 0;
  let best = 0;
  let before = '';
  for (const character of text) {
    used += textWidth(character, font);
    if (at > 0 && (/[\s_./:-]/u.test(before) || character === ' ' || (/\p{Ll}|\d/u.test(before) && /\p{Lu}/u.test(character)))) {
      best = at;
    }
    if (used > width) {
      break;
    }
    before = character;
    at += character.length;
  }
  // A break very early in the line would leave too much of it empty.
  return best > at / 3 ? best : Math.max(at, 1);
}

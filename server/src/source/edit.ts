import type { Span } from './span';

/** Replaces the text of a span. */
export interface Edit extends Span {
  readonly text: string;
}

/** `text` with all edits applied; of edits that overlap, the one that begins later is left out. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  const parts: string[] = [];
  let done = 0;
  for (const edit of sorted) {
    if (edit.start < done) {
      continue;
    }
    parts.push(text.slice(done, edit.start), edit.text);
    done = edit.end;
  }
  parts.push(text.slice(done));
  return parts.join('');
}

/** A repair: its edits belong together. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
}

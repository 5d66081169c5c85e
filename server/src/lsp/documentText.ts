import type { Position, Range, TextEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Edit } from '../source/edit';
import type { SegmentMap } from '../source/segmentMap';
import type { Span } from '../source/span';

/**
 * The text that a feature speaks of, between its offsets and the editor's lines: all of a document,
 * or a text that is written in one of the document's strings (`map`).
 */
export class DocumentText {
  constructor(
    private readonly document: TextDocument,
    readonly map?: SegmentMap,
  ) {}

  get uri(): string {
    return this.document.uri;
  }

  get version(): number {
    return this.document.version;
  }

  /** The text of the whole document. */
  getText(): string {
    return this.document.getText();
  }

  offsetAt(position: Position): number {
    const offset = this.document.offsetAt(position);
    return this.map ? this.map.fromHost(offset) : offset;
  }

  positionAt(offset: number): Position {
    return this.document.positionAt(this.map ? this.map.toHost(offset) : offset);
  }

  rangeOf(span: Span): Range {
    return this.hostRangeOf(this.hostSpanOf(span));
  }

  /** The document's range of a range of the text. */
  hostSpanOf(span: Span): Span {
    return this.map ? this.map.toHostSpan(span) : span;
  }

  /** All of the document. */
  get whole(): DocumentText {
    return this.map ? new DocumentText(this.document) : this;
  }

  /** The editor's range of a range of the whole document. */
  hostRangeOf({ start, end }: Span): Range {
    return { start: this.document.positionAt(start), end: this.document.positionAt(end) };
  }

  /** A snippet that replaces `span`, as the document spells it; `undefined` where it cannot. The editor indents further lines. */
  spellSnippet(span: Span, snippet: string): string | undefined {
    if (!this.map) {
      return snippet;
    }
    const quote = this.map.toHostEdit({ ...span, text: '"' })?.text;
    // In double quotes both stand behind a backslash, which in a snippet is written twice.
    return quote === '\\"' ? snippet.replaceAll('"', '\\\\"').replaceAll('\n', '\\\\n').replaceAll('\t', '  ') : quote && snippet;
  }

  /** The editor's edits; `undefined` where one of them touches what the document does not write as text. */
  editsOf(edits: readonly Edit[]): TextEdit[] | undefined {
    const { map } = this;
    const found: TextEdit[] = [];
    for (const edit of edits) {
      const host = map ? map.toHostEdit(edit) : edit;
      if (!host) {
        return undefined;
      }
      found.push({
        range: { start: this.document.positionAt(host.start), end: this.document.positionAt(host.end) },
        newText: host.text,
      });
    }
    return found;
  }
}

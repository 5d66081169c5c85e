import { format } from 'jsonc-parser';
import type { Analysis } from '../analysis/analysis';
import type { Edit } from '../source/edit';
import type { Node } from '../source/node';
import type { Span } from '../source/span';

export interface FormattingOptions {
  /** Columns of one step of indentation. */
  readonly tabSize: number;
  readonly insertSpaces: boolean;
}

/** The edits that lay out JSON, all of it or the lines of `range`; absent where the text is not JSON that is whole. */
export function formatting({ text, root, problems }: Analysis, options: FormattingOptions, range?: Span): Edit[] | undefined {
  const isJson = root && (text[root.start] === '{' || text[root.start] === '[');
  // A placeholder without quotes would be torn apart.
  if (
    !isJson ||
    problems.some(({ code }) => code !== 'byte-order-mark' && code !== 'duplicate-key') ||
    hasBarePlaceholder(root)
  ) {
    return undefined;
  }
  const { tabSize, insertSpaces } = options;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  return format(text, range && { offset: range.start, length: range.end - range.start }, { tabSize, insertSpaces, eol }).map(
    ({ offset, length, content }) => ({ start: offset, end: offset + length, text: content }),
  );
}

function hasBarePlaceholder(root: Node): boolean {
  const open: Node[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind === 'placeholder') {
      return true;
    }
    open.push(...(node.kind === 'array' ? node.items : node.kind === 'object' ? node.members.flatMap((m) => m.value ?? []) : []));
  }
  return false;
}

import { format } from 'jsonc-parser';
import type { Analysis } from '../../analysis/analysis';
import { applyEdits, type Edit } from '../../source/edit';
import type { Node } from '../../source/node';
import { parse } from '../../source/parse';
import type { Span } from '../../source/span';
import { inFieldOrder } from './fieldOrder';
import { sameData } from './sameData';
import { yamlLayout } from './yamlLayout';

export interface FormattingOptions {
  /** Columns of one step of indentation. */
  readonly tabSize: number;
  readonly insertSpaces: boolean;
  /** Also bring the fields of states and of what is in them into the order of the field table. */
  readonly ordersFields?: boolean;
}

/** The edits that lay out a document, all of it or the lines of `range`; absent where the text is not whole, or would not stay the same data. */
export function formatting(analysis: Analysis, options: FormattingOptions, range?: Span): Edit[] | undefined {
  const { text, root, problems } = analysis;
  if (!root || problems.some(({ code }) => code !== 'byte-order-mark' && code !== 'duplicate-key')) {
    return undefined;
  }
  const isJson = text[root.start] === '{' || text[root.start] === '[';
  const dataFormat = analysis.format;
  if (dataFormat === 'json' && !isJson) {
    return undefined;
  }
  const ordered = options.ordersFields && !range ? inFieldOrder(analysis) : text;
  const edits = layout(ordered, parse(ordered, dataFormat).root ?? root, dataFormat, options, range);
  if (!edits || ordered === text) {
    return edits;
  }
  const result = applyEdits(ordered, edits);
  return result === text ? [] : [{ start: 0, end: text.length, text: result }];
}

function layout(
  text: string,
  root: Node,
  dataFormat: Analysis['format'],
  { tabSize, insertSpaces }: FormattingOptions,
  range: Span | undefined,
): Edit[] | undefined {
  if (dataFormat === 'yaml') {
    const edits = yamlLayout(text, tabSize, range);
    return sameData(parse(applyEdits(text, edits), 'yaml').root, root) ? edits : undefined;
  }
  // A placeholder without quotes would be torn apart.
  if (hasBarePlaceholder(root)) {
    return undefined;
  }
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

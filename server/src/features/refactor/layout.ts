import type { ObjectNode } from '../../source/node';

/** How a document is laid out; what is written into it follows. */
export interface Layout {
  readonly text: string;
  /** One step of indentation. */
  readonly unit: string;
  readonly lineEnd: string;
  /** Flow: braces and commas, as all JSON is and YAML may be. */
  readonly isFlow: boolean;
  /** Everything on one line. */
  readonly isOneLine: boolean;
  /** Between a brace and what stands in it, on one line. */
  readonly padding: string;
}

/** How `object`, and what is in it, is laid out in `text`. */
export function layoutOf(text: string, object: ObjectNode): Layout {
  const isFlow = text[object.start] === '{';
  const inner = text.slice(object.start, object.end);
  return {
    text,
    unit: unitOf(text, object),
    lineEnd: text.includes('\r\n') ? '\r\n' : '\n',
    isFlow,
    isOneLine: isFlow && !inner.includes('\n'),
    padding: /[{[][ \t]+["\w]/.test(text) || !/[{[]["\w]/.test(text) ? ' ' : '',
  };
}

/** The white space that the line of `offset` begins with; in block style what stands left of it, so that `- ` counts as indentation. */
export function indentAt({ text, isFlow }: Pick<Layout, 'text' | 'isFlow'>, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return isFlow ? /^[ \t]*/.exec(text.slice(start, offset))![0] : ' '.repeat(offset - start);
}

function unitOf(text: string, object: ObjectNode): string {
  for (const { key, value } of object.members) {
    const first = value?.kind === 'object' ? value.members[0] : undefined;
    if (!first || !text.slice(key.end, first.start).includes('\n')) {
      continue;
    }
    const outer = leading(text, key.start);
    const inner = leading(text, first.start);
    if (inner.length > outer.length && inner.startsWith(outer)) {
      return inner.slice(outer.length);
    }
  }
  return /\n\t/.test(text) ? '\t' : (/\n( {1,8})\S/.exec(text)?.[1] ?? '  ');
}

function leading(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset))![0];
}

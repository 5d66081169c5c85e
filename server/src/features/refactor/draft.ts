import { applyEdits, type Edit } from '../../source/edit';
import type { Span } from '../../source/span';
import { indentAt, type Layout } from './layout';

/** A value that is to be written into a document. */
export type Draft = string | number | boolean | null | readonly Draft[] | Fields | Plain;

/** A value that is written as it is: a number with its spelling, a placeholder. */
export class Plain {
  constructor(readonly text: string) {}
}

/** A member of the document that is written again at another place. */
export class Verbatim {
  private constructor(
    private readonly text: string,
    private readonly indent: string,
  ) {}

  /** The text of `span` with those of `edits` that lie in it. */
  static of(layout: Layout, span: Span, edits: readonly Edit[] = []): Verbatim {
    const inside = edits
      .filter((edit) => span.start <= edit.start && edit.end <= span.end)
      .map(({ start, end, text }) => ({ start: start - span.start, end: end - span.start, text }));
    return new Verbatim(applyEdits(layout.text.slice(span.start, span.end), inside), indentAt(layout, span.start));
  }

  /** The text with its further lines indented as it is with that indentation of the first. */
  at(indent: string): string {
    const { text } = this;
    if (indent === this.indent || !text.includes('\n')) {
      return text;
    }
    return text
      .split('\n')
      .map((line, index) =>
        index === 0 || !line.startsWith(this.indent) || line.trim() === '' ? line : indent + line.slice(this.indent.length),
      )
      .join('\n');
  }
}

/** The members of an object, in order. */
export class Fields {
  constructor(readonly members: readonly (readonly [string, Draft] | Verbatim)[]) {}
}

/** An object; members without a value are left out. */
export function fields(values: Readonly<Record<string, Draft | undefined>>): Fields {
  return new Fields(Object.entries(values).filter((entry): entry is [string, Draft] => entry[1] !== undefined));
}

/** A member as text; its further lines begin with `indent`. */
export function writeMember(member: readonly [string, Draft] | Verbatim, layout: Layout, indent: string): string {
  if (member instanceof Verbatim) {
    return member.at(indent);
  }
  const [key, value] = member;
  return layout.isFlow
    ? `${JSON.stringify(key)}: ${writeFlow(value, layout, indent)}`
    : `${plainOrQuoted(key)}:${writeBlock(value, layout, indent, ' ')}`;
}

function writeFlow(draft: Draft, layout: Layout, indent: string): string {
  const parts = (write: (indent: string) => string[], open: string, close: string): string => {
    const inner = indent + layout.unit;
    const written = write(layout.isOneLine ? indent : inner);
    if (written.length === 0) {
      return open + close;
    }
    return layout.isOneLine
      ? `${open}${open === '{' ? layout.padding : ''}${written.join(', ')}${open === '{' ? layout.padding : ''}${close}`
      : `${open}${written.map((part) => layout.lineEnd + inner + part).join(',')}${layout.lineEnd}${indent}${close}`;
  };
  if (draft instanceof Fields) {
    return parts((inner) => draft.members.map((member) => writeMember(member, layout, inner)), '{', '}');
  }
  if (isList(draft)) {
    return draft.every((item) => typeof item === 'string')
      ? `[${draft.map((item) => JSON.stringify(item)).join(', ')}]`
      : parts((inner) => draft.map((item) => writeFlow(item, layout, inner)), '[', ']');
  }
  return draft instanceof Plain ? draft.text : JSON.stringify(draft);
}

/** Longer JSONata stands in a block of its own. */
const longest = 100;

/** `lead` stands before what is written on the line of the key. */
function writeBlock(draft: Draft, layout: Layout, indent: string, lead: string): string {
  const inner = indent + layout.unit;
  if (draft instanceof Fields) {
    return draft.members.length === 0
      ? `${lead}{}`
      : draft.members.map((member) => layout.lineEnd + inner + writeMember(member, layout, inner)).join('');
  }
  if (isList(draft)) {
    return draft.length === 0
      ? `${lead}[]`
      : draft
          .map((item) => {
            const written = writeBlock(item, { ...layout, unit: '  ' }, inner, ' ');
            return `${layout.lineEnd}${inner}-${written.startsWith(' ') ? written : ` ${written.trimStart()}`}`;
          })
          .join('');
  }
  if (draft instanceof Plain) {
    return lead + draft.text;
  }
  if (typeof draft !== 'string') {
    return lead + JSON.stringify(draft);
  }
  return draft.startsWith('{%') && draft.length > longest && !/[^\x20-\x7e]/.test(draft)
    ? `${lead}>-${layout.lineEnd}${inner}${draft}`
    : lead + plainOrQuoted(draft);
}

function isList(draft: Draft): draft is readonly Draft[] {
  return Array.isArray(draft);
}

/** A string of a YAML document: plain where it cannot be taken for anything else. */
function plainOrQuoted(text: string): string {
  return /^[A-Za-z][\w.-]*(?: [\w.-]+)*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text);
}

import type { Edit } from '../../source/edit';
import type { Member, ObjectNode } from '../../source/node';
import { writeMember, type Draft, type Verbatim } from './draft';
import { indentAt, layoutOf } from './layout';

/** The edits that take members out of an object, with their commas and lines. */
export function removeMembers(text: string, object: ObjectNode, gone: ReadonlySet<Member>): Edit[] {
  const { members } = object;
  const isFlow = text[object.start] === '{';
  const edits: Edit[] = [];
  for (let first = 0; first < members.length; first++) {
    if (!gone.has(members[first]!)) {
      continue;
    }
    let last = first;
    while (last + 1 < members.length && gone.has(members[last + 1]!)) {
      last++;
    }
    const before = members[first - 1];
    const after = members[last + 1];
    if (after) {
      edits.push({ start: members[first]!.start, end: after.start, text: '' });
    } else if (before) {
      edits.push({ start: before.end, end: members[last]!.end, text: '' });
    } else {
      edits.push(
        isFlow
          ? { start: object.start, end: object.end, text: '{}' }
          : { start: members[first]!.start, end: members[last]!.end, text: '{}' },
      );
    }
    first = last;
  }
  return edits;
}

/** The edit that puts a member into an object: behind `after`, or first. */
export function insertMember(
  text: string,
  object: ObjectNode,
  member: readonly [string, Draft] | Verbatim,
  after: Member | undefined,
): Edit {
  const layout = layoutOf(text, object);
  const [first] = object.members;
  if (!first) {
    const indent = indentAt(layout, object.start);
    const inner = indent + layout.unit;
    const written = writeMember(member, { ...layout, isOneLine: false }, inner);
    return { start: object.start, end: object.end, text: `{${layout.lineEnd}${inner}${written}${layout.lineEnd}${indent}}` };
  }
  const indent = indentAt(layout, first.start);
  const written = writeMember(member, layout, indent);
  const gap = layout.isOneLine ? ' ' : layout.lineEnd + indent;
  if (!after) {
    return { start: first.start, end: first.start, text: `${written}${layout.isFlow ? ',' : ''}${gap}` };
  }
  if (layout.isFlow) {
    return { start: after.end, end: after.end, text: `,${gap}${written}` };
  }
  // Behind a comment on the same line.
  const end = after.end + /^[^\n\r]*/.exec(text.slice(after.end))![0].length;
  return { start: end, end, text: gap + written };
}

/** The edit that writes another member in a member's place. */
export function replaceMember(text: string, object: ObjectNode, old: Member, member: readonly [string, Draft] | Verbatim): Edit {
  const layout = layoutOf(text, object);
  return { start: old.start, end: old.end, text: writeMember(member, layout, indentAt(layout, old.start)) };
}

/** The last member of the object whose key is one of `keys`, else the last of all: new members are put behind it. */
export function lastOf(object: ObjectNode, keys: readonly string[]): Member | undefined {
  return object.members.findLast(({ key }) => keys.includes(key.value)) ?? object.members.at(-1);
}

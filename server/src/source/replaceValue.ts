import type { Change } from './change';
import type { Member, Node } from './node';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Puts another value in the place of a member's, and moves all that stands behind the change: the tree itself becomes that of the new text, whoever
 * holds a node of it sees the new places. `value` has its new place already. Recursion is as deep as the tree.
 */
export function replaceValue(root: Node, member: Member, value: Node, change: Change): void {
  moveBehind(root, member, value, change);
}

/** Of a node around the change: its end, and whatever begins behind the change. */
function moveBehind(node: Node, replaced: Member, value: Node, change: Change): void {
  (node as Mutable<Node>).end += change.delta;
  // From the end: what lies before the change stays as it is.
  if (node.kind === 'object') {
    for (let index = node.members.length - 1; index >= 0; index--) {
      const member = node.members[index] as Mutable<Member>;
      if (member === replaced) {
        member.value = value;
        ({ end: member.end } = value);
        return;
      }
      if (member.start >= change.end) {
        moveMember(member, change.delta);
      } else {
        member.end += change.delta;
        if (member.value) {
          moveBehind(member.value, replaced, value, change);
        }
        return;
      }
    }
  } else if (node.kind === 'array') {
    for (let index = node.items.length - 1; index >= 0; index--) {
      const item = node.items[index]!;
      if (item.start >= change.end) {
        move(item, change.delta);
      } else {
        moveBehind(item, replaced, value, change);
        return;
      }
    }
  }
}

function moveMember(member: Mutable<Member>, delta: number): void {
  member.start += delta;
  member.end += delta;
  const key = member.key as Mutable<Node>;
  key.start += delta;
  key.end += delta;
  if (member.value) {
    move(member.value, delta);
  }
}

function move(node: Mutable<Node>, delta: number): void {
  node.start += delta;
  node.end += delta;
  if (node.kind === 'object') {
    for (const member of node.members) {
      moveMember(member, delta);
    }
  } else if (node.kind === 'array') {
    for (const item of node.items) {
      move(item, delta);
    }
  }
}

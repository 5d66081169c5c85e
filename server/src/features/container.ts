import type { ArrayNode, Node, ObjectNode } from '../source/node';

/** An object or array on the way from the root to a cursor. */
export interface Container {
  readonly node: ObjectNode | ArrayNode;
  /** How it was reached: a member's key, an index; absent for the root. */
  readonly via: string | number | undefined;
}

/** The containers that `offset` lies strictly inside of, root first; one that is not closed reaches as far as the parser took it. */
export function containersAt(text: string, root: Node | undefined, offset: number): Container[] {
  const found: Container[] = [];
  let node = root;
  let via: string | number | undefined;
  while (node && (node.kind === 'object' || node.kind === 'array') && isInside(text, node, offset)) {
    found.push({ node, via });
    if (node.kind === 'object') {
      const member = node.members.find((m) => m.value && isInside(text, m.value, offset));
      via = member?.key.value;
      node = member?.value;
    } else {
      const index = node.items.findIndex((item) => isInside(text, item, offset));
      via = index;
      node = node.items[index];
    }
  }
  return found;
}

function isInside(text: string, node: Node, offset: number): boolean {
  if (node.kind !== 'object' && node.kind !== 'array') {
    return false;
  }
  // A block collection of YAML has no bracket: it begins with the first character of its first key.
  const isBlock = !/^[{[]/.test(text.charAt(node.start));
  return node.start < (isBlock ? offset + 1 : offset) && (offset < node.end || (offset === node.end && !isClosed(text, node)));
}

/** Whether the bracket at the end is the container's own. */
function isClosed(text: string, node: ObjectNode | ArrayNode): boolean {
  const last = node.kind === 'object' ? node.members.at(-1) : node.items.at(-1);
  return text[node.end - 1] === (node.kind === 'object' ? '}' : ']') && last?.end !== node.end && node.end - node.start > 1;
}

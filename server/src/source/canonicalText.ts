import type { Node } from './node';

/** A text that is equal for values that are equal, whatever the order of their keys and their layout. Recursion is as deep as the value. */
export function canonicalText(node: Node | undefined): string {
  switch (node?.kind) {
    case 'object':
      return `{${node.members
        .map(({ key, value }) => `${JSON.stringify(key.value)}:${canonicalText(value)}`)
        .sort()
        .join()}}`;
    case 'array':
      return `[${node.items.map(canonicalText).join()}]`;
    case 'string':
      return JSON.stringify(node.value);
    case 'number':
      return String(Number(node.text));
    case 'boolean':
      return String(node.value);
    case 'placeholder':
      return `\${${node.name}}`;
    default:
      return 'null';
  }
}

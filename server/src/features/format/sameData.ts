import type { Node } from '../../source/node';

/** Whether two trees are the same data, spelling of numbers and order of members included. Recursion is as deep as the document. */
export function sameData(a: Node | undefined, b: Node | undefined): boolean {
  if (a?.kind !== b?.kind || !a || !b) {
    return a === b;
  }
  switch (a.kind) {
    case 'object': {
      const { members } = b as typeof a;
      return (
        a.members.length === members.length &&
        a.members.every(({ key, value }, index) => {
          const other = members[index]!;
          return key.value === other.key.value && sameData(value, other.value);
        })
      );
    }
    case 'array': {
      const { items } = b as typeof a;
      return a.items.length === items.length && a.items.every((item, index) => sameData(item, items[index]));
    }
    case 'string':
    case 'boolean':
      return a.value === (b as typeof a).value;
    case 'number':
      return a.text === (b as typeof a).text;
    case 'placeholder':
      return a.name === (b as typeof a).name;
    default:
      return true;
  }
}

import type { Node } from './node';
import { parseJson } from './parseJson';

/** What `${Name}` stands for; absent: it stays as it is. */
export type Substitutions = (name: string) => string | undefined;

const placeholders = /\$\{([^}\s"]*)\}/g;

/** The names of the placeholders in a text, in text order, each with its place. */
export function placeholdersIn(text: string): readonly { readonly name: string; readonly start: number; readonly end: number }[] {
  return Array.from(text.matchAll(placeholders), ({ 0: all, 1: name, index }) => ({
    name: name!,
    start: index,
    end: index + all.length,
  }));
}

/** A definition with its placeholders replaced as the deployment would: in strings by text, in the place of a value by what the text says as JSON. Spans stay. */
export function substitute(node: Node, values: Substitutions): Node {
  switch (node.kind) {
    case 'string': {
      const value = replaced(node.value, values);
      return value === node.value ? node : { ...node, value };
    }
    case 'placeholder': {
      const value = values(node.name);
      return value === undefined ? node : typed(value, node);
    }
    case 'object': {
      const members = node.members.map((each) => {
        const key = replaced(each.key.value, values);
        const value = each.value && substitute(each.value, values);
        return key === each.key.value && value === each.value ? each : { ...each, key: { ...each.key, value: key }, value };
      });
      return members.some((each, index) => each !== node.members[index]) ? { ...node, members } : node;
    }
    case 'array': {
      const items = node.items.map((item) => substitute(item, values));
      return items.some((item, index) => item !== node.items[index]) ? { ...node, items } : node;
    }
    default:
      return node;
  }
}

function replaced(text: string, values: Substitutions): string {
  return text.includes('${') ? text.replace(placeholders, (all, name: string) => values(name) ?? all) : text;
}

/** An unquoted placeholder becomes whatever its text is in JSON; text that is none is a string, as the template's function would have written it. */
function typed(value: string, { start, end }: Node): Node {
  const { root, problems } = parseJson(value);
  return root && problems.length === 0 ? moved(root, start, end) : { kind: 'string', start, end, value };
}

/** All of a node in one span. */
function moved(node: Node, start: number, end: number): Node {
  switch (node.kind) {
    case 'object': {
      const members = node.members.map((each) => ({
        start,
        end,
        key: { ...each.key, start, end },
        value: each.value && moved(each.value, start, end),
      }));
      return { kind: 'object', start, end, members };
    }
    case 'array':
      return { kind: 'array', start, end, items: node.items.map((item) => moved(item, start, end)) };
    default:
      return { ...node, start, end };
  }
}

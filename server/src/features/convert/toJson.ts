import type { Value } from '../../fields/fieldTable';
import type { Node } from '../../source/node';
import { machinePlace, placeOf, placeOfItems, type Place } from '../fieldPlace';

/** Columns up to which a list of plain values stands on one line. */
const width = 100;

/**
 * A tree as JSON with two spaces of indentation, in the same order and with the same data. A placeholder without quotes stays without them
 * where the field takes a number or a truth value; elsewhere it is text, as it is for CloudFormation, which makes JSON of YAML
 * before it fills in values. The tree is whole: nothing in it is invalid.
 */
export function toJson(root: Node): string {
  return `${write(root, '', machinePlace)}\n`;
}

/** Recursion is as deep as the document, which parsers bound. */
function write(node: Node | undefined, indent: string, place: Place): string {
  const inner = `${indent}  `;
  switch (node?.kind) {
    case 'object': {
      const members = node.members.map(
        ({ key, value }) => `${inner}${JSON.stringify(key.value)}: ${write(value, inner, placeOf(key.value, value, place))}`,
      );
      return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`;
    }
    case 'array': {
      const each = placeOfItems(place);
      const items = node.items.map((item) => write(item, inner, each));
      const isPlain = node.items.every(({ kind }) => kind !== 'object' && kind !== 'array');
      const line = `[${items.join(', ')}]`;
      return isPlain && indent.length + line.length <= width ? line : `[\n${inner}${items.join(`,\n${inner}`)}\n${indent}]`;
    }
    case 'string':
      return JSON.stringify(node.value);
    case 'number':
      return node.text;
    case 'boolean':
      return String(node.value);
    case 'placeholder': {
      const text = `\${${node.name}}`;
      return place && 'type' in place && bare.has(place.type) ? text : JSON.stringify(text);
    }
    default:
      return 'null';
  }
}

/** Types of fields whose values have no quotes in JSON. */
const bare: ReadonlySet<Value['type']> = new Set<Value['type']>(['integer', 'number', 'boolean']);

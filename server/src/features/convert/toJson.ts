import { isStateType, spec, type SpecName } from '../../asl/spec';
import { fieldOf, type Value } from '../../fields/fieldTable';
import { member, type Node } from '../../source/node';

/** Columns up to which a list of plain values stands on one line. */
const width = 100;

/** What the field table says of a value: an object of it, the object States, or a value of another kind. */
type Place = { readonly object: SpecName | 'States' } | Value | undefined;

/**
 * A tree as JSON with two spaces of indentation, in the same order and with the same data. A placeholder without quotes stays without them
 * where the field takes a number or a truth value; elsewhere it is text, as it is for CloudFormation, which makes JSON of YAML
 * before it fills in values. The tree is whole: nothing in it is invalid.
 */
export function toJson(root: Node): string {
  return `${write(root, '', { object: 'StateMachine' })}\n`;
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
      const each = place && 'type' in place && place.type === 'array' ? known(place.items) : undefined;
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

/** The place of a member's value. */
function placeOf(key: string, value: Node | undefined, place: Place): Place {
  if (!place || 'type' in place) {
    return undefined;
  }
  if (place.object !== 'States') {
    return known(fieldOf(spec[place.object], key)?.value);
  }
  const type = stateType(value);
  return isStateType(type) ? { object: type } : undefined;
}

function stateType(state: Node | undefined): string | undefined {
  const type = member(state, 'Type')?.value;
  return type?.kind === 'string' ? type.value : undefined;
}

function known(value: Value | undefined): Place {
  return value?.type === 'object' || value?.type === 'part'
    ? { object: value.spec === 'State' ? 'States' : (value.spec as SpecName) }
    : value;
}

import type { Node, ObjectNode } from './node';

/** An intrinsic function of CloudFormation, in its long form or behind its short tag: `{ "Fn::Sub": "…" }`, `!Sub …`. */
export interface Intrinsic {
  /** `Ref` or `Fn::…`. */
  readonly name: string;
  readonly argument: Node | undefined;
}

/** The intrinsic function that a node of a template is, if it is one. */
export function intrinsicOf(node: Node | undefined): Intrinsic | undefined {
  if (node?.kind !== 'object' || node.members.length !== 1) {
    return undefined;
  }
  const { key, value } = node.members[0]!;
  return key.value === 'Ref' || key.value.startsWith('Fn::') ? { name: key.value, argument: value } : undefined;
}

/** What stands in a text for the value of an intrinsic function: `${Name}`, `${Resource.Attribute}`, or the function itself where it has no such short form. */
export function placeholderName({ name, argument }: Intrinsic): string {
  if (name === 'Ref' && argument?.kind === 'string') {
    return argument.value.replace(/[^\w:.-]/g, '');
  }
  if (name === 'Fn::GetAtt') {
    const parts = argument?.kind === 'array' ? argument.items : [argument];
    return parts.map((part) => (part?.kind === 'string' ? part.value.replace(/[^\w:.-]/g, '') : '')).join('.');
  }
  return name;
}

/**
 * A definition as CloudFormation hands it on: `!Sub` and `Fn::Join` of known texts are strings with placeholders, any other intrinsic function is a placeholder.
 * Spans stay those of the template.
 */
export function resolveIntrinsics(node: Node): Node {
  switch (node.kind) {
    case 'object': {
      const intrinsic = intrinsicOf(node);
      if (intrinsic) {
        return resolved(intrinsic, node);
      }
      let isChanged = false;
      const members = node.members.map((member) => {
        const value = member.value && resolveIntrinsics(member.value);
        isChanged ||= value !== member.value;
        return value === member.value ? member : { ...member, value };
      });
      return isChanged ? { ...node, members } : node;
    }
    case 'array': {
      const items = node.items.map(resolveIntrinsics);
      return items.some((item, index) => item !== node.items[index]) ? { ...node, items } : node;
    }
    default:
      return node;
  }
}

function resolved(intrinsic: Intrinsic, node: ObjectNode): Node {
  const { argument } = intrinsic;
  const { start, end } = node;
  if (intrinsic.name === 'Fn::Sub') {
    const text = argument?.kind === 'array' ? argument.items[0] : argument;
    if (text?.kind === 'string') {
      return text;
    }
    if (text?.kind === 'placeholder') {
      return { ...text, start, end };
    }
  }
  if (intrinsic.name === 'Fn::Join') {
    const value = joined(argument);
    if (value !== undefined) {
      return { kind: 'string', start, end, value };
    }
  }
  return { kind: 'placeholder', start, end, name: placeholderName(intrinsic) };
}

/** The text that `Fn::Join` makes, intrinsic functions in it as placeholders; `undefined` where the parts are not known. */
function joined(argument: Node | undefined): string | undefined {
  const parts = joinParts(argument);
  return parts?.items
    .map((item) => {
      const node = resolveIntrinsics(item);
      return node.kind === 'string' ? node.value : node.kind === 'placeholder' ? `\${${node.name}}` : '';
    })
    .join(parts.delimiter);
}

/** Delimiter and parts of the argument of `Fn::Join`, where both are written out. */
export function joinParts(
  argument: Node | undefined,
): { readonly delimiter: string; readonly items: readonly Node[] } | undefined {
  if (argument?.kind !== 'array' || argument.items.length !== 2) {
    return undefined;
  }
  const [delimiter, items] = argument.items;
  return delimiter?.kind === 'string' && items?.kind === 'array' ? { delimiter: delimiter.value, items: items.items } : undefined;
}

import type { Analysis } from '../../analysis/analysis';
import { spec } from '../../asl/spec';
import { applyEdits, type Edit } from '../../source/edit';
import type { Node, ObjectNode } from '../../source/node';
import { parse } from '../../source/parse';
import { machinePlace, placeOf, placeOfItems, type Place } from '../fieldPlace';
import { sameData } from './sameData';

/**
 * The text of a state machine with the fields of each object that the language describes in the order of its field table; others stay behind
 * them in theirs. States and payloads keep their order. An object with comments between its fields is left as it is.
 */
export function inFieldOrder({ text, root, kind, format }: Analysis): string {
  if (kind !== 'state-machine' || !root) {
    return text;
  }
  const written = ordered(text, root, machinePlace, format === 'json');
  return isPermutation(parse(written, format).root, root) ? written : text;
}

/** The text of a node with all in it in order. Recursion is as deep as the document, which parsers bound. */
function ordered(text: string, node: Node, place: Place, isJson: boolean): string {
  const edits: Edit[] = [];
  const add = (child: Node | undefined, at: Place): void => {
    if (child && (child.kind === 'object' || child.kind === 'array') && at) {
      const { start, end } = child;
      edits.push({ start, end, text: ordered(text, child, at, isJson) });
    }
  };
  if (node.kind === 'array') {
    node.items.forEach((item) => add(item, placeOfItems(place)));
  } else if (node.kind === 'object') {
    node.members.forEach(({ key, value }) => add(value, placeOf(key.value, value, place)));
  }
  const inner = (start: number, end: number): string =>
    applyEdits(
      text.slice(start, end),
      edits
        .filter((edit) => start <= edit.start && edit.end <= end)
        .map((edit) => ({ start: edit.start - start, end: edit.end - start, text: edit.text })),
    );
  const order =
    node.kind === 'object' && place && 'object' in place && place.object !== 'States' ? orderOf(place.object) : undefined;
  if (node.kind !== 'object' || !order || !canMove(text, node)) {
    return inner(node.start, node.end);
  }
  const sorted = [...node.members].sort((a, b) => order(a.key.value) - order(b.key.value));
  // A comment at the end of a line goes with its field.
  const endOf = (index: number): number => {
    const { end } = node.members[index]!;
    const comment = isJson
      ? undefined
      : /^[ \t]+#[^\n\r]*/.exec(text.slice(end, node.members[index + 1]?.start ?? node.end))?.[0];
    return end + (comment?.length ?? 0);
  };
  let result = text.slice(node.start, node.members[0]?.start ?? node.end);
  node.members.forEach((_, index) => {
    const moved = sorted[index]!;
    const gapEnd = node.members[index + 1]?.start ?? node.end;
    result += inner(moved.start, endOf(node.members.indexOf(moved))) + text.slice(endOf(index), gapEnd);
  });
  return result;
}

/** The number of a field in the table; those that are not in it come last. */
function orderOf(name: keyof typeof spec): (field: string) => number {
  const fields: readonly { readonly name: string }[] = spec[name].fields;
  return (field) => {
    const index = fields.findIndex((each) => each.name === field);
    return index < 0 ? fields.length : index;
  };
}

/** Whether nothing but white space, commas and comments at ends of lines stands between the members. */
function canMove(text: string, { members }: ObjectNode): boolean {
  return members.every(({ end }, index) => {
    const next = members[index + 1];
    return !next || /^(?:\s*,?\s*|[ \t]+#[^\n\r]*\s*)$/.test(text.slice(end, next.start));
  });
}

/** Whether two trees are the same data but for the order of members. */
function isPermutation(a: Node | undefined, b: Node | undefined): boolean {
  if (a?.kind !== b?.kind || !a || !b) {
    return a === b;
  }
  if (a.kind === 'object') {
    const others = new Map((b as typeof a).members.map(({ key, value }) => [key.value, value]));
    return (
      a.members.length === (b as typeof a).members.length &&
      others.size === a.members.length &&
      a.members.every(({ key, value }) => others.has(key.value) && isPermutation(value, others.get(key.value)))
    );
  }
  if (a.kind === 'array') {
    const { items } = b as typeof a;
    return a.items.length === items.length && a.items.every((item, index) => isPermutation(item, items[index]));
  }
  return sameData(a, b);
}

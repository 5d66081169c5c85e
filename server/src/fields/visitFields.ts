import type { Member, ObjectNode } from '../source/node';
import type { Field, FieldTable, Language, ObjectSpec } from './fieldTable';
import { fieldOf, specOfValue } from './fieldTable';

/** A member of an object with what the table says about it. */
export interface FieldAt {
  readonly member: Member;
  readonly field: Field;
}

/**
 * All described members of an object and of the objects in it, as far as the table describes them; not of parts that are looked at
 * on their own. An object's members come in text order.
 */
export function* visitFields(table: FieldTable, node: ObjectNode, spec: ObjectSpec, language: Language): Iterable<FieldAt> {
  const open: { readonly node: ObjectNode; readonly spec: ObjectSpec }[] = [{ node, spec }];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const member of next.node.members) {
      const field = fieldOf(next.spec, member.key.value, language);
      if (!field) {
        continue;
      }
      yield { member, field };
      const { value } = member;
      const inner = value && specOfValue(table, field.value);
      if (!inner || field.value.type === 'part') {
        continue;
      }
      if (value.kind === 'object' && field.value.type === 'object') {
        open.push({ node: value, spec: inner });
      } else if (value.kind === 'array' && field.value.type === 'array' && field.value.items.type === 'object') {
        for (const item of value.items) {
          if (item.kind === 'object') {
            open.push({ node: item, spec: inner });
          }
        }
      }
    }
  }
}

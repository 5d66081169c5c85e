import { hasPlaceholder } from '../asl/placeholder';
import { member, type Node } from '../source/node';
import type { Span } from '../source/span';
import type { Report } from './rule';

/** The fields that Parameters or Arguments lack, as far as those are written as an object. */
export function* missingFields(
  owner: Node,
  field: 'Parameters' | 'Arguments',
  names: readonly string[],
  key: Span,
  action: string,
): Iterable<Report> {
  const given = member(owner, field);
  if (!given) {
    // In the other query language it is told of as such.
    if (!member(owner, field === 'Arguments' ? 'Parameters' : 'Arguments')) {
      yield { at: key, message: `${action} needs the field "${field}" with ${names.map((name) => `"${name}"`).join(' and ')}.` };
    }
    return;
  }
  if (given.value?.kind === 'object') {
    const missing = names.filter((name) => !member(given.value, name) && !member(given.value, `${name}.$`));
    if (missing.length > 0 && !given.value.members.some(({ key: each }) => hasPlaceholder(each.value))) {
      yield { at: given.key, message: `${action} needs ${missing.map((name) => `"${name}"`).join(' and ')} in "${field}".` };
    }
  }
}

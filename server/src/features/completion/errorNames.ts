import { errorNames as names } from '../../asl/errorNames';
import type { Completion } from './completion';
import type { Place } from './place';
import type { Role } from '../role';
import { writeString } from './write';

/** The error names of the language in ErrorEquals of Retry and Catch, without those that stand there already. */
export function errorNames(role: Role, place: Place): Completion[] {
  if (role.kind !== 'field' || role.path.at(-1) !== 'ErrorEquals' || (role.path[0] !== 'Retry' && role.path[0] !== 'Catch')) {
    return [];
  }
  const array = place.containers.at(-1)!.node;
  if (array.kind !== 'array') {
    return [];
  }
  const isBeingWritten = (start: number): boolean => start <= place.replace.start && place.replace.start <= start + 1;
  const present = new Set(
    array.items.flatMap((item) => (item.kind === 'string' && !isBeingWritten(item.start) ? [item.value] : [])),
  );
  return names
    .filter(({ name }) => !present.has(name))
    .map(({ name, documentation }) => ({
      label: name,
      kind: 'error',
      documentation,
      suggestsNext: false,
      ...writeString(place, name),
    }));
}

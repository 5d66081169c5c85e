import type { Completion } from './completion';
import type { Place } from './place';
import type { Role } from '../role';
import { writeString } from './write';

/** The states of the scope where StartAt, Next or Default is being written. */
export function stateNames(role: Role, place: Place): Completion[] {
  if (place.kind !== 'value' || !namesState(role, place.key)) {
    return [];
  }
  const own = role.kind === 'state' || role.kind === 'field' ? role.state : undefined;
  const names = new Map(role.scope.states.filter((s) => s !== own).map((s) => [s.name, s]));
  // A loop to the state itself is possible but seldom meant: last.
  if (own && place.key !== 'StartAt') {
    names.set(own.name, own);
  }
  return [...names.values()].map((state) => ({
    label: state.name,
    kind: 'state',
    detail: state === own ? `${state.type?.value ?? 'state'} (this state)` : state.type?.value,
    suggestsNext: false,
    ...writeString(place, state.name),
  }));
}

function namesState(role: Role, key: string | undefined): boolean {
  switch (role.kind) {
    case 'scope':
      return key === 'StartAt';
    case 'states':
      return false;
    case 'state':
      return key === 'Next' || key === 'Default';
    case 'field':
      return key === 'Next' && role.path.length === 2 && (role.path[0] === 'Choices' || role.path[0] === 'Catch');
  }
}

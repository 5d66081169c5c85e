import { isStateType, spec, type SpecName } from '../asl/spec';
import { fieldOf, type Value } from '../fields/fieldTable';
import { member, type Node } from '../source/node';

/** What the field table says of a value: an object of it, the object States, or a value of another kind. */
export type Place = { readonly object: SpecName | 'States' } | Value | undefined;

/** The place of a whole definition. */
export const machinePlace: Place = { object: 'StateMachine' };

/** The place of an item of a list. */
export function placeOfItems(place: Place): Place {
  return place && 'type' in place && place.type === 'array' ? known(place.items) : undefined;
}

/** The place of a member's value. */
export function placeOf(key: string, value: Node | undefined, place: Place): Place {
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

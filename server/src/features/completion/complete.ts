import type { Analysis } from '../../analysis/analysis';
import { fieldOf, type FieldTable, type Language, type ObjectSpec } from '../../fields/fieldTable';
import type { Node } from '../../source/node';
import { describe, type Described } from '../describe';
import { describeRole, languageOfRole, roleOf } from '../role';
import type { Completion } from './completion';
import { errorNames } from './errorNames';
import { fields, values } from './fields';
import { newStates } from './newStates';
import { placeAt, type Place } from './place';
import { stateNames } from './stateNames';

/** What can be written at `offset` of a state machine, best first; also in text that is broken there. */
export function complete(analysis: Analysis, offset: number): Completion[] {
  const place = placeAt(analysis.text, analysis.root, offset);
  const role = place && roleOf(analysis, place.containers);
  if (!role) {
    return [];
  }
  return [
    ...stateNames(role, place),
    ...newStates(role, place),
    ...errorNames(role, place),
    ...fromTable(describeRole(role), place, languageOfRole(role)),
  ];
}

/** What can be written at `offset` of another document, whose root `spec` describes. */
export function completeFields(
  table: FieldTable,
  spec: ObjectSpec,
  text: string,
  root: Node | undefined,
  offset: number,
): Completion[] {
  const place = placeAt(text, root, offset);
  return place
    ? fromTable(
        describe(
          table,
          spec,
          place.containers.slice(1).map(({ via }) => via!),
          undefined,
        ),
        place,
        undefined,
      )
    : [];
}

/** Fields where a key is written, words where a value is. */
function fromTable(here: Described | undefined, place: Place, language: Language): Completion[] {
  if (!here) {
    return [];
  }
  const { spec, value, field } = here;
  if (place.kind === 'key') {
    return spec ? fields(spec, language, place) : [];
  }
  if (value?.type === 'array' && place.containers.at(-1)?.node.kind === 'array') {
    return values(value.items, field, language, place);
  }
  const written = spec && place.key !== undefined ? fieldOf(spec, place.key, language) : undefined;
  return written ? values(written.value, written, language, place) : [];
}

import type { Analysis } from '../../analysis/analysis';
import { fieldOf, type FieldTable, type Language, type ObjectSpec } from '../../fields/fieldTable';
import { describe, type Described } from '../describe';
import { stringAt } from '../expression/expressionSite';
import { noKnowledge, type Knowledge } from '../knowledge';
import { describeRole, languageOfRole, type Role, roleOf } from '../role';
import type { Completion } from './completion';
import { errorNames } from './errorNames';
import { expressionCompletions, newExpressions } from './expressions';
import { fields, values } from './fields';
import { newStates } from './newStates';
import { parameters } from './parameters';
import { placeAt, type Place } from './place';
import { stateNames } from './stateNames';
import { timestamps } from './timestamps';
import { yamlPlacesAt } from './yamlPlace';

/** What can be written at `offset` of a state machine, best first; also in text that is broken there. */
export function complete(analysis: Analysis, offset: number, knowledge: Knowledge = noKnowledge): Completion[] {
  const expressions = expressionCompletions(analysis, offset, knowledge);
  if (expressions?.isWritten) {
    return [...expressions.found];
  }
  const isString = stringAt(analysis, offset) !== undefined;
  const around = placesAt(analysis, offset).flatMap((place) => {
    const role = roleOf(analysis, place.containers);
    return role
      ? [
          ...stateNames(role, place),
          ...newStates(analysis, role, place),
          ...errorNames(role, place, knowledge),
          ...timestamps(role, place, knowledge),
          ...parameters(role, place),
          ...(isString ? [] : newExpressions(analysis, role, place, knowledge)),
          ...fromTable(describeRole(role), place, languageOfRole(role)).filter(({ label }) => mayChoose(label, role, place)),
        ]
      : [];
  });
  return expressions ? [...expressions.found, ...around] : around;
}

/** A state of a JSONata machine cannot choose JSONPath. */
function mayChoose(label: string, { kind, scope }: Role, { key }: Place): boolean {
  return label !== 'JSONPath' || kind !== 'state' || key !== 'QueryLanguage' || scope.queryLanguage !== 'JSONata';
}

/** Where the cursor may stand: in YAML the text does not always tell yet. */
function placesAt(analysis: Analysis, offset: number): Place[] {
  if (analysis.format === 'yaml') {
    return yamlPlacesAt(analysis, offset);
  }
  const place = placeAt(analysis, offset);
  return place ? [place] : [];
}

/** What can be written at `offset` of another document, whose root `spec` describes. */
export function completeFields(table: FieldTable, spec: ObjectSpec, analysis: Analysis, offset: number): Completion[] {
  return placesAt(analysis, offset).flatMap((place) => {
    const path = place.containers.slice(1).map(({ via }) => via!);
    return fromTable(describe(table, spec, path, undefined), place, undefined);
  });
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
    return values(value.items, field, place);
  }
  const written = spec && place.key !== undefined ? fieldOf(spec, place.key, language) : undefined;
  return written ? values(written.value, written, place) : [];
}

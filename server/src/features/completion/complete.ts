import type { Analysis } from '../../analysis/analysis';
import type { Completion } from './completion';
import { newStates } from './newStates';
import { placeAt } from './place';
import { roleOf } from './role';
import { stateNames } from './stateNames';

/** What can be written at `offset`, best first; also in text that is broken there. */
export function complete(analysis: Analysis, offset: number): Completion[] {
  const place = placeAt(analysis.text, analysis.root, offset);
  const role = place && roleOf(analysis, place.containers);
  if (!role) {
    return [];
  }
  return [...stateNames(role, place), ...newStates(role, place)];
}

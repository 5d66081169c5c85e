import type { DataFlow, HistoryEvent } from '../execution/history';
import type { Json } from '../source/json';
import type { Moment } from './moments';

/** What fields made of the data, by the names that the headings of the debugger use. `afterOutput` is only told while a state is left. */
export type FieldValues = DataFlow & { readonly afterOutput?: Json };

/** The value that each field makes. */
const made: Readonly<Record<string, keyof FieldValues>> = {
  InputPath: 'afterInputPath',
  Parameters: 'afterParameters',
  Arguments: 'afterArguments',
  ResultSelector: 'afterResultSelector',
  ResultPath: 'afterResultPath',
  Output: 'afterOutput',
  Assign: 'afterAssign',
};

/** The values that the fields at `moments` made, as the event tells them that these moments belong to. */
export function fieldValues({ local, details, type }: HistoryEvent, moments: readonly Moment[]): FieldValues {
  const values: Record<string, Json> = {};
  const isLeaving = type.endsWith('StateExited');
  for (const moment of moments) {
    const key = made[moment.slice(moment.lastIndexOf('/') + 1)];
    const value = key === 'afterOutput' ? (isLeaving ? details?.output : undefined) : key && local.phases?.[key];
    if (key && value !== undefined) {
      values[key] = value;
    }
  }
  return values;
}

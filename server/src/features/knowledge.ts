import type { Analysis } from '../analysis/analysis';
import { DataTypes } from '../analysis/data/dataTypes';
import { either, exampleShape } from '../analysis/data/likely';
import { any } from '../analysis/shape';
import type { Json } from '../source/json';

/** What is known of a state machine besides its text; who asks brings it. */
export interface Knowledge {
  /** Inputs that it can be started with, the first one for examples. */
  readonly samples: readonly Sample[];
  /** Error names that the source of the function at the cursor raises. */
  readonly raised: readonly string[];
  /** Epoch milliseconds; absent: no moment is offered. */
  readonly now?: number;
}

export interface Sample {
  readonly name: string;
  readonly value: Json;
}

export const noKnowledge: Knowledge = { samples: [], raised: [] };

const known = new WeakMap<Analysis, { readonly samples: readonly Sample[]; readonly types: DataTypes }>();

/** The likely types of a state machine's data; worked out once for an analysis and its samples, and only where they are asked for. */
export function dataTypesOf(analysis: Analysis, { samples }: Knowledge): DataTypes {
  const found = known.get(analysis);
  if (found && isSame(found.samples, samples)) {
    return found.types;
  }
  const shapes = samples.map(({ name, value }) => exampleShape(value, `the sample "${name}"`));
  const types = new DataTypes(shapes.length > 0 ? shapes.reduce(either) : any);
  known.set(analysis, { samples, types });
  return types;
}

function isSame(a: readonly Sample[], b: readonly Sample[]): boolean {
  return a.length === b.length && a.every(({ value }, index) => value === b[index]!.value);
}

import type { JsonSchema } from '../fields/schema';
import { schemasOf } from '../fields/schema';
import { stateTypes } from './ast';
import { spec } from './spec';

/** The JSON Schemas of everything that is checked on its own: states by type and query language, and what holds states. */
export function aslSchemas(): Record<string, JsonSchema> {
  return {
    ...schemasOf(spec, [...stateTypes], ['JSONPath', 'JSONata']),
    ...schemasOf(spec, ['StateMachine', 'Branch', 'ItemProcessor', 'State'], [undefined]),
  };
}

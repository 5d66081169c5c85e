import type { JsonSchema } from '../fields/schema';
import { schemasOf } from '../fields/schema';
import { batchSpec } from './spec';

/** The JSON Schemas of a job definition and of everything in it. */
export function batchSchemas(): Record<string, JsonSchema> {
  return schemasOf(batchSpec, ['JobDefinition'], [undefined]);
}

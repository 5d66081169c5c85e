import { type FieldValidationMode, mockProblem } from '../../integrations/mockResult';
import { readResource } from '../../integrations/integrations';
import { responsePlace } from '../../integrations/response';
import type { Json } from '../../source/json';
import { serviceModel } from './services';

/** What is wrong with a mocked result of a Task with that Resource, in AWS's words; undefined where it is fine or nothing tells. */
export function mockFault(result: Json, resource: string, mode: FieldValidationMode): string | undefined {
  const place = mode === 'NONE' ? undefined : responsePlace(readResource(resource));
  const model = place && serviceModel(place.service);
  return place && model ? mockProblem(result, model, place, mode) : undefined;
}

import type { FieldValidationMode } from '../../integrations/mockResult';
import type { Json } from '../../source/json';
import { mockFault } from '../catalogue/mockFault';
import type { TaskAnswer } from './binding';

const modes: readonly FieldValidationMode[] = ['STRICT', 'PRESENT', 'NONE'];

/** `"FieldValidationMode"` of a mocked answer or of a file; a problem names what is allowed. */
export function readValidationMode(value: Json | undefined, at: string): { mode?: FieldValidationMode; problem?: string } {
  if (value === undefined) {
    return {};
  }
  const mode = modes.find((each) => each === value);
  return mode ? { mode } : { problem: `${at} has a "FieldValidationMode" that is none of ${modes.join(', ')}.` };
}

/**
 * The answer of a mock, or the fault that tells why the service cannot have answered that. As TestState checks mocks, but unless the file
 * asks for it nothing is checked: AWS Step Functions Local, whose format it is, takes any result.
 */
export function validated(
  answer: TaskAnswer,
  mode: FieldValidationMode,
  { resource, stateName, response }: { readonly resource: string; readonly stateName: string; readonly response: string },
): TaskAnswer {
  const fault = answer.kind === 'success' ? mockFault(answer.output, resource, mode) : undefined;
  if (fault === undefined) {
    return answer;
  }
  const cause = `The response '${response}' of the mocked state '${stateName}' does not fit ${resource}: ${fault}`;
  return { kind: 'failure', error: 'Stepwise.MockInvalid', cause, local: true };
}

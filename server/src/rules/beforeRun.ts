import type { CheckOptions } from './plan';

/**
 * For who asks whether a definition can be run on this machine: what answers a Task here (mocks, functions) does not look at the parameters of a service as AWS does when
 * the state machine is created.
 */
export const beforeRun: CheckOptions = {
  severities: {
    'missing-parameter': 'warning',
    'unknown-parameter': 'warning',
    'parameter-of-wrong-type': 'warning',
  },
};

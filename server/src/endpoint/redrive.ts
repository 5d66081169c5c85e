import { maxEvents } from '../execution/decide';
import { ApiError } from './apiError';
import type { Endpoint, Operations } from './endpoint';
import { answer, date, optionalText, text } from './fields';
import { type ExecutionRecord, recordOf } from './store';

const day = 86_400_000;
/** https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html#redrive-eligibility */
const redrivableFor = 14 * day;
const longestExecution = 365 * day;
/** An execution can be redriven so often. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const mostRedrives = 1000;

/** Why an execution cannot be redriven, in AWS's words where there are such; undefined when it can. */
export function whyNotRedrivable({ store, launcher, now }: Endpoint, record: ExecutionRecord): string | undefined {
  const { outcome, machine, startedAt, stoppedAt = startedAt, log, readBack } = record;
  const status = outcome?.status ?? 'RUNNING';
  if (status === 'RUNNING' || status === 'SUCCEEDED') {
    return `Execution is ${status} and cannot be redriven`;
  }
  if (store.machines.get(machine.arn) !== machine) {
    return 'State machine is in DELETING status';
  }
  if (launcher.options.limits === 'aws' && log.lastId >= maxEvents - 1) {
    return 'Execution history event limit exceeded';
  }
  if (now() - startedAt > longestExecution) {
    return 'Execution has exceeded the max execution time';
  }
  if (now() - stoppedAt > redrivableFor) {
    return 'Execution redrivable period exceeded';
  }
  return readBack && !record.redrivable ? 'The local endpoint ended while the execution ran' : undefined;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html */
export const redriveOperations: Operations = {
  async RedriveExecution(endpoint, request) {
    const record = recordOf(endpoint.store, text(request, 'executionArn'));
    const token = optionalText(request, 'clientToken');
    // The same call again, as a client makes it that heard no answer.
    if (record.redrive && token !== undefined && record.redrive.token === token) {
      return answer({ redriveDate: date(record.redrive.at) });
    }
    const reason = whyNotRedrivable(endpoint, record);
    if (reason !== undefined) {
      throw new ApiError('ExecutionNotRedrivable', `Execution Not Redrivable: '${reason}'`);
    }
    if ((record.redrive?.count ?? 0) >= mostRedrives) {
      throw new ApiError('ExecutionLimitExceeded', `An execution can be redriven ${mostRedrives} times at most`);
    }
    const at = await endpoint.launcher.redrive(record, token);
    return answer({ redriveDate: date(at) });
  },
};

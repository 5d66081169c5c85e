import type { Json } from '../../source/json';
import { sizeOf } from '../../source/json';
import type { Command } from '../command';
import { maxPayload, quantity } from '../dataFlow';
import type { Strand } from '../execution';
import { failWithEvent } from '../failures';
import { type Steps, evaluateSeconds, fillTemplate, leaveWith, workingInput } from '../flow';
import type { EventDetails } from '../history';
import type { Quantity, TaskState } from '../program';
import { resourceOf } from '../resource';
import { isObject } from '../../source/json';
import { type Turn, Visit } from '../turn';

/** Schedules the task: again on every retry. https://states-language.net/#task-state */
export function* task(before: Visit<TaskState>): Steps<void> {
  const { turn, strand, state } = before;
  const resource = resourceOf(state.resource);
  const taskToken = resource.kind === 'service' && resource.pattern === 'token' ? newToken(turn) : undefined;
  const visit = taskToken === undefined ? before : new Visit(turn, strand, state, { taskToken });
  const { value, phases } = yield* workingInput(visit, state);
  const timeout = yield* seconds(visit, state.timeoutSeconds, 'TimeoutSeconds');
  const heartbeat = yield* seconds(visit, state.heartbeatSeconds, 'HeartbeatSeconds');
  const credentials = state.credentials && (yield* fillTemplate(visit, state.credentials, strand.input));
  const { now, region } = turn.environment;
  const limits = {
    ...(timeout === undefined ? {} : { timeoutInSeconds: timeout }),
    ...(heartbeat === undefined ? {} : { heartbeatInSeconds: heartbeat }),
    ...(isObject(credentials) ? { taskCredentials: credentials } : {}),
  };
  const local = {
    strand: strand.id,
    state: state.id,
    resource: state.resource,
    phases,
    ...(taskToken === undefined ? {} : { taskToken }),
    ...(timeout === undefined ? {} : { timeoutDue: now + timeout * 1000 }),
    ...(heartbeat === undefined ? {} : { heartbeatDue: now + heartbeat * 1000 }),
  };
  switch (resource.kind) {
    case 'lambda':
      turn.emit('LambdaFunctionScheduled', strand.cause, { resource: state.resource, input: value, ...limits }, local);
      return;
    case 'activity':
      turn.emit('ActivityScheduled', strand.cause, { resource: state.resource, input: value, ...limits }, local);
      return;
    case 'service': {
      const details = { resourceType: resource.type, resource: resource.name, region, parameters: value, ...limits };
      turn.emit('TaskScheduled', strand.cause, details, local);
    }
  }
}

function newToken(turn: Turn): string {
  return Array.from({ length: 64 }, () => Math.floor(turn.environment.random() * 16).toString(16)).join('');
}

function* seconds(visit: Visit<TaskState>, source: Quantity | undefined, field: string): Steps<number | undefined> {
  if (source === undefined) {
    return undefined;
  }
  if (source.kind === 'jsonata') {
    return yield* evaluateSeconds(visit, source);
  }
  return quantity(visit, source, field, visit.strand.input);
}

/** Names of the task's events and what their details say about the resource. */
function wording(strand: Strand): {
  readonly prefix: 'LambdaFunction' | 'Activity' | 'Task';
  readonly details: EventDetails;
  readonly name: string;
} {
  const resource = resourceOf(strand.task!.resource);
  switch (resource.kind) {
    case 'lambda':
      return { prefix: 'LambdaFunction', details: {}, name: resource.arn };
    case 'activity':
      return { prefix: 'Activity', details: {}, name: resource.arn };
    case 'service':
      return { prefix: 'Task', details: { resourceType: resource.type, resource: resource.name }, name: resource.type };
  }
}

type Answer = Extract<Command, { type: 'taskStarted' | 'taskSubmitted' | 'taskHeartbeat' | 'taskSucceeded' | 'taskFailed' }>;

/** Something has become of the task that the strand waits for. */
export function taskAnswered(turn: Turn, strand: Strand, command: Answer): void {
  const { prefix, details, name } = wording(strand);
  const local = { strand: strand.id, state: strand.state };
  switch (command.type) {
    case 'taskStarted':
      turn.emit(
        `${prefix}Started`,
        strand.cause,
        prefix === 'Task' ? details : command.workerName === undefined ? undefined : { workerName: command.workerName },
        local,
      );
      return;
    case 'taskSubmitted':
      turn.emit('TaskSubmitted', strand.cause, { ...details, output: command.output }, local);
      return;
    case 'taskHeartbeat': {
      const heartbeat = strand.task?.heartbeatSeconds;
      if (heartbeat !== undefined) {
        const heartbeatDue = turn.environment.now + heartbeat * 1000;
        turn.emit('TaskHeartbeat', strand.cause, undefined, { ...local, heartbeatDue });
      }
      return;
    }
    case 'taskSucceeded':
      if (turn.environment.limits === 'aws' && sizeOf(command.output) > maxPayload) {
        const cause = `The state/task '${name}' returned a result with a size exceeding the maximum number of bytes service limit.`;
        failWithEvent(turn, strand, `${prefix}Failed`, strand.cause, { ...details, error: 'States.DataLimitExceeded', cause });
        return;
      }
      turn.emit(`${prefix}Succeeded`, strand.cause, { ...details, output: command.output }, local);
      return;
    case 'taskFailed':
      failWithEvent(turn, strand, `${prefix}Failed`, strand.cause, {
        ...details,
        ...(command.error === undefined ? {} : { error: command.error }),
        ...(command.cause === undefined ? {} : { cause: command.cause }),
      });
  }
}

/** The task's time, or the time to its next heartbeat, is over. */
export function taskTimedOut(turn: Turn, strand: Strand, kind: 'timeout' | 'heartbeat'): void {
  const { prefix, details } = wording(strand);
  // Either is told as States.Timeout (seen on AWS); Retriers and Catchers may list a heartbeat that was missed by its own name.
  const alias = kind === 'timeout' ? undefined : 'States.HeartbeatTimeout';
  failWithEvent(turn, strand, `${prefix}TimedOut`, strand.cause, { ...details, error: 'States.Timeout' }, undefined, alias);
}

/** Goes on with the task's result. */
export function* taskReturned(visit: Visit<TaskState>, result: Json): Steps<void> {
  yield* leaveWith(visit, visit.state, result);
}

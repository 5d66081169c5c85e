import type { Program } from '../execution/program';
import type { ExecutionEventBody, OpenTaskEventBody } from '../protocol';
import type { TaskRequest } from '../runner/tasks/binding';
import { writeJson } from '../source/json';
import type { Debugger } from './debugger';
import type { Launch } from './launch';

/** Where the execution is, for the graph; its result once the debugger is at the end. */
export function executionBody({ program, stateMachine, runner }: Launch, cursor: Debugger): ExecutionEventBody {
  const focus = cursor.stop?.state;
  const outcome = cursor.isAtEnd ? runner.outcome : undefined;
  return {
    program,
    ...(stateMachine !== undefined && { stateMachine }),
    overlay: cursor.course.overlay(focus),
    focus,
    result: outcome && {
      output: outcome.output === undefined ? undefined : writeJson(outcome.output),
      error: outcome.error,
      cause: outcome.cause,
    },
  };
}

/** What the user must know of a Task that nothing performs. */
export function openTaskBody(request: TaskRequest, program: Program): OpenTaskEventBody {
  const state = program.states.get(request.state);
  const clauses = state && 'retriers' in state ? [...state.retriers, ...state.catchers] : [];
  const errors = new Set(clauses.flatMap(({ errorEquals }) => errorEquals).filter((error) => error !== 'States.ALL'));
  return {
    strand: request.strand,
    state: request.stateName,
    resource: request.resource,
    parameters: writeJson(request.parameters),
    errors: [...errors],
  };
}

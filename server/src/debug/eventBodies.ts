import type { Program } from '../execution/program';
import type { ExecutionEventBody, ExecutionOverlay, OpenTaskEventBody, TimelineBody } from '../protocol';
import type { TaskRequest } from '../runner/tasks/binding';
import { writeJson } from '../source/json';
import type { Debugger } from './debugger';
import type { Launch } from './launch';

/** Where the execution is, for the graph, over what is `around` it; its result once the debugger is at the end. Ids of its threads begin behind `base`. */
export function executionBody(
  { definition: { program, stateMachine }, runner }: Launch,
  base: number,
  cursor: Debugger,
  around?: ExecutionOverlay,
): ExecutionEventBody {
  const focus = cursor.stop?.state;
  // A child's end is not that of the execution that is shown.
  const isOver = cursor.isAtEnd && runner.outcome !== undefined;
  const outcome = isOver && !around ? runner.outcome : undefined;
  const own = cursor.course.overlay(focus);
  return {
    program,
    ...(stateMachine !== undefined && { stateMachine }),
    threadId: base + 1,
    overlay: around
      ? {
          status: around.status,
          states: { ...around.states, ...own.states },
          transitions: { ...around.transitions, ...own.transitions },
        }
      : own,
    focus,
    result: outcome && {
      output: outcome.output === undefined ? undefined : writeJson(outcome.output),
      error: outcome.error,
      cause: outcome.cause,
    },
    ...(isOver && { isOver }),
  };
}

/** What a timeline tells, and of which execution: ids of its threads begin behind `base`. */
export function timelineBody(
  { definition: { program, stateMachine } }: Launch,
  base: number,
  told: Omit<TimelineBody, 'program' | 'stateMachine' | 'threadId'>,
): TimelineBody {
  return { program, ...(stateMachine !== undefined && { stateMachine }), threadId: base + 1, ...told };
}

/** What the user must know of a Task that nothing performs; `strand` is how the client names its strand. */
export function openTaskBody(request: TaskRequest, program: Program, strand: number): OpenTaskEventBody {
  const state = program.states.get(request.state);
  const clauses = state && 'retriers' in state ? [...state.retriers, ...state.catchers] : [];
  const errors = new Set(clauses.flatMap(({ errorEquals }) => errorEquals).filter((error) => error !== 'States.ALL'));
  return {
    strand,
    state: request.stateName,
    resource: request.resource,
    parameters: writeJson(request.parameters),
    errors: [...errors],
  };
}

import { resourceOf } from '../execution/resource';
import type { Program } from '../execution/program';
import type { FindMachine, FoundMachine } from '../endpoint/startedExecutions';
import { type MachinePlace, type MachineSearch, type Starter, findStartedMachine } from '../project/startedMachine';
import { findFiles, projectFiles } from '../runner/projectFiles';
import { LaunchProblem } from './launchFiles';

/** Reads the state machine that stands in a place. Throws a LaunchProblem. */
export type ReadMachine = (place: MachinePlace) => Promise<Omit<FoundMachine, 'name'>>;

/** The state machine that is launched itself. */
export interface LaunchedMachine extends Starter {
  readonly name: string;
}

/** Finds state machines that Tasks start, on this machine; each is looked for once, and read anew whenever it is started. */
export function machineFinder(launched: LaunchedMachine, workspace: string | undefined, read: ReadMachine): FindMachine {
  const search: MachineSearch = { files: projectFiles, findFiles, ...(workspace === undefined ? {} : { workspace }) };
  /** By the name of the state machine. */
  const starters = new Map<string, Starter>([[launched.name, launched]]);
  const known = new Map<string, ReturnType<typeof findStartedMachine>>();
  return async (reference, starter) => {
    const from = starters.get(starter) ?? launched;
    const key = `${from.path}#${from.stateMachine ?? ''} ${reference}`;
    const finding = known.get(key) ?? findStartedMachine(reference, from, search);
    known.set(key, finding);
    const place = await finding;
    if ('problem' in place) {
      return place;
    }
    try {
      const found = { name: place.name, ...(await read(place)) };
      starters.set(place.name, place);
      return found;
    } catch (problem) {
      if (!(problem instanceof LaunchProblem)) {
        throw problem;
      }
      return { problem: `Its state machine '${place.name}' cannot be started: ${problem.message}` };
    }
  };
}

/** Whether a state starts executions. */
export function startsExecutions({ states }: Program, id: string | undefined): boolean {
  const state = id === undefined ? undefined : states.get(id);
  const resource = state?.type === 'Task' ? resourceOf(state.resource) : undefined;
  return resource?.kind === 'service' && resource.type === 'states' && resource.name.startsWith('startExecution');
}

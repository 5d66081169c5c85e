import type { Environment } from './command';
import { exceedsLimitOf } from './dataFlow';
import { decideAtOnce, maxEvents } from './decide';
import type { EventLog } from './eventLog';
import { enterState, evolve, leaveState } from './evolve';
import type { Execution, Strand } from './execution';
import { nextRunnable } from './pending';
import type { PassState, Program } from './program';

/** What a step costs beside the passing of data through a Pass state that changes nothing. */
export const usualEffort = 16;

/**
 * Lets the execution go on for as long as that takes no JSONata and no time, to about `most` in effort; writes what happens to `log` and works it into `execution`.
 * The same comes of it as when each step is decided and worked in by itself. Answers the effort: when it is less than `most`, the next step is one for `decide`.
 */
export function stride(program: Program, execution: Execution, environment: Environment, log: EventLog, most: number): number {
  let effort = 0;
  while (effort < most) {
    const strand = nextRunnable(execution);
    if (!strand) {
      break;
    }
    const state = program.states.get(strand.state)!;
    if (strand.phase === 'ready' && state.type === 'Pass' && state.chain) {
      const room = environment.limits === 'off' ? Infinity : (maxEvents - 1 - execution.lastEvent) >> 1;
      if (room > 0 && !exceedsLimitOf(environment, strand.input)) {
        effort += goAlong(state.chain, state.link, Math.min(room, most - effort), execution, strand, environment.now, log);
        continue;
      }
    }
    const events = decideAtOnce(program, execution, strand, state, environment);
    if (!events) {
      break;
    }
    for (const event of events) {
      log.push(event);
      evolve(execution, event);
    }
    effort += usualEffort;
  }
  return effort;
}

/** Goes along a chain from the place `from` on, through `most` states at most. Answers how many it were. */
function goAlong(
  chain: readonly PassState[],
  from: number,
  most: number,
  execution: Execution,
  strand: Strand,
  now: number,
  log: EventLog,
): number {
  const passed = Math.min(most, chain.length - from);
  const { id, input } = strand;
  const before = execution.lastEvent;
  log.goAlong(chain, from, passed, id, input, strand.cause, now);
  // Of all these visits only the last is still to be seen.
  const left = before + 2 * passed;
  execution.entered += passed - 1;
  execution.lastEvent = left;
  strand.cause = passed === 1 ? strand.cause : left - 2;
  enterState(execution, strand, left - 1, now, input);
  leaveState(execution, strand, left, input, chain[from + passed - 1]!.onward.next, undefined);
  return passed;
}

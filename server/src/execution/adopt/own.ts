import { equal } from '../../source/json';
import type { Command } from '../command';
import { decide } from '../decide';
import type { Execution, Strand } from '../execution';
import type { EventDetails, HistoryEvent } from '../history';
import type { Program } from '../program';

/** What our own engine decides next about a strand; undefined where it would need JSONata. */
export function decideFrom(
  program: Program,
  execution: Execution,
  strand: Strand,
  now: number,
): readonly HistoryEvent[] | undefined {
  const { id, phase, due } = strand;
  const command: Command =
    phase === 'waiting' && due !== undefined
      ? { type: 'timerFired', kind: 'retry', strand: id }
      : { type: 'advance', strand: id };
  const step = decide(program, execution, command, { now, random: () => 0, limits: 'off', region: '' }).next();
  return step.done ? step.value : undefined;
}

/** Whether the data of an event is what was recorded, as far as it was. */
export function isSame(made: EventDetails | undefined, recorded: EventDetails | undefined): boolean {
  return (['name', 'index', 'length', 'output', 'parameters', 'input', 'assignedVariables'] as const).every((key) => {
    const [own, other] = [made?.[key], recorded?.[key]];
    return own === undefined || other === undefined ? own === other : equal(own, other);
  });
}

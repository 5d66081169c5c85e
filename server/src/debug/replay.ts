import { adopt } from '../execution/adopt/adopt';
import { differences } from '../execution/adopt/differences';
import { readRecording } from '../execution/adopt/recording';
import type { HistoryEvent } from '../execution/history';
import type { Program } from '../execution/program';
import { baseName } from '../project/paths';
import { LaunchProblem, readText } from './launchFiles';

/** How many differences between a history and a definition are told. */
const toldDifferences = 10;

/** A history that is looked at instead of running anything. */
export interface Replay {
  readonly history: readonly HistoryEvent[];
  /** What the user should know. */
  readonly notes: readonly string[];
}

/** Reads a file with the answer of GetExecutionHistory as an execution of `program`. Throws a LaunchProblem where it is none of it. */
export async function readReplay(path: string, program: Program, definition: string): Promise<Replay> {
  const read = readRecording(await readText(path, 'the execution history'));
  if ('problem' in read) {
    throw new LaunchProblem(`${path} cannot be replayed: ${read.problem}`);
  }
  const { recording } = read;
  const different = differences(recording, program);
  if (different.length > 0) {
    const told = different.slice(0, toldDifferences).map((each) => `  ${each}`);
    const more = different.length - told.length;
    throw new LaunchProblem(
      `${baseName(path)} is the history of another definition than ${definition}:\n${told.join('\n')}${more > 0 ? `\n  … and ${more} more` : ''}`,
    );
  }
  const { history, problem } = adopt(recording, program);
  const notes = [
    ...(recording.isTruncated && problem === undefined
      ? [`The history stops before the execution has ended: after event ${recording.events.at(-1)!.id}.`]
      : []),
    ...(recording.hasData ? [] : ['The history was fetched without execution data: inputs and outputs are not in it.']),
    ...(problem === undefined
      ? []
      : [
          `The history is replayed up to event ${history.at(-1)?.id ?? 0}. What follows has no place in this definition. ${problem}`,
        ]),
  ];
  return { history, notes };
}

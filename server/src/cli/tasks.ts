import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Program } from '../execution/program';
import { findProject } from '../project/samples';
import type { LogLine, TaskBinding } from '../runner/tasks/binding';
import { FunctionTasks, readFunctions } from '../runner/tasks/functions';
import { readMocks, selectMocks, testCases } from '../runner/tasks/mocks';
import { UsageError, readText } from './files';

export interface TaskSources {
  readonly definition: string;
  readonly machineName: string;
  readonly program: Program;
  readonly mocks?: string;
  readonly testCase?: string;
  readonly functions?: string;
  readonly log: (line: LogLine) => void;
}

/** What performs the tasks of a run: mocks first, then functions; by the flags, else by the nearest stepwise.config.json. */
export async function loadTasks(sources: TaskSources): Promise<TaskBinding[]> {
  const project = sources.definition === '-' ? undefined : await findProject(path.resolve(sources.definition), projectFiles);
  const tasks: TaskBinding[] = [];
  const mocks = sources.mocks ?? (sources.testCase === undefined ? undefined : project?.mocks);
  if (mocks !== undefined) {
    tasks.push(loadMocks(mocks, sources));
  } else if (sources.testCase !== undefined) {
    throw new UsageError('--test-case needs --mocks, or a stepwise.config.json with "mocks".');
  }
  const functions = sources.functions ?? project?.functions;
  if (functions !== undefined) {
    const { functions: found, problems } = readFunctions(readText(functions), path.dirname(path.resolve(functions)));
    refuse(functions, problems);
    tasks.push(new FunctionTasks(found, { log: sources.log }));
  }
  return tasks;
}

function loadMocks(file: string, { machineName, testCase, program }: TaskSources): TaskBinding {
  const { config, problems } = readMocks(readText(file));
  refuse(file, problems);
  if (testCase === undefined) {
    throw new UsageError(`--mocks needs --test-case; ${file} has: ${testCases(config!, machineName).join(', ') || 'none'}.`);
  }
  const stateNames = new Set([...program.states.values()].map((state) => state.name));
  const { tasks, problems: unknown } = selectMocks(config!, { machineName, testCase, stateNames });
  refuse(file, unknown);
  return tasks!;
}

function refuse(file: string, problems: readonly string[]): void {
  if (problems.length > 0) {
    throw new UsageError(problems.map((problem) => `${file}: ${problem}`).join('\n'));
  }
}

const projectFiles = {
  readFile: (file: string) => readFile(file, 'utf8').catch(() => undefined),
  listFiles: (folder: string) => readdir(folder).catch(() => []),
};

import { statSync } from 'node:fs';
import path from 'node:path';
import type { Program } from '../execution/program';
import { findProject } from '../project/samples';
import { projectFiles } from '../runner/projectFiles';
import type { LogLine, TaskBinding } from '../runner/tasks/binding';
import { FunctionTasks, readFunctions } from '../runner/tasks/functions';
import { LambdaEndpoint } from '../runner/tasks/lambdaEndpoint';
import { S3Folder } from '../runner/tasks/s3Folder';
import { type MockConfig, readMocks } from '../runner/tasks/mockFile';
import { selectMocks, testCases } from '../runner/tasks/mocks';
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

/** What performs the tasks of a run. */
export interface LoadedTasks {
  readonly mocks: { readonly tasks: TaskBinding; readonly config: MockConfig; readonly testCase: string } | undefined;
  readonly functions: readonly TaskBinding[];
}

/** Reads what performs the tasks of a run: mocks and functions; by the flags, else by the nearest stepwise.config.json. */
export async function loadTasks(sources: TaskSources): Promise<LoadedTasks> {
  const project = sources.definition === '-' ? undefined : await findProject(path.resolve(sources.definition), projectFiles);
  const mocks = sources.mocks ?? project?.mocks;
  if (mocks === undefined && sources.testCase !== undefined) {
    throw new UsageError('--test-case needs --mocks, or a stepwise.config.json with "mocks".');
  }
  const mocked = mocks === undefined ? undefined : loadMocks(mocks, sources);
  const functions = sources.functions ?? project?.functions;
  if (functions === undefined) {
    return { mocks: mocked, functions: [] };
  }
  const { functions: found, problems } = readFunctions(readText(functions), path.dirname(path.resolve(functions)));
  refuse(functions, problems);
  return { mocks: mocked, functions: [new FunctionTasks(found, { log: sources.log })] };
}

/** The mocks of the test case that is named, or of the only one; the project's are left out, and it is said, where neither is so. */
function loadMocks(file: string, { mocks, machineName, testCase: named, program }: TaskSources): LoadedTasks['mocks'] {
  const { config, problems } = readMocks(readText(file));
  refuse(file, problems);
  const cases = testCases(config!, machineName);
  const testCase = named ?? (cases.length === 1 ? cases[0] : undefined);
  if (testCase === undefined) {
    const has = `${file} has: ${cases.join(', ') || 'none'}.`;
    if (mocks !== undefined) {
      throw new UsageError(`--mocks needs --test-case; ${has}`);
    }
    process.stderr.write(`The project's mocks are not used without --test-case; ${has}\n`);
    return undefined;
  }
  const stateNames = new Set([...program.states.values()].map((state) => state.name));
  const { tasks, problems: unknown } = selectMocks(config!, { machineName, testCase, stateNames });
  refuse(file, unknown);
  return { tasks: tasks!, config: config!, testCase };
}

/** The server that runs Lambda functions, where one is named. */
export function lambdaEndpoint(text: string | undefined): TaskBinding[] {
  return text === undefined ? [] : [new LambdaEndpoint(urlOf(text))];
}

function urlOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(`--lambda-endpoint: '${text}' is no URL such as http://127.0.0.1:3001.`);
  }
  return url;
}

/** The folder that plays S3. */
export function s3Folder(folder: string): S3Folder {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`--s3-dir: ${folder} is no folder.`);
  }
  return new S3Folder(folder);
}

function refuse(file: string, problems: readonly string[]): void {
  if (problems.length > 0) {
    throw new UsageError(problems.map((problem) => `${file}: ${problem}`).join('\n'));
  }
}

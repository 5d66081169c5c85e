import type { Program } from '../execution/program';
import { folderOf, resolveFrom } from '../project/paths';
import type { FoundProject } from '../project/samples';
import type { LogLine, TaskBinding } from '../runner/tasks/binding';
import { FunctionTasks, readFunctions } from '../runner/tasks/functions';
import { type MockConfig, readMocks } from '../runner/tasks/mockFile';
import { selectMocks, testCases } from '../runner/tasks/mocks';
import { LaunchProblem, readText } from './launchFiles';

/** What of a launch configuration says how Tasks are performed; paths are absolute or relative to the definition's folder. */
export interface TaskArguments {
  readonly mocks?: string;
  readonly testCase?: string;
  readonly functions?: string;
  /** Whether code of the workspace may run; an editor that asks its user says so. */
  readonly trusted?: boolean;
}

/** Who performs the Tasks of a run, in the order in which they are asked. */
export interface BoundTasks {
  readonly tasks: readonly TaskBinding[];
  /** What the user should know. */
  readonly notes: readonly string[];
  /** Mocks for the executions that Tasks start, and the test case of the launched one. */
  readonly mocks: { readonly config: MockConfig; readonly testCase: string } | undefined;
  /** Those that are no mocks. */
  readonly others: readonly TaskBinding[];
  /** The files that they are in. */
  readonly files: readonly string[];
}

/** Binds Tasks to mocks and local functions: those of the launch configuration, else those of the project. Throws a LaunchProblem. */
export async function bindTasks(
  args: TaskArguments,
  definition: { readonly path: string; readonly machineName: string; readonly program: Program },
  project: FoundProject,
  log: (line: LogLine) => void,
): Promise<BoundTasks> {
  const absolute = (path: string | undefined) => path && resolveFrom(folderOf(definition.path), path);
  const notes: string[] = [];
  const tasks: TaskBinding[] = [];
  const mocks = await bindMocks(absolute(args.mocks), args.testCase, definition, project, notes);
  const files: string[] = [];
  if (mocks) {
    tasks.push(mocks.tasks);
    files.push(absolute(args.mocks) ?? project.mocks!);
  }
  const file = absolute(args.functions) ?? project.functions;
  if (file !== undefined) {
    if (args.trusted === false) {
      throw new LaunchProblem(
        `This workspace is not trusted, so no code of it is run: the functions of ${file} are not started. Trust the workspace, or launch with mocks only.`,
      );
    }
    const { functions, problems } = readFunctions(await readText(file, 'the functions'), folderOf(file));
    refuse(file, problems);
    tasks.push(new FunctionTasks(functions, { log }));
    files.push(file);
  }
  return { tasks, notes, files, mocks, others: mocks ? tasks.slice(1) : tasks };
}

async function bindMocks(
  given: string | undefined,
  wanted: string | undefined,
  { machineName, program }: { readonly machineName: string; readonly program: Program },
  project: FoundProject,
  notes: string[],
): Promise<{ readonly tasks: TaskBinding; readonly config: MockConfig; readonly testCase: string } | undefined> {
  const file = given ?? project.mocks;
  if (file === undefined) {
    if (wanted !== undefined) {
      throw new LaunchProblem(`"testCase": '${wanted}' needs "mocks": the path of a MockConfigFile.json.`);
    }
    return undefined;
  }
  const { config, problems } = readMocks(await readText(file, 'the mocks'));
  refuse(file, problems);
  const cases = testCases(config!, machineName);
  const testCase = wanted ?? (cases.length === 1 ? cases[0] : undefined);
  if (testCase === undefined) {
    const choices = cases.length > 0 ? ` Its test cases are: ${cases.join(', ')}.` : '';
    const message = `The mocks of ${file} are not used: the launch configuration names no "testCase".${choices}`;
    if (given !== undefined) {
      throw new LaunchProblem(message);
    }
    notes.push(message);
    return undefined;
  }
  const stateNames = new Set(Array.from(program.states.values(), ({ name }) => name));
  const selected = selectMocks(config!, { machineName, testCase, stateNames });
  refuse(file, selected.problems);
  return { tasks: selected.tasks!, config: config!, testCase };
}

/** The test case that answers Tasks of an execution that was started by one with the test case `own`: of that name, else the only one. */
export function startedTestCase(config: MockConfig, machineName: string, own: string): string | undefined {
  const cases = config.stateMachines.has(machineName) ? testCases(config, machineName) : [];
  return cases.includes(own) ? own : cases.length === 1 ? cases[0] : undefined;
}

function refuse(file: string, problems: readonly string[]): void {
  if (problems.length > 0) {
    throw new LaunchProblem(`${file} cannot be used:\n${problems.join('\n')}`);
  }
}

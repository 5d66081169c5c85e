import type { Analysis } from '../analysis/analysis';
import { type ProgramProblem, compile } from '../execution/compile';
import { StartedExecutions, type StartedOptions } from '../endpoint/startedExecutions';
import { expressFaults } from '../execution/express';
import type { Program } from '../execution/program';
import { baseName, folderOf, resolveFrom } from '../project/paths';
import { findProject, problemLines } from '../project/samples';
import { beforeRun } from '../rules/beforeRun';
import { check } from '../rules/check';
import { projectFiles } from '../runner/projectFiles';
import { reachedBy } from '../runner/reached';
import { Runner } from '../runner/runner';
import type { ChildWatch, RunnerOptions } from '../runner/runnerOptions';
import type { LogLine } from '../runner/tasks/binding';
import { RecordedTasks } from '../runner/tasks/recordedTasks';
import { type Json, fromPlain, readJson } from '../source/json';
import { LineIndex } from '../source/lineIndex';
import type { SourceDefinition } from './editorSource';
import { type DefinitionArguments, readLaunchDefinition } from './launchDefinition';
import { FaultyDefinition, LaunchProblem, readText } from './launchFiles';
import { type TaskArguments, bindTasks, startedTestCase } from './launchTasks';
import { readReplay } from './replay';
import type { SessionMocks } from './session/sessionMocks';
import { type ReadMachine, machineFinder } from './startedMachines';

/** A launch configuration; paths are absolute or relative to the folder of the definition. */
export interface LaunchArguments extends TaskArguments, DefinitionArguments {
  readonly input?: unknown;
  /** The input as JSON text: numbers keep their spelling. */
  readonly inputText?: string;
  readonly inputFile?: string;
  /** A file with the answer of GetExecutionHistory: it is looked at, and nothing is run until the history is cut. */
  readonly history?: string;
  readonly executionType?: string;
  readonly clock?: string;
  /** ISO 8601. */
  readonly startTime?: string;
  readonly seed?: number;
  readonly stopOnEntry?: boolean;
  /** Which strands a step lets go on: that one (and what it starts), or all. */
  readonly stepping?: string;
  readonly noDebug?: boolean;
  /** The folder in which the definitions of state machines are looked for that Tasks start. */
  readonly workspace?: string;
  /** Types of the debuggers that the client has for the source of functions; unknown when absent. */
  readonly debuggers?: readonly string[];
}

/** A definition that is ready to run. */
export interface Launch {
  readonly definition: SourceDefinition;
  readonly runner: Runner;
  /** Its time stands still until what is returned is called; undefined: the source of its functions cannot be stepped into. */
  readonly hold: (() => () => void) | undefined;
  readonly stepping: 'strand' | 'all' | undefined;
  /** Whether a recorded history is looked at. */
  readonly isReplay: boolean;
  /** What the user should know although it runs. */
  readonly notes: readonly string[];
  /** Files of mocks, functions and a replayed history: what it was launched with beside the definition. */
  readonly files?: readonly string[];
  /** What its Tasks start. */
  readonly started?: StartedExecutions;
  /** Ends the executions that it has started, and the processes that are kept for functions. */
  readonly close: () => void | Promise<void>;
}

/** What a session brings to a launch. */
export interface Surroundings {
  readonly log: (line: LogLine) => void;
  readonly mocks: SessionMocks;
  /** Asked about Tasks that nothing performs. */
  readonly unbound: RunnerOptions['unbound'] & {};
  /** Looks after the children of distributed Maps. */
  readonly children?: ChildWatch;
  readonly inspect: RunnerOptions['inspect'] & {};
  /** Reads a state machine that a Task starts; from its file when absent. */
  readonly read?: ReadMachine;
}

/** How many problems of a definition are told: more of them help nobody. */
const toldProblems = 10;

/** Reads and checks what a launch configuration names. Throws a LaunchProblem for everything that a user can put right. */
export async function prepareLaunch(
  args: LaunchArguments,
  { log, mocks, unbound, children, inspect, read = readMachine }: Surroundings,
): Promise<Launch> {
  const { program: given } = args;
  if (typeof given !== 'string' || given === '') {
    throw new LaunchProblem('The launch configuration names no "program": the path of a state machine definition.');
  }
  const project = await findProject(given, projectFiles);
  const asked = oneOf('executionType', args.executionType, ['STANDARD', 'EXPRESS'] as const);
  const definition = await readLaunchDefinition({ ...args, program: given }, asked, project.substitutions);
  const { path, analysis, machineName, stateMachine, reread } = definition;
  const { type } = analysis;
  const program = compileAnalysis(path, analysis);
  const replay =
    args.history === undefined
      ? undefined
      : await readReplay(resolveFrom(folderOf(given), args.history), program, baseName(path));
  const input = await readInput(args, given);
  const {
    tasks,
    notes,
    files,
    mocks: ofFile,
    others,
  } = await bindTasks(args, { path: given, machineName, program }, project, log);
  const launched = { name: machineName, path, ...(stateMachine === undefined ? {} : { stateMachine }) };
  const seed = seedOf(args);
  const started = new StartedExecutions({
    ...clockOf(args),
    seed,
    limits: 'aws',
    tasks: others,
    find: machineFinder(launched, args.workspace, read),
    mocks: ofFile?.config,
    ...(ofFile ? { testCaseOf: (name) => startedTestCase(ofFile.config, name, ofFile.testCase) } : {}),
    answer: (request, signal) => (args.noDebug ? Promise.resolve(undefined) : unbound(request, signal)),
    log: (text) => log({ source: 'Stepwise', stream: 'stderr', text, strand: 0 }),
    // A debugger tells more of them.
    ...(args.noDebug
      ? {
          ended: ({ machine, name, outcome }) =>
            log({ source: `${machine.name}/${name.slice(0, 8)}`, stream: 'stdout', text: outcome?.status ?? '', strand: 0 }),
        }
      : {}),
  });
  const runner = new Runner({
    program,
    input,
    type,
    // Once the history is cut, Tasks do what they did in it.
    tasks: [
      mocks,
      ...(replay ? [new RecordedTasks(replay.history)] : []),
      ...tasks.map((binding) => started.paced(binding)),
      started.binding,
    ],
    ...(replay ? { history: replay.history } : {}),
    ...(args.noDebug
      ? {}
      : { unbound: (request, signal) => started.under(unbound(request, signal)), ...(children ? { children } : {}) }),
    inspect,
    clock: started.clock,
    seed,
    machineName,
  });
  started.follow(() => reachedBy(runner));
  return {
    definition: { program: path, name: baseName(path), machineName, stateMachine, reread, analysis },
    runner,
    started,
    hold: () => started.hold(),
    stepping: oneOf('stepping', args.stepping, ['strand', 'all'] as const),
    isReplay: replay !== undefined,
    files: [...files, ...(args.history === undefined ? [] : [resolveFrom(folderOf(given), args.history)])],
    close: async () => {
      await started.close();
      tasks.forEach((binding) => binding.close?.());
    },
    // Which mocks are used is no question while a history is looked at.
    notes: [...problemLines(project), ...(replay?.notes ?? notes)],
  };
}

/** The program of an edited text of a definition. Throws a LaunchProblem with the faults of the text. */
export function compileEdited({ program: path, stateMachine, reread }: SourceDefinition, text: string): Program {
  const analysis = reread(text);
  if (!analysis) {
    throw new LaunchProblem(
      `The state machine${stateMachine === undefined ? '' : ` "${stateMachine}"`} is no longer in ${path}.`,
    );
  }
  return compileAnalysis(path, analysis);
}

/** Reads a state machine that a Task starts, from the file or template that it stands in. Throws a LaunchProblem. */
export const readMachine: ReadMachine = async ({ path, stateMachine }) => {
  const { substitutions } = await findProject(path, projectFiles);
  const args = { program: path, ...(stateMachine === undefined ? {} : { stateMachine }) };
  const { path: file, analysis } = await readLaunchDefinition(args, undefined, substitutions);
  return { type: analysis.type, definition: analysis.text, program: compileAnalysis(file, analysis) };
};

export function compileAnalysis(path: string, analysis: Analysis): Program {
  const compiled = analysis.machine && compile(analysis.machine);
  const express = analysis.type === 'EXPRESS' && analysis.machine ? expressFaults(analysis.machine) : [];
  refuseFaulty(path, analysis, [...(compiled?.problems ?? []), ...express]);
  const program = compiled?.program;
  if (!program) {
    throw new LaunchProblem(`${path} holds no state machine: an object with "StartAt" and "States" is expected.`);
  }
  return program;
}

function refuseFaulty(path: string, analysis: Analysis, programProblems: readonly ProgramProblem[]): void {
  const lines = new LineIndex(analysis.text);
  const findings = check(analysis, beforeRun).filter(({ severity }) => severity === 'error');
  const problems = [...findings, ...(findings.length > 0 ? [] : programProblems)];
  if (problems.length === 0) {
    return;
  }
  const told = problems.slice(0, toldProblems).map(({ start, message }) => {
    const { line, character } = lines.position(start);
    return `${baseName(path)}:${line + 1}:${character + 1}: ${message}`;
  });
  const more = problems.length - told.length;
  throw new FaultyDefinition(
    `The definition has ${problems.length === 1 ? 'an error' : `${problems.length} errors`} and is not run.\n${told.join('\n')}${more > 0 ? `\n… and ${more} more` : ''}`,
  );
}

async function readInput(args: LaunchArguments, program: string): Promise<Json> {
  const given = (['input', 'inputText', 'inputFile'] as const).filter((key) => args[key] !== undefined);
  if (given.length > 1) {
    throw new LaunchProblem(
      `The launch configuration has ${given.map((key) => `"${key}"`).join(' and ')}; only one input can be used.`,
    );
  }
  if (args.inputFile !== undefined) {
    const path = resolveFrom(folderOf(program), args.inputFile);
    return parseInput(await readText(path, 'the input'), path);
  }
  return args.inputText === undefined ? fromPlain(args.input ?? {}) : parseInput(args.inputText, 'The input');
}

function parseInput(text: string, name: string): Json {
  const { value, problems } = readJson(text);
  const problem = problems[0];
  if (problem) {
    const { line, character } = new LineIndex(text).position(problem.start);
    throw new LaunchProblem(`${name} is no JSON: line ${line + 1}, column ${character + 1}: ${problem.message}`);
  }
  return value!;
}

function clockOf({ clock, startTime }: LaunchArguments): Pick<StartedOptions, 'clock' | 'startTime'> {
  const kind = oneOf('clock', clock, ['virtual', 'real'] as const) ?? 'virtual';
  const start = startTime === undefined ? undefined : Date.parse(startTime);
  if (start !== undefined && Number.isNaN(start)) {
    throw new LaunchProblem(`"startTime": '${startTime}' is no ISO 8601 time such as 2026-01-31T12:00:00Z.`);
  }
  if (kind === 'real' && start !== undefined) {
    throw new LaunchProblem('"startTime" goes with the virtual clock only: the real one starts now.');
  }
  return { clock: kind, startTime: start };
}

function seedOf({ seed }: LaunchArguments): number | undefined {
  if (seed !== undefined && !Number.isSafeInteger(seed)) {
    throw new LaunchProblem(`"seed": ${JSON.stringify(seed)} is no whole number.`);
  }
  return seed;
}

function oneOf<T extends string>(key: string, value: unknown, allowed: readonly T[]): T | undefined {
  if (value !== undefined && !allowed.includes(value as T)) {
    throw new LaunchProblem(`"${key}": ${JSON.stringify(value)} is not one of ${allowed.map((one) => `"${one}"`).join(', ')}.`);
  }
  return value as T | undefined;
}

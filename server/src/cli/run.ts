import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Command, Option } from 'commander';
import { readMachine } from '../debug/launch';
import { startedTestCase } from '../debug/launchTasks';
import { machineFinder } from '../debug/startedMachines';
import { StartedExecutions, type StartedOptions } from '../endpoint/startedExecutions';
import { compile } from '../execution/compile';
import { maxPayload } from '../execution/dataFlow';
import { maxEvents } from '../execution/decide';
import type { Execution } from '../execution/execution';
import { type HistoryEvent, exportHistory } from '../execution/history';
import { expressFaults } from '../execution/express';
import { isoTime, parseTimestamp } from '../execution/timestamp';
import { type Program } from '../execution/program';
import { findProject } from '../project/samples';
import { beforeRun, check } from '../rules';
import { projectFiles } from '../runner/projectFiles';
import { type Outcome, Runner } from '../runner/runner';
import type { LogLine } from '../runner/tasks/binding';
import { type Json, type JsonObject, isObject, object, prettyJson, readJson, writeJson } from '../source/json';
import { LineIndex } from '../source/lineIndex';
import type { Span } from '../source/span';
import { type DefinitionFile, hasStates, placeOf, readDefinition } from './definition';
import { UsageError, readText } from './files';
import { lambdaEndpoint, loadTasks, s3Folder } from './tasks';

interface RunOptions {
  readonly stateMachine?: string;
  readonly substitutions?: string;
  readonly input?: string;
  readonly type?: 'STANDARD' | 'EXPRESS';
  readonly mocks?: string;
  readonly testCase?: string;
  readonly functions?: string;
  readonly lambdaEndpoint?: string;
  readonly context?: string;
  readonly s3Dir?: string;
  readonly clock: 'virtual' | 'real';
  readonly startTime?: string;
  readonly seed?: string;
  readonly history?: string;
  readonly limits: 'aws' | 'off';
  readonly format: 'pretty' | 'json';
}

/** `stepwise run`: one execution on this machine. */
export function registerRun(program: Command): void {
  program
    .command('run')
    .description('Run a state machine on this machine')
    .argument('<definition>', 'the file; - reads from standard input')
    .option('--state-machine <key>', 'of a template with several: the logical id')
    .option('--substitutions <file>', 'values for ${Name} in the definition: a JSON or YAML file')
    .option('--input <json>', 'JSON text, @file, or - for standard input; {} when absent')
    .addOption(
      new Option('--type <type>', 'of the execution; STANDARD unless a template says otherwise').choices(['STANDARD', 'EXPRESS']),
    )
    .option('--mocks <file>', 'a MockConfigFile.json: what Tasks answer')
    .option('--test-case <name>', 'the test case of the mocks')
    .option('--functions <file>', 'a functions.json: local code behind Lambda Tasks')
    .option('--lambda-endpoint <url>', 'a server that runs the other Lambda functions, such as sam local start-lambda')
    .option('--context <file>', 'a JSON file whose members are put over those of the context object')
    .option('--s3-dir <folder>', 'a folder that plays S3: <folder>/<bucket>/<key>')
    .addOption(new Option('--clock <clock>', 'virtual: waiting takes no time').choices(['virtual', 'real']).default('virtual'))
    .option('--start-time <time>', 'what the virtual clock starts at, ISO 8601; now when absent')
    .option('--seed <number>', 'of the randomness: the same seed gives the same run')
    .option('--history <file>', 'write the execution history to this file, as GetExecutionHistory answers it')
    .addOption(
      new Option('--limits <limits>', 'off lifts the limits on events and payloads').choices(['aws', 'off']).default('aws'),
    )
    .addOption(new Option('--format <format>', 'of the result').choices(['pretty', 'json']).default('pretty'))
    .action(async (definition: string, options: RunOptions) => {
      try {
        process.exitCode = await run(definition, options);
      } catch (error) {
        if (!(error instanceof UsageError)) {
          throw error;
        }
        process.stderr.write(`${error.message}\n`);
        process.exitCode = 2;
      }
    });
}

/** Answers the exit code: 0 succeeded, 1 not succeeded or the definition cannot run. */
async function run(definition: string, options: RunOptions): Promise<number> {
  const project = definition === '-' ? undefined : await findProject(path.resolve(definition), projectFiles);
  const projectSubstitutions = (name: string): string | undefined => project?.substitutions.get(name);
  const read = readDefinition(definition, { ...options, projectSubstitutions });
  const { machineName } = read;
  const program = readProgram(read);
  if (program === undefined) {
    return 1;
  }
  const input = readInput(options.input, options.limits);
  const log = ({ source, text }: LogLine): void => void process.stderr.write(`[${source}] ${text}\n`);
  const objects = options.s3Dir === undefined ? undefined : s3Folder(options.s3Dir);
  const bound = await loadTasks({ ...options, definition, machineName, program, log });
  const context = options.context === undefined ? undefined : readContext(options.context);
  const others = [...bound.functions, ...lambdaEndpoint(options.lambdaEndpoint), ...(objects ? [objects] : [])];
  const seed = seedOf(options.seed);
  const { mocks } = bound;
  const stateMachine = read.stateMachine === undefined ? {} : { stateMachine: read.stateMachine };
  const launched = { name: machineName, path: path.resolve(definition === '-' ? '.' : read.file), ...stateMachine };
  const started = new StartedExecutions({
    ...clockOf(options),
    seed,
    limits: options.limits,
    ...(objects ? { objects } : {}),
    tasks: others,
    find: machineFinder(launched, undefined, readMachine),
    mocks: mocks?.config,
    ...(mocks ? { testCaseOf: (name) => startedTestCase(mocks.config, name, mocks.testCase) } : {}),
    log: (line) => void process.stderr.write(`${line}\n`),
    ended: ({ machine, name, outcome }) => void process.stderr.write(`[${machine.name}/${name}] ${toldOf(outcome)}\n`),
  });
  const tasks = [...(mocks ? [mocks.tasks] : []), ...others.map((binding) => started.paced(binding)), started.binding];
  const runner = new Runner({
    program,
    input,
    machineName,
    type: read.analysis.type,
    clock: started.clock,
    seed,
    tasks,
    ...(objects ? { objects } : {}),
    ...(context ? { context } : {}),
    limits: options.limits,
  });
  let stopped: Promise<unknown> | undefined;
  const interrupt = (): void => void (stopped ??= Promise.all([runner.stop(undefined, 'Interrupted.'), started.close()]));
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    await runner.run();
    await started.rest();
  } finally {
    await (stopped ?? runner.stop());
    await started.close();
    bound.functions.forEach((binding) => binding.close?.());
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
  if (options.history !== undefined) {
    write(options.history, `${exportHistory(runner.history)}\n`);
  }
  const outcome = runner.outcome!;
  process.stdout.write(
    options.format === 'json' ? `${writeJson(report(runner, outcome, options))}\n` : pretty(runner, outcome, options),
  );
  return outcome.status === 'SUCCEEDED' ? 0 : 1;
}

/** The runnable state machine in a file; undefined after its errors have been told: AWS would not create it either. */
function readProgram({ name, analysis }: DefinitionFile): Program | undefined {
  const { text, root, machine, type } = analysis;
  const tell = (faults: readonly (Span & { readonly message: string })[]): undefined => {
    for (const fault of faults) {
      process.stderr.write(`${placeOf(name, text, fault.start)}: ${fault.message}\n`);
    }
    return undefined;
  };
  if (analysis.problems.length === 0 && (!machine || !hasStates(analysis))) {
    const message = 'There is no state machine in it: an object with "StartAt" and "States" is expected.';
    return tell([{ start: root?.start ?? 0, end: root?.end ?? 0, message }]);
  }
  const errors = check(analysis, beforeRun).filter(({ severity }) => severity === 'error');
  if (errors.length > 0 || !machine) {
    return tell(errors);
  }
  const compiled = compile(machine);
  const faults = [...compiled.problems, ...(type === 'EXPRESS' ? expressFaults(machine) : [])];
  return faults.length > 0 ? tell(faults) : compiled.program;
}

/** The data that an execution starts with. Refuses what AWS's StartExecution refuses: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
function readInput(input = '{}', limits: RunOptions['limits'] = 'aws'): Json {
  const file = input.startsWith('@') ? input.slice(1) : input === '-' ? '-' : undefined;
  const text = file === undefined ? input : readText(file);
  const name = file === undefined ? '--input' : file === '-' ? 'standard input' : file;
  const size = Buffer.byteLength(text);
  if (limits === 'aws' && size > maxPayload) {
    throw new UsageError(
      `${name}: an execution's input may have ${maxPayload} bytes at most, and this one has ${size}. --limits off lifts the limit.`,
    );
  }
  const { value, problems } = readJson(text);
  if (value === undefined) {
    const [problem] = problems;
    const { line, character } = new LineIndex(text).position(problem!.start);
    throw new UsageError(`${name}:${line + 1}:${character + 1}: ${problem!.message}`);
  }
  return value;
}

function readContext(file: string): JsonObject {
  const { value, problems } = readJson(readText(file));
  if (!isObject(value)) {
    throw new UsageError(`--context: ${file} must hold a JSON object${problems[0] ? `: ${problems[0].message}` : ''}.`);
  }
  return value;
}

function clockOf({ clock, startTime }: RunOptions): Pick<StartedOptions, 'clock' | 'startTime'> {
  if (startTime === undefined) {
    return { clock, startTime };
  }
  const start = parseTimestamp(startTime);
  if (!start) {
    throw new UsageError(`--start-time: '${startTime}' is no moment such as 2026-01-31T12:00:00Z.`);
  }
  if (clock === 'real') {
    throw new UsageError('--start-time needs --clock virtual: the real clock starts now.');
  }
  return { clock, startTime: start.milliseconds };
}

function seedOf(seed: string | undefined): number | undefined {
  if (seed === undefined) {
    return undefined;
  }
  const number = Number(seed);
  if (!Number.isSafeInteger(number) || number < 0) {
    throw new UsageError(`--seed: '${seed}' is no whole number of 0 or more.`);
  }
  return number;
}

/** How an execution that a Task has started ended, in a line. */
function toldOf(outcome: Outcome | undefined): string {
  const { status = '', error, cause } = outcome ?? {};
  return [status, ...(error === undefined ? [] : [error]), ...(cause === undefined ? [] : [cause])].join(': ');
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${(error as Error).message}`);
  }
}

function report({ execution, executionArn }: Runner, outcome: Outcome, { limits }: RunOptions): JsonObject {
  const entries: [string, Json | undefined][] = [
    ['status', outcome.status],
    ['output', outcome.output],
    ['error', outcome.error],
    ['cause', outcome.cause],
    ['startDate', isoTime(execution.startedAt)],
    ['stopDate', isoTime(execution.stoppedAt ?? execution.startedAt)],
    ['stateTransitions', execution.entered],
    ['events', execution.lastEvent],
    ['executionArn', executionArn],
    ['limits', limits === 'off' ? 'off' : undefined],
    ['beyondLimits', beyondLimits(execution)],
  ];
  return object(entries.filter((e): e is [string, Json] => e[1] !== undefined));
}

function pretty({ execution, history }: Runner, outcome: Outcome, { limits }: RunOptions): string {
  const seconds = ((execution.stoppedAt ?? execution.startedAt) - execution.startedAt) / 1000;
  const facts = [
    `${execution.entered} state${execution.entered === 1 ? '' : 's'}`,
    `${execution.lastEvent} events`,
    `${seconds} s`,
  ];
  const head = `${outcome.status} (${facts.join(', ')}${limits === 'off' ? ', limits off' : ''})`;
  const lines = [head, pathOf(history)];
  if (outcome.error !== undefined) {
    lines.push(`Error: ${outcome.error}`);
  }
  if (outcome.cause !== undefined) {
    lines.push(`Cause: ${outcome.cause}`);
  }
  const beyond = beyondLimits(execution);
  if (beyond !== undefined) {
    lines.push(beyond);
  }
  if (outcome.output !== undefined) {
    lines.push(prettyJson(outcome.output));
  }
  return `${lines.filter((line) => line !== '').join('\n')}\n`;
}

/** What AWS would have done to an execution that has come so far with the limits off. */
function beyondLimits({ lastEvent }: Execution): string | undefined {
  return lastEvent > maxEvents
    ? `AWS would have ended this execution at ${maxEvents.toLocaleString('en')} events with States.Runtime.`
    : undefined;
}

/** Longest way that is shown in full. */
const maxPath = 50;

/** The states that were entered, in order: `A → B → C`. */
function pathOf(history: readonly HistoryEvent[]): string {
  const names = history.filter(({ type }) => type.endsWith('StateEntered')).map(({ details }) => details?.name ?? '');
  const shown = names.length > maxPath ? [...names.slice(0, maxPath), `… ${names.length - maxPath} more`] : names;
  return shown.join(' → ');
}

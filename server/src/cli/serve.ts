import path from 'node:path';
import { type Command, Option } from 'commander';
import { type DebugPort, listen } from '../debug/listen';
import { DataFolderProblem } from '../endpoint/dataFolder';
import { type RunningEndpoint, startEndpoint } from '../endpoint/startEndpoint';
import { parseTimestamp } from '../execution/timestamp';
import type { TaskBinding } from '../runner/tasks/binding';
import { FunctionTasks, readFunctions } from '../runner/tasks/functions';
import { type MockConfig, readMocks } from '../runner/tasks/mockFile';
import { UsageError, readText } from './files';
import { lambdaEndpoint, s3Folder } from './tasks';

interface ServeOptions {
  readonly port: string;
  readonly host: string;
  readonly mockConfig?: string;
  readonly functions?: string;
  readonly lambdaEndpoint?: string;
  readonly s3Dir?: string;
  readonly dataDir?: string;
  readonly clock: 'virtual' | 'real';
  readonly startTime?: string;
  readonly seed?: string;
  readonly limits: 'aws' | 'off';
  readonly region: string;
  readonly account: string;
  readonly debugPort?: string;
}

/** `stepwise serve`: a local AWS Step Functions endpoint. */
export function registerServe(program: Command): void {
  program
    .command('serve')
    .description('Serve the AWS Step Functions API on this machine')
    .option('--port <number>', 'to listen on; 0 takes any free one', '8083')
    .option('--host <address>', 'the loopback address to listen on', '127.0.0.1')
    .option('--mock-config <file>', 'a MockConfigFile.json for runs of <state machine ARN>#<test case>; also $SFN_MOCK_CONFIG')
    .option('--functions <file>', 'a functions.json: local code behind Lambda Tasks')
    .option('--lambda-endpoint <url>', 'a server that runs the other Lambda functions, such as sam local start-lambda')
    .option('--s3-dir <folder>', 'a folder that plays S3: <folder>/<bucket>/<key>')
    .option('--data-dir <folder>', 'keeps state machines and executions across restarts; without it they live in memory')
    .addOption(new Option('--clock <clock>', 'virtual: waiting takes no time').choices(['virtual', 'real']).default('virtual'))
    .option('--start-time <time>', 'what the virtual clock starts at, ISO 8601; now when absent')
    .option('--seed <number>', 'of the randomness')
    .addOption(
      new Option('--limits <limits>', 'off lifts the limits on events and payloads').choices(['aws', 'off']).default('aws'),
    )
    .option('--region <region>', 'of the ARNs', 'us-east-1')
    .option('--account <digits>', 'of the ARNs', '123456789012')
    .option('--debug-port <number>', 'lets a debugger attach to the executions, on 127.0.0.1; 0 takes any free one')
    .action(async (options: ServeOptions) => {
      try {
        await serve(options);
      } catch (error) {
        if (!(error instanceof UsageError)) {
          throw error;
        }
        process.stderr.write(`${error.message}\n`);
        process.exitCode = 2;
      }
    });
}

/** Ends when the process is told to end. */
async function serve(options: ServeOptions): Promise<void> {
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  const { host, region, account } = options;
  if (!/^(127(\.\d{1,3}){3}|localhost|::1)$/.test(host)) {
    throw new UsageError(`--host: '${host}' is not the loopback interface; allowed are 127.0.0.1, ::1 and localhost.`);
  }
  if (!/^\d{12}$/.test(account)) {
    throw new UsageError(`--account: '${account}' is no account of 12 digits.`);
  }
  if (!/^[a-z]{2}(-[a-z]+)+-\d+$/.test(region)) {
    throw new UsageError(`--region: '${region}' is no region such as us-east-1.`);
  }
  const debugPort = options.debugPort === undefined ? undefined : portOf(options.debugPort, '--debug-port');
  const objects = options.s3Dir === undefined ? undefined : s3Folder(options.s3Dir);
  const server = await startEndpoint({
    host,
    port: portOf(options.port, '--port'),
    region,
    account,
    clock: options.clock,
    startTime: startTimeOf(options),
    seed: seedOf(options.seed),
    limits: options.limits,
    mocks: mocksOf(options.mockConfig ?? process.env['SFN_MOCK_CONFIG']),
    tasks: [...tasksOf(options, log), ...(objects ? [objects] : [])],
    ...(objects ? { objects } : {}),
    dataDir: options.dataDir,
    log,
  }).catch((error: NodeJS.ErrnoException) => {
    if (error instanceof DataFolderProblem) {
      throw new UsageError(`--data-dir: ${error.message}`);
    }
    throw error.code === 'EADDRINUSE' || error.code === 'EACCES' || error.code === 'EADDRNOTAVAIL'
      ? new UsageError(`The endpoint cannot listen on ${host}:${options.port}: ${error.message}`)
      : error;
  });
  const debug = debugPort === undefined ? undefined : await openDebugPort(debugPort, server);
  const told = new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve).once('SIGINT', resolve);
  });
  process.stdout.write(`Step Functions endpoint: http://${host.includes(':') ? `[${host}]` : host}:${server.port}\n`);
  if (debug) {
    process.stdout.write(`Debug port: ${debug.port}\n`);
  }
  await told;
  await debug?.close();
  await server.close();
  process.exit(0);
}

async function openDebugPort(port: number, server: RunningEndpoint): Promise<DebugPort> {
  try {
    return await listen(port, server.debugHost);
  } catch (error) {
    await server.close();
    throw new UsageError(`--debug-port: 127.0.0.1:${port} cannot be listened on: ${(error as Error).message}`);
  }
}

function portOf(text: string, option: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UsageError(`${option}: '${text}' is no port from 0 to 65535.`);
  }
  return port;
}

function startTimeOf({ clock, startTime }: ServeOptions): number | undefined {
  if (startTime === undefined) {
    return undefined;
  }
  const moment = parseTimestamp(startTime);
  if (!moment) {
    throw new UsageError(`--start-time: '${startTime}' is no moment such as 2026-01-31T12:00:00Z.`);
  }
  if (clock === 'real') {
    throw new UsageError('--start-time needs --clock virtual: the real clock starts now.');
  }
  return moment.milliseconds;
}

function seedOf(text: string | undefined): number | undefined {
  const seed = text === undefined ? undefined : Number(text);
  if (seed !== undefined && (!Number.isSafeInteger(seed) || seed < 0)) {
    throw new UsageError(`--seed: '${text}' is no whole number of 0 or more.`);
  }
  return seed;
}

function mocksOf(file: string | undefined): MockConfig | undefined {
  if (file === undefined || file === '') {
    return undefined;
  }
  const { config, problems } = readMocks(readText(file));
  refuse(file, problems);
  return config;
}

function tasksOf(options: ServeOptions, log: (line: string) => void): TaskBinding[] {
  const tasks: TaskBinding[] = [];
  const { functions: file } = options;
  if (file !== undefined) {
    const { functions, problems } = readFunctions(readText(file), path.dirname(path.resolve(file)));
    refuse(file, problems);
    tasks.push(
      new FunctionTasks(functions, {
        complete: options.lambdaEndpoint === undefined,
        log: ({ source, text }) => log(`[${source}] ${text}`),
      }),
    );
  }
  return [...tasks, ...lambdaEndpoint(options.lambdaEndpoint)];
}

function refuse(file: string, problems: readonly string[]): void {
  if (problems.length > 0) {
    throw new UsageError(problems.map((problem) => `${file}: ${problem}`).join('\n'));
  }
}

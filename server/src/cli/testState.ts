import { type Command, Option } from 'commander';
import { ApiError } from '../endpoint/apiError';
import { checkRequest } from '../endpoint/checkRequest';
import { requests } from '../endpoint/shapes';
import { testState } from '../endpoint/testState/testState';
import { jsonOf } from '../execution/compileTemplate';
import { seededRandom, uuid } from '../runner/random';
import type { TaskBinding } from '../runner/tasks/binding';
import { type Json, type JsonObject, isObject, object, prettyJson, readJson, writeJson } from '../source/json';
import { LineIndex } from '../source/lineIndex';
import { parse } from '../source/parse';
import { formatOf } from './checkDocument';
import { UsageError, readText } from './files';

interface TestStateOptions {
  readonly state?: string;
  readonly input?: string;
  readonly mock?: string;
  readonly inspectionLevel: string;
  readonly variables?: string;
  readonly context?: string;
}

/** `stepwise test-state`: what the TestState API answers about one state. */
export function registerTestState(program: Command): void {
  program
    .command('test-state')
    .description('Try one state, with its tasks mocked: what AWS TestState answers')
    .argument('<definition>', 'a state alone or a state machine: a file; - reads from standard input')
    .option('--state <name>', 'which state of the state machine')
    .option('--input <json>', 'JSON text, @file, or - for standard input; {} when absent')
    .option('--mock <json>', 'JSON text or @file: {"result": …} or {"errorOutput": {"error", "cause"}}')
    .addOption(
      new Option('--inspection-level <level>', 'how much of the data flow is told')
        .choices(['INFO', 'DEBUG', 'TRACE'])
        .default('INFO'),
    )
    .option('--variables <json>', 'JSON text or @file: the variables that the state sees')
    .option('--context <json>', 'JSON text or @file: the context object that the state sees')
    .action(async (definition: string, options: TestStateOptions) => {
      try {
        process.exitCode = await test(definition, options);
      } catch (error) {
        if (!(error instanceof UsageError)) {
          throw error;
        }
        process.stderr.write(`${error.message}\n`);
        process.exitCode = 2;
      }
    });
}

const unmocked: TaskBinding = {
  perform: ({ stateName, resource }) => ({
    kind: 'failure',
    error: 'Stepwise.UnboundTask',
    cause: `Nothing performs the Task state '${stateName}' (${resource}) here: give its answer with --mock.`,
    local: true,
  }),
};

/** Answers the exit code: 0 SUCCEEDED, 1 anything else or a definition that AWS refuses. */
async function test(definition: string, options: TestStateOptions): Promise<number> {
  const entries: [string, Json | undefined][] = [
    ['definition', readDefinition(definition)],
    ['roleArn', 'arn:aws:iam::123456789012:role/stepwise-local'],
    ['stateName', options.state],
    ['input', options.input === undefined ? undefined : textOf('--input', options.input)],
    ['mock', options.mock === undefined ? undefined : readMock(options.mock)],
    ['inspectionLevel', options.inspectionLevel],
    ['variables', options.variables === undefined ? undefined : textOf('--variables', options.variables)],
    ['context', options.context === undefined ? undefined : textOf('--context', options.context)],
  ];
  const request = object(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined));
  const random = seededRandom();
  try {
    checkRequest(request, requests.TestState);
    const bed = {
      now: Date.now(),
      random,
      uuid: () => uuid(random),
      region: 'us-east-1',
      account: '123456789012',
      limits: 'aws' as const,
      tasks: [unmocked],
    };
    const answer = await testState(request, bed, new AbortController().signal);
    process.stdout.write(`${prettyJson(answer)}\n`);
    return answer['status'] === 'SUCCEEDED' ? 0 : 1;
  } catch (problem) {
    if (!(problem instanceof ApiError)) {
      throw problem;
    }
    const hint = problem.message.startsWith('StateName must') ? ' (--state)' : '';
    process.stderr.write(`${problem.type}: ${problem.message}${hint}\n`);
    return problem.type === 'InvalidDefinition' ? 1 : 2;
  }
}

/** The definition as JSON text: YAML is translated. */
function readDefinition(file: string): string {
  const text = readText(file);
  if (formatOf(file) === 'json') {
    return text;
  }
  const { root, problems } = parse(text, formatOf(file));
  const [problem] = problems;
  if (problem) {
    const { line, character } = new LineIndex(text).position(problem.start);
    throw new UsageError(`${file}:${line + 1}:${character + 1}: ${problem.message}`);
  }
  return writeJson(jsonOf(root) ?? null);
}

/** JSON text as it stands: its numbers keep their spelling. */
function textOf(option: string, given: string): string {
  const file = given.startsWith('@') ? given.slice(1) : given === '-' ? '-' : undefined;
  const text = file === undefined ? given : readText(file);
  const [problem] = readJson(text).problems;
  if (problem) {
    const { line, character } = new LineIndex(text).position(problem.start);
    throw new UsageError(`${file ?? option}:${line + 1}:${character + 1}: ${problem.message}`);
  }
  return text;
}

/** A mock whose result may stand as JSON instead of as a text of it. */
function readMock(given: string): JsonObject {
  const { value } = readJson(textOf('--mock', given));
  if (!isObject(value)) {
    throw new UsageError('--mock must be an object: {"result": …} or {"errorOutput": {"error": …, "cause": …}}.');
  }
  const { result } = value;
  return result === undefined || typeof result === 'string'
    ? value
    : object([...Object.entries(value), ['result', writeJson(result)]]);
}

import { applyEdits, modify } from 'jsonc-parser';
import type { HistoryEvent } from '../execution/history';
import type { KeepAnswerAnswer, KeepAnswerArguments, KeepExecutionAnswer, KeepExecutionArguments } from '../protocol';
import type { TaskAnswer } from '../runner/tasks/binding';
import { answersOf } from '../runner/tasks/recordedTasks';
import { type Json, Redaction, equal, object, prettyJson, readJson } from '../source/json';

/**
 * What an execution did, as files that let it happen again: a test case of a MockConfigFile.json with what its Tasks answered, and
 * its input. `definition` is its text: values that it names are no secret. Throws where a given file cannot be added to.
 */
export function keepExecution(
  history: readonly HistoryEvent[],
  machineName: string,
  definition: string,
  { testCase, redact, mocks }: KeepExecutionArguments,
): KeepExecutionAnswer {
  const redaction = redact === 'nothing' ? undefined : new Redaction((value) => names(definition, value), redact === 'all');
  const states: [string, Json][] = [];
  const responses: [string, Json][] = [];
  for (const [state, tries] of answersOf(history)) {
    const entries = ranges(tries).map(([key, answer]): [string, Json] => [key, mockOf(answer, redaction)]);
    if (entries.length > 0) {
      const name = `${testCase}-${state}`;
      states.push([state, name]);
      responses.push([name, object(entries)]);
    }
  }
  const input = history[0]?.details?.input ?? null;
  const file = new MocksFile(mocks);
  file.put(['StateMachines', machineName, 'TestCases', testCase], object(states));
  responses.forEach(([name, response]) => file.put(['MockedResponses', name], response));
  return {
    mocks: file.text,
    input: `${prettyJson(redaction ? redaction.of(input) : input)}\n`,
    tasks: states.length,
  };
}

/** The result of one Task as a mock of a test case, beside what that has already. Throws where the result is no JSON, or the file cannot be added to. */
export function keepAnswer(machineName: string, { testCase, state, output, mocks }: KeepAnswerArguments): KeepAnswerAnswer {
  const { value, problems } = readJson(output);
  if (value === undefined) {
    throw new Error(`The result of ${state} is no JSON: ${problems[0]?.message ?? 'it is empty'}`);
  }
  const file = new MocksFile(mocks);
  const name = `${testCase}-${state}`;
  file.put(['StateMachines', machineName, 'TestCases', testCase, state], name);
  file.put(['MockedResponses', name], object([['0', object([['Return', value]])]]));
  return { mocks: file.text };
}

/** Whether a text or number stands in a definition as a value of its own. */
function names(definition: string, value: string): boolean {
  return (
    definition.includes(JSON.stringify(value)) ||
    (/^-?[\d.]+$/.test(value) && new RegExp(`(?<![\\w.])${value.replaceAll('.', '\\.')}(?![\\w.])`).test(definition))
  );
}

/** Tries in a row that were answered alike share a range of numbers: `0`, `1-3`. */
function ranges(tries: readonly (TaskAnswer | undefined)[]): [string, TaskAnswer][] {
  const found: { first: number; last: number; answer: TaskAnswer }[] = [];
  tries.forEach((answer, index) => {
    const before = found.at(-1);
    if (answer && before?.last === index - 1 && isAlike(before.answer, answer)) {
      before.last = index;
    } else if (answer) {
      found.push({ first: index, last: index, answer });
    }
  });
  return found.map(({ first, last, answer }) => [first === last ? String(first) : `${first}-${last}`, answer]);
}

function isAlike(a: TaskAnswer, b: TaskAnswer): boolean {
  if (a.kind === 'success') {
    return b.kind === 'success' && equal(a.output, b.output);
  }
  return b.kind === 'failure' && a.error === b.error && a.cause === b.cause;
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/sfn-local-mock-cfg-file.html */
function mockOf(answer: TaskAnswer, redaction: Redaction | undefined): Json {
  if (answer.kind === 'success') {
    return object([['Return', redaction ? redaction.of(answer.output) : answer.output]]);
  }
  const cause = answer.cause === undefined || !redaction ? answer.cause : redaction.text(answer.cause);
  // The format wants an error name; a task that failed without one is told as failed.
  const entries: [string, Json][] = [
    ['Error', answer.error ?? 'States.TaskFailed'],
    ['Cause', cause ?? ''],
  ];
  return object([['Throw', object(entries)]]);
}

/** The text of a MockConfigFile.json; what it holds keeps its spelling. */
class MocksFile {
  text: string;

  /** Throws where the text is no JSON. */
  constructor(before: string | undefined) {
    this.text = before ?? `${prettyJson(object([]))}\n`;
    const { problems } = readJson(this.text);
    if (problems.length > 0) {
      throw new Error(`The file of mocks is no JSON, so nothing can be added to it: ${problems[0]!.message}`);
    }
  }

  put(path: string[], value: Json): void {
    const options = { formattingOptions: { insertSpaces: true, tabSize: 2, eol: '\n' } };
    // Numbers are put in by their own spelling, which JSON.parse would lose.
    this.text = applyEdits(this.text, modify(this.text, path, '\u0000', options)).replace(JSON.stringify('\u0000'), () =>
      indented(prettyJson(value), path.length),
    );
  }
}

function indented(text: string, depth: number): string {
  return text.replaceAll('\n', `\n${'  '.repeat(depth)}`);
}

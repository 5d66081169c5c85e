import { readJson } from '../source/json';

/** Why a text is no JSON, in the words of AWS's parser (recorded from ValidateStateMachineDefinition). */
export interface JsonProblem {
  readonly message: string;
  /** `[Source: (String)"…"; line: 1, column: 4]` */
  readonly location: string;
}

/** What is wrong with the JSON of `text`; undefined when nothing is. Lines and columns are counted from 1, as Jackson does. */
export function jacksonProblem(text: string): JsonProblem | undefined {
  const [problem] = readJson(text).problems;
  if (!problem) {
    return undefined;
  }
  const word = /^[\p{L}\p{N}_$]+/u.exec(text.slice(problem.start))?.[0];
  const unquoted = word !== undefined && !/^[\d-]/.test(word);
  const at = problem.start + (unquoted ? word.length : 0);
  const before = text.slice(0, at).split('\n');
  const location = `[Source: (String)${sourceOf(text)}; line: ${before.length}, column: ${before.at(-1)!.length + 1}]`;
  const message = unquoted
    ? `Unrecognized token '${word}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')`
    : problem.message;
  return { message: `${message}\n at ${location}`, location };
}

/** Jackson quotes at most 500 characters of its source. */
function sourceOf(text: string): string {
  return text.length > 500 ? `"${text.slice(0, 500)}"[truncated ${text.length - 500} chars]` : `"${text}"`;
}

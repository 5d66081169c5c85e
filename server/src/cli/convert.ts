import { writeFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { analyze } from '../analysis/analyze';
import { convertFormat, type Converted } from '../features/convert/convertFormat';
import { canBeRewritten } from '../features/refactor/refactorings';
import { machineToJsonata } from '../features/toJsonata/machine';
import { applyEdits } from '../source/edit';
import { member } from '../source/node';
import { parse, type DocumentFormat } from '../source/parse';
import { formatOf } from './checkDocument';
import { placeOf } from './definition';
import { UsageError, readText } from './files';

const targets = ['json', 'yaml', 'jsonata'] as const;

interface ConvertOptions {
  readonly to: (typeof targets)[number];
  readonly output?: string;
}

/** `stepwise convert`: a state machine in another format or query language. */
export function registerConvert(program: Command): void {
  program
    .command('convert')
    .description('Write a state machine in another format or query language, its meaning kept')
    .argument('<definition>', 'the file; - reads from standard input')
    .addOption(new Option('--to <target>', 'what to make of it').choices(targets).makeOptionMandatory())
    .option('-o, --output <file>', 'write to this file instead of standard output')
    .action((definition: string, options: ConvertOptions) => {
      process.exitCode = convert(definition, options);
    });
}

/** Answers the exit code: 0 converted, 1 the text is broken or no state machine, or states stay in JSONPath, 2 a file cannot be read or written. What is lost is told on standard error. */
function convert(file: string, { to, output }: ConvertOptions): number {
  let text: string;
  try {
    text = readText(file);
  } catch (error) {
    if (!(error instanceof UsageError)) {
      throw error;
    }
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
  const name = file === '-' ? 'standard input' : file;
  const result = converted(file, text, to);
  if ('refusal' in result) {
    process.stderr.write(`${placeOf(name, text, result.start)}: ${result.refusal}\n`);
    return 1;
  }
  for (const { start, message } of result.losses) {
    process.stderr.write(`${placeOf(name, text, start)}: ${message}\n`);
  }
  const code = to === 'jsonata' && result.losses.length > 0 ? 1 : 0;
  if (output === undefined) {
    process.stdout.write(result.text);
    return code;
  }
  try {
    writeFileSync(output, result.text);
  } catch (error) {
    process.stderr.write(`${output} cannot be written: ${(error as Error).message}\n`);
    return 2;
  }
  return code;
}

function converted(file: string, text: string, to: ConvertOptions['to']): Converted {
  const from = file === '-' ? (/^\s*[{[]/.test(text) ? 'json' : 'yaml') : formatOf(file, text);
  const { root } = parse(text, from);
  if (root?.kind === 'object' && !member(root, 'States') && !member(root, 'StartAt')) {
    const refusal = member(root, 'Resources')
      ? 'This is a template: a file that is a state machine is expected. In the editor, each state machine of a template can be converted in place.'
      : 'This is no state machine: an object with "StartAt" and "States" is expected.';
    return { start: root.start, end: root.start, refusal };
  }
  if (to === 'jsonata') {
    return inJsonata(text, from);
  }
  return from === to ? { text, losses: [] } : convertFormat(text, from, to);
}

/** The document with its states in JSONata, in the format that it has; those that stay in JSONPath are told. */
function inJsonata(text: string, format: DocumentFormat): Converted {
  const analysis = analyze(text, { format });
  const [problem] = analysis.problems.filter(({ code }) => code !== 'byte-order-mark');
  if (problem) {
    return { start: problem.start, end: problem.end, refusal: problem.message };
  }
  if (!canBeRewritten(analysis)) {
    return { start: 0, end: 0, refusal: 'What the aliases of this document stand for cannot be written otherwise in its place.' };
  }
  const { edits, refused } = machineToJsonata(analysis);
  return {
    text: applyEdits(text, edits),
    losses: refused.map(({ state, reason }) => ({
      start: state.key.start,
      end: state.key.end,
      message: `"${state.name}" stays in JSONPath. ${reason}.`,
    })),
  };
}

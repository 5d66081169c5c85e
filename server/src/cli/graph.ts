import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Option, type Command } from 'commander';
import type { Analysis } from '../analysis/analysis';
import { draw } from '../graph/draw';
import { mermaid } from '../graph/mermaid';
import { svgFile } from '../graph/svg';
import { type DefinitionFile, placeOf, readDefinition } from './definition';
import { UsageError } from './files';

const formats = ['svg', 'mermaid', 'json'] as const;

interface GraphOptions {
  readonly stateMachine?: string;
  readonly format: (typeof formats)[number];
  readonly output?: string;
}

/** `stepwise graph`: the picture of a state machine. */
export function registerGraph(program: Command): void {
  program
    .command('graph')
    .description('Draw a state machine')
    .argument('<definition>', 'the file; - reads from standard input')
    .option('--state-machine <key>', 'of a template with several: the logical id')
    .addOption(new Option('--format <format>', 'how to draw it').choices(formats).default('svg'))
    .option('-o, --output <file>', 'write to this file instead of standard output')
    .action((definition: string, options: GraphOptions) => {
      process.exitCode = graph(definition, options);
    });
}

/** Answers the exit code: 0 drawn, 1 drawn as far as the broken text allows, or not at all, 2 a file cannot be read or written. */
function graph(definition: string, { stateMachine, format, output }: GraphOptions): number {
  let read: DefinitionFile;
  try {
    read = readDefinition(definition, { stateMachine });
  } catch (error) {
    if (!(error instanceof UsageError)) {
      throw error;
    }
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
  const { name, file, machineName, analysis } = read;
  const [problem] = analysis.problems;
  if (problem) {
    process.stderr.write(`${placeOf(name, analysis.text, problem.start)}: ${problem.message}\n`);
  }
  const result = written(analysis, format, stateMachine === undefined ? path.basename(file) : machineName);
  if (result === undefined) {
    process.stderr.write(`${name}: there is no state machine in it: an object with "StartAt" and "States" is expected.\n`);
    return 1;
  }
  if (output === undefined) {
    process.stdout.write(result);
  } else {
    try {
      writeFileSync(output, result);
    } catch (error) {
      process.stderr.write(`${output} cannot be written: ${(error as Error).message}\n`);
      return 2;
    }
  }
  return problem ? 1 : 0;
}

function written(analysis: Analysis, format: GraphOptions['format'], title: string): string | undefined {
  if (format === 'mermaid') {
    return mermaid(analysis);
  }
  const picture = draw(analysis);
  return picture && (format === 'svg' ? svgFile(picture, { title }) : `${JSON.stringify(picture, undefined, 2)}\n`);
}

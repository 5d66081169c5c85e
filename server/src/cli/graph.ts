import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Option, type Command } from 'commander';
import { analyze } from '../analysis/analyze';
import type { Analysis } from '../analysis/analysis';
import { draw } from '../graph/draw';
import { mermaid } from '../graph/mermaid';
import { svgFile } from '../graph/svg';
import { decodeUtf8 } from '../source/decodeUtf8';
import { LineIndex } from '../source/lineIndex';

const formats = ['svg', 'mermaid', 'json'] as const;

interface GraphOptions {
  readonly format: (typeof formats)[number];
  readonly output?: string;
}

/** `stepwise graph`: the picture of a state machine. */
export function registerGraph(program: Command): void {
  program
    .command('graph')
    .description('Draw a state machine')
    .argument('<definition>', 'the file; - reads from standard input')
    .addOption(new Option('--format <format>', 'how to draw it').choices(formats).default('svg'))
    .option('-o, --output <file>', 'write to this file instead of standard output')
    .action((definition: string, options: GraphOptions) => {
      process.exitCode = graph(definition, options);
    });
}

/** Answers the exit code: 0 drawn, 1 drawn as far as the broken text allows, or not at all, 2 a file cannot be read or written. */
function graph(definition: string, { format, output }: GraphOptions): number {
  const name = definition === '-' ? 'standard input' : definition;
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(definition === '-' ? 0 : definition);
  } catch (error) {
    process.stderr.write(`${name} cannot be read: ${(error as Error).message}\n`);
    return 2;
  }
  const { text } = decodeUtf8(bytes);
  const analysis = analyze(text, { format: /\.ya?ml$/i.test(definition) ? 'yaml' : 'json' });
  const [problem] = analysis.problems;
  if (problem) {
    const { line, character } = new LineIndex(text).position(problem.start);
    process.stderr.write(`${name}:${line + 1}:${character + 1}: ${problem.message}\n`);
  }
  const result = written(analysis, format, path.basename(definition));
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

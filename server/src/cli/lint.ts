import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { globSync } from 'tinyglobby';
import type { WorkflowType } from '../analysis/analysis';
import { decodeUtf8 } from '../source/decodeUtf8';
import { repairAll } from '../features/codeActions';
import { applyEdits } from '../source/edit';
import type { CheckedDocument, DocumentOptions } from './checkDocument';
import { checkDocument } from './checkDocument';
import type { LintFormat } from './lintFormats';
import { LintProjects } from './lintProject';
import { formatDocuments, lintFormats, summarize } from './lintFormats';

interface LintOptions {
  readonly format: LintFormat;
  readonly kind: DocumentOptions['kind'];
  readonly type: WorkflowType;
  readonly config?: string;
  readonly maxWarnings?: number;
  readonly fix?: boolean;
  readonly stdinPath: string;
}

/** Definitions that a folder is searched for. */
const definitionPattern =
  '**/{*.{asl,asl.json,asl.yaml,asl.yml,jobdef.json,jobdef.yaml,batch.json,batch.yaml},template.{json,yaml,yml}}';
/** A repair may make another one possible; behind so many rounds something goes in circles. */
const maxRounds = 10;

/** `stepwise lint`: checks documents and tells what is wrong with them. */
export function registerLint(program: Command): void {
  program
    .command('lint')
    .description('Check state machines and Batch job definitions')
    .argument('<path...>', 'files, folders or glob patterns; - reads from standard input')
    .addOption(new Option('--format <format>', 'how to tell the findings').choices(lintFormats).default('pretty'))
    .addOption(new Option('--kind <kind>', 'what the documents are').choices(['auto', 'state-machine', 'batch']).default('auto'))
    .addOption(
      new Option('--type <type>', 'the type that the state machines will have')
        .choices(['STANDARD', 'EXPRESS'])
        .default('STANDARD'),
    )
    .option('--config <file>', 'a stepwise.config.json with severities, in place of the nearest one of each file')
    .option('--max-warnings <n>', 'fail when there are more warnings', wholeNumber)
    .option('--fix', 'repair what can be repaired safely')
    .option('--stdin-path <path>', 'the name of the document on standard input', 'stdin.asl.json')
    .action((patterns: string[], options: LintOptions) => {
      process.exitCode = lint(patterns, options);
    });
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) {
    throw new InvalidArgumentError('It must be a whole number.');
  }
  return Number(text);
}

/** Answers the exit code: 0 fine, 1 problems found, 2 wrong usage or an unreadable file. */
function lint(patterns: readonly string[], options: LintOptions): number {
  let isUnreadable = false;
  const complain = (message: string) => {
    process.stderr.write(`${message}\n`);
    isUnreadable = true;
  };
  if (options.fix && patterns.includes('-')) {
    complain('--fix changes files; it cannot be used with standard input.');
    return 2;
  }
  const files = patterns.flatMap((pattern) => expand(pattern, complain));
  if (options.format === 'aws' && files.length > 1) {
    complain(`--format aws tells of one document, but there are ${files.length}.`);
    return 2;
  }
  const projects = new LintProjects(options.config, complain);
  const documents: CheckedDocument[] = [];
  const types = new Map<string, WorkflowType>();
  // The definitions that a template names join the list while it is being worked off.
  const named = new Set(files.map((file) => (file === '-' ? file : path.normalize(file))));
  for (const file of named) {
    const document = checkFile(
      file,
      {
        ...options,
        type: types.get(file) ?? options.type,
        ...projects.optionsFor(file === '-' ? options.stdinPath : file),
        consequences: options.format === 'aws',
      },
      complain,
    );
    if (document) {
      documents.push(document);
    }
    for (const definition of options.format === 'aws' ? [] : (document?.definitions ?? [])) {
      types.set(definition.file, definition.type);
      named.add(definition.file);
    }
  }
  if (documents.length > 0 || !isUnreadable) {
    const colour = process.stdout.isTTY && !process.env['NO_COLOR'];
    if (options.format !== 'aws' || documents.length === 1) {
      process.stdout.write(formatDocuments(documents, options.format, colour));
    }
  }
  const { errors, warnings } = summarize(documents);
  if (isUnreadable) {
    return 2;
  }
  return errors > 0 || warnings > (options.maxWarnings ?? Infinity) ? 1 : 0;
}

/** The files that an argument means: itself, those of a folder, or those that fit a pattern. */
function expand(pattern: string, complain: (message: string) => void): string[] {
  if (pattern === '-') {
    return [pattern];
  }
  const stats = statSync(pattern, { throwIfNoEntry: false });
  if (stats && !stats.isDirectory()) {
    return [pattern];
  }
  const files = stats
    ? globSync(definitionPattern, { cwd: pattern, ignore: ['**/node_modules/**'], dot: false }).map((file) =>
        path.join(pattern, file),
      )
    : /[*?[{]/.test(pattern)
      ? globSync(pattern.replace(/\\/g, '/'), { ignore: ['**/node_modules/**'] })
      : undefined;
  if (!files) {
    complain(`${pattern}: there is no such file.`);
  } else if (files.length === 0) {
    complain(stats ? `${pattern}: the folder holds no definition.` : `${pattern}: no file fits this pattern.`);
  }
  return (files ?? []).sort();
}

function checkFile(
  file: string,
  options: LintOptions & DocumentOptions,
  complain: (message: string) => void,
): CheckedDocument | undefined {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    complain(`${file === '-' ? 'Standard input' : file} cannot be read: ${(error as Error).message}`);
    return undefined;
  }
  const name = file === '-' ? options.stdinPath : file;
  const { text, problems } = decodeUtf8(bytes);
  let document = checkDocument(name, text, problems, options);
  // Text that was not UTF-8 has lost bytes on the way: writing it back would make that final.
  if (options.fix && !problems.some((p) => p.code === 'invalid-encoding')) {
    for (let round = 0; round < maxRounds && typeof document !== 'string'; round++) {
      const repair = repairAll(document.findings);
      if (!repair) {
        break;
      }
      const repaired = applyEdits(document.text, repair.edits);
      document = checkDocument(name, repaired, problems, options);
    }
    if (typeof document !== 'string' && document.text !== text) {
      writeFileSync(file, document.text);
    }
  }
  if (typeof document === 'string') {
    complain(document);
    return undefined;
  }
  return { ...document, path: name.split(path.sep).join('/') };
}

import type { Analysis, WorkflowType } from '../analysis/analysis';
import { selectDefinition, type SelectOptions } from '../analysis/selectDefinition';
import { baseName, folderOf, machineNameOf, resolveFrom } from '../project/paths';
import { substitutionsFrom } from '../project/substitutions';
import { LineIndex } from '../source/lineIndex';
import type { DocumentFormat } from '../source/parse';
import { parse } from '../source/parse';
import type { Substitutions } from '../source/substitute';
import { LaunchProblem, readText } from './launchFiles';

/** What of a launch configuration says which state machine it is about. */
export interface DefinitionArguments {
  /** The definition, or a template: a path, or the URI of an editor that is no file yet. */
  readonly program?: string;
  /** Of a template: the logical id. */
  readonly stateMachine?: string;
  /** A JSON or YAML file with values for `${Name}`. */
  readonly substitutions?: string;
  /** The text of `program` as it is in the editor, saved or not; without it the file is read. */
  readonly text?: string;
  /** How it is written, where its name does not tell. */
  readonly format?: DocumentFormat;
}

/** The state machine that a launch configuration names. */
export interface LaunchDefinition {
  /** The file with the definition; of a template perhaps another one. */
  readonly path: string;
  /** What mocks and ARNs call it: the logical id, else the name of the file. */
  readonly machineName: string;
  /** Where the definition is in a template itself. */
  readonly stateMachine?: string;
  readonly analysis: Analysis;
  /** What another text of that file says; absent where the state machine is no longer in it. */
  readonly reread: (text: string) => Analysis | undefined;
}

/** Reads the state machine that is to be run. Throws a LaunchProblem where there is none, or none is chosen. */
export async function readLaunchDefinition(
  args: DefinitionArguments & { readonly program: string },
  type: WorkflowType | undefined,
  ofProject: ReadonlyMap<string, string>,
): Promise<LaunchDefinition> {
  const { program: path, stateMachine } = args;
  const given =
    args.substitutions === undefined ? undefined : await readSubstitutions(resolveFrom(folderOf(path), args.substitutions));
  const substitutions: Substitutions = (name) => given?.get(name) ?? ofProject.get(name);
  const text = typeof args.text === 'string' ? args.text : await readText(path, 'the definition');
  const options: SelectOptions = { format: args.format ?? formatOf(path, text), stateMachine, type, substitutions };
  const selected = selectDefinition(text, options);
  if (selected.kind === 'refused') {
    throw new LaunchProblem(
      `${baseName(path)}: ${selected.message}${stateMachine === undefined && selected.message.includes('several') ? ' ("stateMachine")' : ''}`,
    );
  }
  const machineName = selected.stateMachine ?? (machineNameOf(path) || 'local');
  if (selected.kind === 'definition') {
    const { analysis } = selected;
    return { path, machineName, stateMachine: selected.stateMachine, analysis, reread: rereader(options) };
  }
  const file = resolveFrom(folderOf(path), selected.path);
  const fileText = await readText(file, `the definition of "${machineName}"`);
  const inner: SelectOptions = { format: formatOf(file, fileText), type: selected.type, substitutions: selected.substitutions };
  const reread = rereader(inner);
  const analysis = reread(fileText);
  if (!analysis) {
    throw new LaunchProblem(`${file} is no state machine, but the definition of "${machineName}" should be in it.`);
  }
  return { path: file, machineName, analysis, reread };
}

function rereader(options: SelectOptions): LaunchDefinition['reread'] {
  return (text) => {
    const selected = selectDefinition(text, options);
    return selected.kind === 'definition' ? selected.analysis : undefined;
  };
}

async function readSubstitutions(file: string): Promise<ReadonlyMap<string, string>> {
  const text = await readText(file, 'the substitutions');
  const { root, problems } = parse(text, formatOf(file, text));
  const values = new Map<string, string>();
  const [problem] = problems.length > 0 ? problems : substitutionsFrom(root, values);
  if (problem) {
    const { line, character } = new LineIndex(text).position(problem.start);
    throw new LaunchProblem(`${file}:${line + 1}:${character + 1}: ${problem.message}`);
  }
  return values;
}

/** How a file is written: by the name where it tells, else by the first character. */
export function formatOf(path: string, text: string): DocumentFormat {
  return /\.ya?ml$/i.test(path) || (/\.(?:template|txt|cfn)$/i.test(path) && /^\s*[^\s{[]/.test(text)) ? 'yaml' : 'json';
}

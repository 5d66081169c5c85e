import { LineIndex } from '../source/lineIndex';
import { baseName, folderOf, isRoot, machineNameOf, resolveFrom, samePath } from './paths';
import { projectFileName, readProject, type ProjectProblem, type ProjectSample } from './project';
import type { Severities } from './severities';
import { testCasesOf } from './testCases';

/** What reading a project needs of its surroundings; nothing else is touched. */
export interface ProjectFiles {
  /** The text of a file; undefined when there is none that can be read. */
  readFile(path: string): Promise<string | undefined>;
  /** Names (not paths) of the files in a folder; empty when there is none. */
  listFiles(folder: string): Promise<readonly string[]>;
}

/** The project a definition belongs to, its paths made absolute. */
export interface FoundProject {
  /** Path of the `stepwise.config.json`; absent when there is none upwards of the definition. */
  readonly file?: string;
  readonly mocks?: string;
  readonly functions?: string;
  /** Definitions of state machines that Tasks start, by name or ARN; of a template's stands `#` and the logical id behind the path. */
  readonly stateMachines: ReadonlyMap<string, string>;
  /** Test cases that the mocks have for this definition. */
  readonly testCases: readonly string[];
  /** Values of `${Name}` in its definitions. */
  readonly substitutions: ReadonlyMap<string, string>;
  /** Samples for this definition: those of the file first, then the input files beside the definition. */
  readonly samples: readonly ProjectSample[];
  readonly problems: readonly ProjectProblem[];
  /** Severities of findings, by rule and by pillar; none without a file. */
  readonly severities?: { readonly rules: Severities; readonly pillars: Severities };
  /** Text of the file, which the problems point into. */
  readonly text?: string;
}

/** Finds and reads the nearest `stepwise.config.json` upwards of a definition (absolute path or URI), and the sample inputs for it; `stateMachine` is the one of a template. */
export async function findProject(definition: string, files: ProjectFiles, stateMachine?: string): Promise<FoundProject> {
  const name = stateMachine ?? machineNameOf(definition);
  const beside = await inputFilesBeside(definition, name, files);
  for (let folder = folderOf(definition); ; folder = folderOf(folder)) {
    const file = resolveFrom(folder, projectFileName);
    const text = await files.readFile(file);
    if (text !== undefined) {
      const { project, problems } = readProject(text);
      const absolute = (path: string | undefined) => (path === undefined ? undefined : resolveFrom(folder, path));
      const own = project.samples
        .filter((sample) => sample.definition === undefined || samePath(resolveFrom(folder, sample.definition), definition))
        .map((sample) => ({ ...sample, inputFile: absolute(sample.inputFile), definition: absolute(sample.definition) }));
      const listed = new Set(own.map((sample) => sample.inputFile));
      const samples = [...own, ...beside.filter((sample) => !listed.has(sample.inputFile))];
      const mocks = absolute(project.mocks);
      const mocksText = mocks === undefined ? undefined : await files.readFile(mocks);
      const testCases = mocksText === undefined ? [] : testCasesOf(mocksText, name);
      return {
        file,
        text,
        mocks,
        functions: absolute(project.functions),
        stateMachines: new Map(Array.from(project.stateMachines, ([named, path]) => [named, resolveFrom(folder, path)])),
        testCases,
        samples,
        substitutions: project.substitutions,
        problems,
        severities: { rules: project.rules, pillars: project.pillars },
      };
    }
    if (isRoot(folder)) {
      return { stateMachines: new Map(), testCases: [], samples: beside, substitutions: new Map(), problems: [] };
    }
  }
}

/** `inputs/*.json` and `<definition>.input*.json` beside the definition, sorted by name. */
async function inputFilesBeside(definition: string, stem: string, files: ProjectFiles): Promise<ProjectSample[]> {
  const folder = folderOf(definition);
  const belongs = (name: string) =>
    name.startsWith(`${stem}.`) && /^(?:asl\.)?(?:json\.)?input.*\.json$/.test(name.slice(stem.length + 1));
  const [own, shared] = await Promise.all([files.listFiles(folder), files.listFiles(resolveFrom(folder, 'inputs'))]);
  const sample = (path: string): ProjectSample => ({
    name: path.replace(/^inputs\//, '').replace(/\.json$/, ''),
    description: path,
    inputFile: resolveFrom(folder, path),
  });
  return [
    ...shared.filter((name) => name.endsWith('.json')).map((name) => `inputs/${name}`),
    ...own.filter((name) => name !== baseName(definition) && belongs(name)),
  ]
    .sort((a, b) => (a < b ? -1 : 1))
    .map(sample);
}

/** The problems of a project file as lines `file:line:column: message`, counted from 1. */
export function problemLines({ file, text, problems }: FoundProject): string[] {
  const index = new LineIndex(text ?? '');
  return problems.map(({ start, message }) => {
    const { line, character } = index.position(start);
    return `${file}:${line + 1}:${character + 1}: ${message}`;
  });
}

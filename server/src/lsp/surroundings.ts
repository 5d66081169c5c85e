import { functionOf, stateWhoseErrorsAreNamed } from '../features/functionOf';
import { noKnowledge, type Knowledge, type Sample } from '../features/knowledge';
import { bareFunctionName, type FunctionSource, sourcesOfFunctions, sourcesOfTemplate } from '../project/functionSources';
import { folderOf } from '../project/paths';
import { languageOfSource, raisedErrors } from '../project/raisedErrors';
import { findProject, type FoundProject } from '../project/samples';
import { type Json, readJson } from '../source/json';
import { substitute } from '../source/substitute';
import type { Part } from './documents';
import type { Host } from './host';
import type { Placeholders } from './placeholders';

/** So many samples are looked at, each of so many characters at most. */
const mostSamples = 8;
const longestSample = 500_000;
/** Of a function's code. */
const mostSources = 40;
const longestSource = 300_000;

/** Brings what the files around a definition say of its data and its functions. */
export class Surroundings {
  /** Samples by their text, so that the same text is the same data. */
  private readonly read = new Map<string, Json | undefined>();

  constructor(
    private readonly host: Host,
    private readonly placeholders: Placeholders,
    private readonly now: () => number,
  ) {}

  /** What is known for completion at `offset`. */
  async forCompletion(part: Part, offset: number): Promise<Knowledge> {
    const state = stateWhoseErrorsAreNamed(part.analysis, offset);
    const node = state && functionOf(state);
    const project = await this.projectOf(part);
    return {
      samples: await this.samplesOf(project),
      raised: node ? await this.raisedBy(part, node, project) : [],
      now: this.now(),
    };
  }

  /** What is known of the data: for hovers and hints. */
  async forData(part: Part): Promise<Knowledge> {
    return { ...noKnowledge, samples: await this.samplesOf(await this.projectOf(part)) };
  }

  private async projectOf({ text, resource }: Part): Promise<FoundProject | undefined> {
    const path = this.host.pathOf(text.uri);
    return path === undefined ? undefined : findProject(path, this.host.files, resource?.key);
  }

  private async samplesOf(project: FoundProject | undefined): Promise<readonly Sample[]> {
    const samples: Sample[] = [];
    for (const { name, input, inputFile } of (project?.samples ?? []).slice(0, mostSamples)) {
      const text = input ?? (inputFile === undefined ? undefined : await this.host.files.readFile(inputFile));
      const value = text === undefined || text.length > longestSample ? undefined : this.valueOf(text);
      if (value !== undefined) {
        samples.push({ name, value });
      }
    }
    return samples;
  }

  private valueOf(text: string): Json | undefined {
    if (!this.read.has(text)) {
      if (this.read.size >= 4 * mostSamples) {
        this.read.delete(this.read.keys().next().value!);
      }
      this.read.set(text, readJson(text).value);
    }
    return this.read.get(text);
  }

  private async raisedBy(
    part: Part,
    node: NonNullable<ReturnType<typeof functionOf>>,
    project: FoundProject | undefined,
  ): Promise<string[]> {
    const reference = await this.referenceOf(part, node);
    const source = reference === undefined ? undefined : await this.sourceOf(part, bareFunctionName(reference), project);
    if (!source) {
      return [];
    }
    const names = new Set<string>();
    for (const [file, text] of await this.textsOf(source)) {
      const language = languageOfSource(file);
      raisedErrors(text, language ?? 'node').forEach((name) => names.add(name));
    }
    return [...names];
  }

  /** The function's name or ARN, its placeholders replaced. */
  private async referenceOf(part: Part, node: NonNullable<ReturnType<typeof functionOf>>): Promise<string | undefined> {
    if (node.kind === 'placeholder') {
      return (await this.placeholders.valueOf(part, node.name)) ?? node.name;
    }
    if (node.kind !== 'string') {
      return undefined;
    }
    const values = new Map<string, string>();
    for (const [, name] of node.value.matchAll(/\$\{([^}]+)\}/g)) {
      values.set(name!, (await this.placeholders.valueOf(part, name!)) ?? name!);
    }
    const replaced = substitute(node, (name) => values.get(name));
    return replaced.kind === 'string' ? replaced.value : undefined;
  }

  /** Where the function's code is: functions.json goes before the template. */
  private async sourceOf(part: Part, name: string, project: FoundProject | undefined): Promise<FunctionSource | undefined> {
    const file = project?.functions;
    const text = file === undefined ? undefined : await this.host.files.readFile(file);
    const listed = text === undefined || file === undefined ? [] : sourcesOfFunctions(text, folderOf(file));
    const found = listed.find((each) => each.name === name);
    if (found) {
      return found;
    }
    const template = await this.placeholders.templateFor(part);
    return template && sourcesOfTemplate(template.root, template.folder).find((each) => each.name === name);
  }

  /** Source files by name, and their text. */
  private async textsOf({ path, code, runtime }: FunctionSource): Promise<[string, string][]> {
    if (code !== undefined) {
      return [[runtime?.startsWith('python') ? 'inline.py' : 'inline.js', code]];
    }
    const pattern = runtime?.startsWith('python')
      ? /\.py$/
      : runtime?.startsWith('nodejs')
        ? /\.[cm]?[jt]s$/
        : /\.(?:py|[cm]?[jt]s)$/;
    const files = path === undefined ? [] : await this.host.findFiles(path, pattern);
    const texts: [string, string][] = [];
    for (const file of files.filter((each) => languageOfSource(each) !== undefined).slice(0, mostSources)) {
      const text = await this.host.files.readFile(file);
      if (text !== undefined && text.length <= longestSource) {
        texts.push([file, text]);
      }
    }
    return texts;
  }
}

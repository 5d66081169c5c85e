import { compile } from '../execution/compile';
import type { Program } from '../execution/program';
import { baseName, resolveFrom } from '../project/paths';
import { findProject } from '../project/samples';
import type { HostedExecution } from '../runner/overseer';
import { projectFiles } from '../runner/projectFiles';
import { type Json, readJson } from '../source/json';
import { parse } from '../source/parse';
import { findStateMachines } from '../source/template';
import { differences, matching, saysTheSame } from './definitionMatch';
import { EditorSource } from './editorSource';
import { formatOf, readLaunchDefinition } from './launchDefinition';
import { LaunchProblem, readText } from './launchFiles';

/** What an attach configuration says about the definition of a state machine. */
export interface GivenSource {
  /** The file of a definition, or a template. */
  readonly program: string | undefined;
  /** Of a template: the logical id. */
  readonly stateMachine: string | undefined;
  /** Name or ARN of the state machine that `program` is the definition of, whatever it says. */
  readonly machine: string | undefined;
}

/** How many differences are told. */
const toldDifferences = 5;

interface SourceFile {
  text: string;
  readonly sources: readonly EditorSource[];
}

/** The files that may hold the definitions of executions that were started elsewhere: those with breakpoints, and the given one. */
export class AttachedSources {
  readonly #files = new Map<string, SourceFile>();
  /** Texts of editors, saved or not. */
  readonly #texts = new Map<string, string>();
  /** State machines, by ARN and definition, that were told about. */
  readonly #told = new Set<string>();

  constructor(private readonly given: GivenSource) {}

  get all(): EditorSource[] {
    return [...this.#files.values()].flatMap(({ sources }) => sources);
  }

  /** What the sources say, as far as it can be run. */
  get programs(): Program[] {
    return this.all.flatMap(({ analysis }) => (analysis.machine && compile(analysis.machine).program) ?? []);
  }

  /** The definitions in a file, by its text as it is now. Throws a LaunchProblem where there is none. */
  async in(path: string): Promise<readonly EditorSource[]> {
    const key = resolveFrom('', path);
    const text = this.#texts.get(key) ?? (await readText(path, 'the source of breakpoints'));
    const known = this.#files.get(key);
    if (known) {
      if (known.text !== text) {
        known.text = text;
        known.sources.forEach((source) => source.take(text));
        this.#told.clear();
      }
      return known.sources;
    }
    const sources = await this.#read(path, text);
    this.#files.set(key, { text, sources });
    this.#told.clear();
    return sources;
  }

  /** An editor shows this text of a file. */
  async take(path: string, text: string): Promise<void> {
    this.#texts.set(resolveFrom('', path), text);
    if (this.#files.has(resolveFrom('', path))) {
      await this.in(path);
    }
  }

  /** The source of an execution's definition; `note`: what the user should hear about it, once. */
  async of(
    execution: HostedExecution,
  ): Promise<{ readonly source: EditorSource | undefined; readonly note: string | undefined }> {
    const { program } = this.given;
    for (const path of new Set([...(program === undefined ? [] : [program]), ...this.#files.keys()])) {
      await this.in(path).catch(() => undefined);
    }
    const { machineName, machineArn, definition, runner } = execution;
    const written = readJson(definition).value ?? null;
    const source =
      this.#forced(execution) ?? matching(this.all, { machineName, definition: written, program: runner.program })?.source;
    const about = `${machineArn} ${definition}`;
    const isNew = !this.#told.has(about);
    this.#told.add(about);
    return { source, note: isNew ? this.#note(execution, written, source) : undefined };
  }

  #forced({ machineName, machineArn }: HostedExecution): EditorSource | undefined {
    const { program, machine, stateMachine } = this.given;
    if (program === undefined || machine === undefined || (machine !== machineName && machine !== machineArn)) {
      return undefined;
    }
    const sources = this.#files.get(resolveFrom('', program))?.sources ?? [];
    return sources.find(({ definition }) => stateMachine === undefined || definition.stateMachine === stateMachine);
  }

  #note({ machineName, runner }: HostedExecution, written: Json, source: EditorSource | undefined): string {
    if (!source) {
      const files = this.all.map(({ definition }) => definition.name);
      const searched = files.length === 0 ? 'no file with a definition has breakpoints' : `looked for it in ${files.join(', ')}`;
      return (
        `Executions of '${machineName}' are not debugged: their definition was not found (${searched}). Set a breakpoint in its file, ` +
        'or name the file as "program" and the state machine as "machine" in the attach configuration.'
      );
    }
    const { name } = source.definition;
    if (saysTheSame(source, written)) {
      return `Executions of '${machineName}' are debugged with ${name}.`;
    }
    const different = differences(source, runner.program).map((state) => `'${state}'`);
    const told = different.slice(0, toldDifferences).join(', ');
    const more = different.length - toldDifferences;
    const states = different.length === 0 ? 'the same states' : `other states: ${told}${more > 0 ? ` and ${more} more` : ''}`;
    return `Executions of '${machineName}' are debugged with ${name}, which is not what the endpoint runs; it has ${states}.`;
  }

  async #read(path: string, text: string): Promise<EditorSource[]> {
    const { substitutions } = await findProject(path, projectFiles);
    const format = formatOf(path, text);
    const machines = findStateMachines(parse(text, format).root, text).map(({ key }) => key);
    const sources: EditorSource[] = [];
    const problems: string[] = [];
    for (const stateMachine of machines.length > 0 ? machines : [undefined]) {
      try {
        const args = { program: path, text, ...(stateMachine === undefined ? {} : { stateMachine }) };
        const read = await readLaunchDefinition(args, undefined, substitutions);
        if (!read.analysis.machine || read.analysis.symbols.states.length === 0) {
          throw new LaunchProblem(`${baseName(path)} holds no state machine.`);
        }
        const { path: program, machineName, analysis, reread } = read;
        sources.push(
          new EditorSource({ program, name: baseName(program), machineName, stateMachine: read.stateMachine, analysis, reread }),
        );
      } catch (problem) {
        if (!(problem instanceof LaunchProblem)) {
          throw problem;
        }
        problems.push(problem.message);
      }
    }
    if (sources.length === 0) {
      throw new LaunchProblem(problems.join(' '));
    }
    return sources;
  }
}

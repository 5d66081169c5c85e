import { placeholdersIn } from '../source/substitute';
import { namedValue, templateValue } from '../source/templateValues';
import { baseName, folderOf, machineNameOf, resolveFrom } from './paths';
import { projectFileName } from './project';
import { type FoundProject, type ProjectFiles, findProject } from './samples';
import { type Template, machineNamed, nameInArn, readTemplate, searchTemplate } from './templates';

/** Where the definition of a state machine stands. */
export interface MachinePlace {
  /** The name that executions of it have in their ARN. */
  readonly name: string;
  /** A definition, or a template. */
  readonly path: string;
  /** Of a template: the logical id. */
  readonly stateMachine?: string;
}

/** Whose Task starts the state machine. */
export type Starter = Pick<MachinePlace, 'path' | 'stateMachine'>;

/** What the search needs of its surroundings. */
export interface MachineSearch {
  readonly files: ProjectFiles;
  /** Paths of the files below a folder whose names match. */
  findFiles(folder: string, name: RegExp): Promise<readonly string[]>;
  /** The folder that is searched at last; that of the project, or of the definition, when absent. */
  readonly workspace?: string;
}

const definitionName = /\.asl(?:\.json|\.ya?ml)?$/;
const plainName = /^(?!.*\.asl\.).*\.(?:json|ya?ml)$/;

/**
 * Finds the state machine that a Task starts, by its ARN: in `stateMachines` of stepwise.config.json, in the template that the starter
 * is deployed with, beside the starter's file, and in the workspace. A `${Name}` in it has the value that the template gives it.
 * Answers for the user why there is none.
 */
export async function findStartedMachine(
  reference: string,
  starter: Starter,
  search: MachineSearch,
): Promise<MachinePlace | { readonly problem: string }> {
  const { files } = search;
  const [project, deployed] = await Promise.all([findProject(starter.path, files), templateOf(starter, files)]);
  const arn = withValues(reference, deployed);
  const name = nameInArn(arn) ?? (/^[\w.-]+$/.test(arn) ? arn : undefined);
  const bound = boundIn(project, reference, arn, name);
  if (bound) {
    return bound;
  }
  if (name === undefined) {
    const [open] = placeholdersIn(arn);
    return {
      problem: open
        ? `It is not known which state machine '${reference}' is: give \${${open.name}} a value ("substitutions" in ${projectFileName}), or name the definition there: ${binding(open.name, starter)}.`
        : `'${reference}' is no ARN of a state machine, such as arn:aws:states:us-east-1:123456789012:stateMachine:name.`,
    };
  }
  const resource = deployed && machineNamed(deployed.template, name);
  if (resource) {
    return { name, path: deployed.template.path, stateMachine: resource.key };
  }
  const beside = await definitionsBeside(name, starter, files);
  const root = search.workspace ?? (project.file === undefined ? folderOf(starter.path) : folderOf(project.file));
  const found = beside.length > 0 ? beside : await definitionsBelow(root, name, search);
  if (found.length === 1) {
    return { name, path: found[0]! };
  }
  const told = baseName(starter.path);
  return {
    problem:
      found.length > 1
        ? `Several files may be the definition of the state machine '${name}': ${found.join(', ')}. Say which in ${projectFileName}: ${binding(name, starter)}.`
        : `No definition of the state machine '${name}' was found: ${deployed ? `it is not in ${baseName(deployed.template.path)}, and ` : ''}` +
          `no ${name}.asl.json or ${name}.asl.yaml is beside ${told} or below ${root}. ` +
          `Name it in ${projectFileName}: ${binding(name, starter)}; or give the Task a mock.`,
  };
}

function binding(name: string, { path }: Starter): string {
  return `"stateMachines": {"${name}": "path/to/${name === machineNameOf(path) ? 'definition' : name}.asl.json"}`;
}

interface Deployed {
  readonly template: Template;
  readonly machine: Template['machines'][number] | undefined;
}

/** The template that a state machine is deployed with: the one that it is in, or one whose DefinitionUri leads to it. */
async function templateOf(
  { path, stateMachine }: Starter,
  files: ProjectFiles,
): Promise<(Deployed & { template: Template }) | undefined> {
  const read = async (file: string): Promise<Template | undefined> => {
    const text = await files.readFile(file);
    return text === undefined ? undefined : readTemplate(file, text);
  };
  if (stateMachine === undefined) {
    return searchTemplate(path, (folder) => files.listFiles(folder), read);
  }
  const template = await read(path);
  return template && { template, machine: template.machines.find(({ key }) => key === stateMachine) };
}

function withValues(reference: string, deployed: Deployed | undefined): string {
  if (!deployed) {
    return reference;
  }
  const { template, machine } = deployed;
  return placeholdersIn(reference).reduce((text, { name }) => {
    const own = machine?.substitutions.get(name);
    const value = own ? templateValue(own.value, template.root) : namedValue(name, template.root);
    return text.replace(`\${${name}}`, value ?? `\${${name}}`);
  }, reference);
}

/** What stepwise.config.json says: by the ARN, the name, or the placeholder that stands for it. */
function boundIn(project: FoundProject, reference: string, arn: string, name: string | undefined): MachinePlace | undefined {
  const [open] = placeholdersIn(reference);
  const keys = [arn, arn.replace(/#.*$/, ''), /^(?:[^:]*:){6}[^:#]*/.exec(arn)?.[0], name, open?.name];
  const written = keys
    .map((key) => (key === undefined ? undefined : project.stateMachines.get(key)))
    .find((each) => each !== undefined);
  if (written === undefined) {
    return undefined;
  }
  const [path = '', stateMachine] = written.split('#');
  return { name: name ?? stateMachine ?? machineNameOf(path), path, ...(stateMachine === undefined ? {} : { stateMachine }) };
}

async function definitionsBeside(name: string, { path }: Starter, files: ProjectFiles): Promise<string[]> {
  const folder = folderOf(path);
  const named = (await files.listFiles(folder)).filter((each) => machineNameOf(each) === name);
  const definitions = named.filter((each) => definitionName.test(each));
  if (definitions.length > 0) {
    return definitions.map((each) => resolveFrom(folder, each));
  }
  const others = named.filter((each) => plainName.test(each)).map((each) => resolveFrom(folder, each));
  const texts = await Promise.all(others.map((each) => files.readFile(each)));
  return others.filter((_, index) => /["']?\bStartAt\b["']?\s*:/.test(texts[index] ?? ''));
}

async function definitionsBelow(root: string, name: string, search: MachineSearch): Promise<string[]> {
  const paths = await search.findFiles(root, definitionName);
  return [...new Set(paths.filter((path) => machineNameOf(path) === name))];
}

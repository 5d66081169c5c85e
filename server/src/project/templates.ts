import { member, type Node } from '../source/node';
import { parse, type DocumentFormat } from '../source/parse';
import { mentionsStateMachine } from '../source/looksLike';
import { findStateMachines, type TemplateStateMachine } from '../source/template';
import { namedValue } from '../source/templateValues';
import { folderOf, isRoot, resolveFrom, samePath } from './paths';
import type { ProjectFiles } from './samples';

/** A CloudFormation or SAM template that has been read. */
export interface Template {
  readonly path: string;
  readonly text: string;
  readonly root: Node | undefined;
  readonly machines: readonly TemplateStateMachine[];
}

/** So many folders upwards a definition is looked for in templates. */
const mostFolders = 4;
const mostFiles = 20;

/** The template above a file whose DefinitionUri leads to it, and the state machine that it is there; `read` answers what holds no state machine with undefined. */
export async function searchTemplate<T extends Template>(
  path: string,
  listFiles: ProjectFiles['listFiles'],
  read: (path: string) => Promise<T | undefined>,
): Promise<{ readonly template: T; readonly machine: TemplateStateMachine } | undefined> {
  let folder = folderOf(path);
  for (let i = 0; i < mostFolders && folder !== ''; i++, folder = folderOf(folder)) {
    const names = await listFiles(folder);
    for (const name of names
      .filter((each) => /\.(?:ya?ml|template)$|^template\.json$|\.template\.json$/i.test(each))
      .slice(0, mostFiles)) {
      const file = resolveFrom(folder, name);
      const template = samePath(file, path) ? undefined : await read(file);
      const machine = template?.machines.find(
        ({ definition }) => definition.kind === 'file' && samePath(resolveFrom(folder, definition.path), path),
      );
      if (template && machine) {
        return { template, machine };
      }
    }
    if (isRoot(folder)) {
      break;
    }
  }
  return undefined;
}

/** Reads the text of a template; undefined where it holds no state machine. */
export function readTemplate(path: string, text: string): Template | undefined {
  if (!mentionsStateMachine(text)) {
    return undefined;
  }
  const format: DocumentFormat = /\.json$/i.test(path) || /^\s*\{/.test(text) ? 'json' : 'yaml';
  const { root } = parse(text, format);
  return member(root, 'Resources') ? { path, text, root, machines: findStateMachines(root, text) } : undefined;
}

/** The name in a state machine's ARN, without version, alias and test case; undefined where it is no such ARN. */
export function nameInArn(arn: string): string | undefined {
  return /^arn:[^:]*:states:[^:]*:[^:]*:stateMachine:([^:/#]+)/.exec(arn)?.[1];
}

/** The state machine of a template that is deployed under a name. */
export function machineNamed(
  { machines, root }: Pick<Template, 'machines' | 'root'>,
  name: string,
): TemplateStateMachine | undefined {
  return machines.find(({ key }) => nameInArn(namedValue(key, root) ?? '') === name);
}

import type { Connection, DocumentLink, DocumentLinkParams, WorkspaceFolder } from 'vscode-languageserver';
import { startedMachines } from '../features/startedMachines';
import { functionReferences, projectReferences } from '../project/links';
import { baseName, folderOf, machineNameOf, resolveFrom } from '../project/paths';
import { projectFileName } from '../project/project';
import { findProject } from '../project/samples';
import { machineNamed as machineIn, nameInArn } from '../project/templates';
import type { FileLinksAnswer, FileLinksParams } from '../protocol';
import { LineIndex } from '../source/lineIndex';
import type { Node } from '../source/node';
import { placeholdersIn } from '../source/substitute';
import type { Documents, OpenDocument, Part } from './documents';
import { answering } from './failure';
import { fileBeside } from './fileBeside';
import type { Host } from './host';
import type { Placeholders } from './placeholders';

const definitionName = /\.asl(?:\.json|\.ya?ml)?$/;

interface Surroundings {
  readonly documents: Documents;
  readonly host: Host;
  readonly placeholders: Placeholders;
  readonly folders: () => readonly WorkspaceFolder[];
}

/** Answers which texts of a document lead to another one: only where that is there. */
export function registerDocumentLinks(connection: Connection, { documents, host, placeholders, folders }: Surroundings): void {
  const isThere = async (uri: string): Promise<boolean> => {
    const path = host.pathOf(uri);
    return path !== undefined && (await host.files.readFile(path)) !== undefined;
  };

  /** `DefinitionUri: order.asl.json` in a template. */
  const definitionFiles = async ({ text, resources }: OpenDocument): Promise<DocumentLink[]> => {
    const links: DocumentLink[] = [];
    for (const { definition } of resources) {
      const target = definition.kind === 'file' ? fileBeside(text.uri, definition.path) : undefined;
      if (target !== undefined && definition.kind === 'file' && (await isThere(target))) {
        links.push({ range: text.hostRangeOf(unquoted(text.getText(), definition.node)), target });
      }
    }
    return links;
  };

  /** The ARN with its placeholders filled in. */
  const arnOf = async (part: Part, node: Node): Promise<string | undefined> => {
    if (node.kind === 'placeholder') {
      return placeholders.valueOf(part, node.name);
    }
    let arn = node.kind === 'string' ? node.value : '';
    for (const { name } of placeholdersIn(arn)) {
      arn = arn.replace(`\${${name}}`, (await placeholders.valueOf(part, name)) ?? '');
    }
    return arn;
  };

  /** What stepwise.config.json says; of a template's state machine: the template. */
  const boundMachine = async (part: Part, name: string): Promise<string | undefined> => {
    const path = host.pathOf(part.text.uri);
    const bound = path === undefined ? undefined : (await findProject(path, host.files)).stateMachines.get(name);
    const target = bound === undefined ? undefined : host.uriOf(bound.replace(/#[^#]*$/, ''));
    return target !== undefined && (await isThere(target)) ? target : undefined;
  };

  /** Where the state machine of that name is: in the template, or a definition of the workspace. */
  const machineNamed = async (part: Part, name: string): Promise<string | undefined> => {
    const bound = await boundMachine(part, name);
    if (bound !== undefined) {
      return bound;
    }
    const template = await placeholders.machinesBeside(part);
    const resource = template && machineIn(template, name);
    if (template && resource) {
      const { definition, at } = resource;
      const file = definition.kind === 'file' ? fileBeside(template.uri, definition.path) : undefined;
      const line = new LineIndex(template.text).position(at.start).line + 1;
      return file !== undefined && (await isThere(file)) ? file : `${template.uri}#L${line}`;
    }
    const roots = folders().flatMap(({ uri }) => host.pathOf(uri) ?? []);
    const paths = (await Promise.all(roots.map((root) => host.findFiles(root, definitionName)))).flat();
    const named = paths.filter((path) => machineNameOf(path) === name);
    // With several of that name it is not known which is meant.
    return new Set(named).size === 1 ? host.uriOf(named[0]!) : undefined;
  };

  const startedMachinesOf = async (part: Part): Promise<DocumentLink[]> => {
    const links: DocumentLink[] = [];
    for (const node of startedMachines(part.analysis)) {
      const arn = await arnOf(part, node);
      const name = arn === undefined ? undefined : nameInArn(arn);
      const target = name === undefined ? undefined : await machineNamed(part, name);
      if (target !== undefined) {
        links.push({ range: part.text.rangeOf(unquoted(part.analysis.text, node)), target, tooltip: `State machine ${name}` });
      }
    }
    return links;
  };

  const answer = answering(connection);
  connection.onDocumentLinks(
    answer('Links', [], async ({ textDocument }: DocumentLinkParams): Promise<DocumentLink[]> => {
      const document = documents.get(textDocument.uri);
      if (!document) {
        return [];
      }
      const started = await Promise.all(document.parts.map(startedMachinesOf));
      return [...(await definitionFiles(document)), ...started.flat()];
    }),
  );

  connection.onRequest(
    'stepwise/fileLinks',
    answer('Links', { links: [] }, async ({ uri, text }: FileLinksParams): Promise<FileLinksAnswer> => {
      const links: { range: DocumentLink['range']; target: string }[] = [];
      const path = host.pathOf(uri);
      const references = baseName(uri) === projectFileName ? projectReferences(text) : functionReferences(text);
      const lines = new LineIndex(text);
      for (const { start, end, paths } of path === undefined ? [] : references) {
        const targets = paths.map((each) => host.uriOf(resolveFrom(folderOf(path!), each)));
        for (const target of targets) {
          if (await isThere(target)) {
            links.push({ range: { start: lines.position(start), end: lines.position(end) }, target });
            break;
          }
        }
      }
      return { links };
    }),
  );
}

/** The place of a text without its quotes. */
function unquoted(text: string, { start, end }: Node): { start: number; end: number } {
  return /^["'].*["']$/s.test(text.slice(start, end)) ? { start: start + 1, end: end - 1 } : { start, end };
}

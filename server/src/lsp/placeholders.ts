import type { Definition, DefinitionLink, Hover, InlayHint, Position, Range } from 'vscode-languageserver';
import { substitutionsOf } from '../analysis/selectDefinition';
import { placeholderAt, placeholdersOf } from '../features/placeholders';
import { baseName, folderOf } from '../project/paths';
import { findProject } from '../project/samples';
import { type Template, readTemplate, searchTemplate } from '../project/templates';
import { LineIndex } from '../source/lineIndex';
import { member, type Member, type Node } from '../source/node';
import { parseJson } from '../source/parseJson';
import type { TemplateStateMachine } from '../source/template';
import { namedValue } from '../source/templateValues';
import { toMarkdown } from './convert';
import type { Documents, Part } from './documents';
import type { Host } from './host';

/** What a placeholder stands for, and who says so. */
interface Resolved {
  /** Absent where only the deployment knows it. */
  readonly value: string | undefined;
  /** The file, for people. */
  readonly from: string;
  /** As it is written there. */
  readonly written: string;
  readonly uri: string;
  readonly range: Range;
}

type Resolver = (name: string) => Resolved | undefined;

/** A template that has been read. */
interface ReadTemplate extends Template {
  readonly uri: string;
}

/** Characters of a value in the text. */
const longestHint = 41;

/** Says what the placeholders of open definitions stand for: by the template that they are in or that names their file, and by stepwise.config.json. */
export class Placeholders {
  /** By path, as long as the text stays. */
  private readonly templates = new Map<string, ReadTemplate>();

  constructor(
    private readonly documents: Documents,
    private readonly host: Host,
  ) {}

  async hover(uri: string, position: Position): Promise<Hover | undefined> {
    const part = this.documents.get(uri)?.partAt(position);
    const found = part && placeholderAt(part.analysis, part.text.offsetAt(position));
    if (!part || !found) {
      return undefined;
    }
    const resolved = (await this.resolver(part))(found.name);
    const lines = resolved
      ? [
          resolved.value === undefined
            ? 'Its value is known to the deployment only.'
            : `On this machine: ${code(resolved.value)}`,
          `${resolved.from}: ${code(resolved.written)}`,
        ]
      : ['Nothing gives it a value here: neither a template beside the definition, nor `substitutions` in stepwise.config.json.'];
    return {
      contents: toMarkdown([`**\${${found.name.replace(/[\\`*_[\]<]/g, '\\$&')}}** — placeholder`, ...lines].join('\n\n')),
      range: part.text.rangeOf(found),
    };
  }

  async definition(uri: string, position: Position, links: boolean): Promise<Definition | DefinitionLink[] | undefined> {
    const part = this.documents.get(uri)?.partAt(position);
    const found = part && placeholderAt(part.analysis, part.text.offsetAt(position));
    const resolved = found && (await this.resolver(part))(found.name);
    if (!resolved) {
      return undefined;
    }
    const { uri: targetUri, range } = resolved;
    return links
      ? [{ originSelectionRange: part.text.rangeOf(found), targetUri, targetRange: range, targetSelectionRange: range }]
      : { uri: targetUri, range };
  }

  async hints(uri: string, range: Range): Promise<InlayHint[]> {
    const document = this.documents.get(uri);
    const hints: InlayHint[] = [];
    for (const part of document?.parts ?? []) {
      const span = { start: part.text.offsetAt(range.start), end: part.text.offsetAt(range.end) };
      const found = placeholdersOf(part.analysis, span);
      const resolve = found.length > 0 ? await this.resolver(part) : undefined;
      for (const placeholder of found) {
        const value = resolve?.(placeholder.name)?.value;
        if (value !== undefined && value !== placeholder.name && this.documents.get(uri) === document) {
          hints.push({
            position: part.text.rangeOf(placeholder).end,
            label: `= ${shortened(value)}`,
            paddingLeft: true,
            tooltip: value,
          });
        }
      }
    }
    return hints;
  }

  /** What a placeholder stands for on this machine. */
  async valueOf(part: Part, name: string): Promise<string | undefined> {
    return (await this.resolver(part))(name)?.value;
  }

  /** The template that a state machine is deployed with, and the folder that its paths start from. */
  async templateFor(part: Part): Promise<{ readonly root: Node | undefined; readonly folder: string } | undefined> {
    const path = this.host.pathOf(part.text.uri);
    if (part.template) {
      return path === undefined ? undefined : { root: part.template.root, folder: folderOf(path) };
    }
    const found = path === undefined ? undefined : await this.searchTemplate(path);
    return found && { root: found.template.root, folder: folderOf(found.template.path) };
  }

  /** The state machines of the template that a state machine is deployed with. */
  async machinesBeside(part: Part): Promise<Omit<ReadTemplate, 'path'> | undefined> {
    if (part.template) {
      const { text, root, machines } = part.template;
      return { uri: part.text.uri, text, root, machines };
    }
    const path = this.host.pathOf(part.text.uri);
    return path === undefined ? undefined : (await this.searchTemplate(path))?.template;
  }

  private async resolver(part: Part): Promise<Resolver> {
    const path = this.host.pathOf(part.text.uri);
    const [project, template] = await Promise.all([this.projectOf(path), this.templateOf(part, path)]);
    return (name) => project?.(name) ?? template?.(name);
  }

  private async projectOf(path: string | undefined): Promise<Resolver | undefined> {
    const found = path === undefined ? undefined : await findProject(path, this.host.files);
    if (found?.file === undefined || found.substitutions.size === 0) {
      return undefined;
    }
    const { file, text = '', substitutions } = found;
    const written = member(parseJson(text).root, 'substitutions')?.value;
    return (name) => {
      const value = substitutions.get(name);
      const at = member(written, name);
      return value === undefined || !at ? undefined : { value, ...this.written(this.host.uriOf(file), text, at) };
    };
  }

  private async templateOf(part: Part, path: string | undefined): Promise<Resolver | undefined> {
    const { resource, template } = part;
    if (resource && template) {
      return this.inTemplate({ ...template, uri: part.text.uri }, resource);
    }
    const found = path === undefined ? undefined : await this.searchTemplate(path);
    return found && this.inTemplate(found.template, found.machine);
  }

  private inTemplate(template: Pick<ReadTemplate, 'uri' | 'text' | 'root'>, machine: TemplateStateMachine): Resolver {
    const { uri, text, root } = template;
    const valueOf = substitutionsOf(machine, root);
    return (name) => {
      const [id = name] = name.split('.');
      const named = ['Parameters', 'Resources'].map((section) => member(member(root, section)?.value, id));
      const at = machine.substitutions.get(name) ?? named.find((each) => each !== undefined);
      if (at) {
        return { value: valueOf(name), ...this.written(uri, text, at) };
      }
      // What AWS itself names has no place.
      const value = namedValue(name, root);
      return value === undefined ? undefined : { value, ...this.written(uri, text, machine.member), written: `\${${name}}` };
    };
  }

  private written(uri: string, text: string, at: Member): Omit<Resolved, 'value'> {
    const lines = new LineIndex(text);
    const start = lines.position(at.start);
    const [line = ''] = text.slice(at.start, at.end).split('\n');
    return {
      uri,
      from: decodeURIComponent(baseName(uri)),
      written: line.trim(),
      range: { start, end: lines.position(at.key.end) },
    };
  }

  private searchTemplate(path: string): ReturnType<typeof searchTemplate<ReadTemplate>> {
    return searchTemplate(
      path,
      (folder) => this.host.files.listFiles(folder),
      (file) => this.readTemplate(file),
    );
  }

  private async readTemplate(path: string): Promise<ReadTemplate | undefined> {
    const uri = this.host.uriOf(path);
    const text = this.documents.get(uri)?.text.getText() ?? (await this.host.files.readFile(path));
    const known = this.templates.get(path);
    if (known && known.text === text) {
      return known;
    }
    const template = text === undefined ? undefined : readTemplate(path, text);
    if (!template) {
      this.templates.delete(path);
      return undefined;
    }
    const read = { ...template, uri };
    this.templates.set(path, read);
    return read;
  }
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}

/** What tells one value from another stands at the end of an ARN, and at the beginning of other text. */
function shortened(value: string): string {
  if (value.length <= longestHint) {
    return value;
  }
  const room = longestHint - 1;
  const [, head] = /^(arn:[^:]*:[^:]*:)/.exec(value) ?? [];
  return head === undefined
    ? `${value.slice(0, room)}…`
    : `${head}…${value.slice(head.length - room).replace(/^[^:]*(?=:[^:])/, '')}`;
}

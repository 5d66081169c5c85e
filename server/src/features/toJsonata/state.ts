import type { State } from '../../asl/ast';
import type { Edit } from '../../source/edit';
import { member, type Member, type Node, type ObjectNode } from '../../source/node';
import { stringLiteral } from '../../source/stringLiteral';
import type { Draft } from '../refactor/draft';
import { insertMember, removeMembers, replaceMember } from '../refactor/memberEdits';
import { conditionOf } from './choice';
import { checkKeys, type Data, dataOf, hasDollarKey, isTakenForJsonata, type JsonPathReader, pathOf, selected } from './data';
import { call, field, literal, made, primary, Refusal } from './expression';

const input = dataOf('$states.input');
const result = dataOf('$states.result');
const results = dataOf('$states.result', 'array');

/** Writes the fields of one state in JSONata; of the states inside it nothing is touched. Throws a Refusal that names the field. */
export class StateWriter {
  private readonly edits: Edit[] = [];

  constructor(
    private readonly text: string,
    private readonly state: State,
    private readonly reader: JsonPathReader,
  ) {}

  /** `language`: the state's own QueryLanguage is to say JSONata, where anything is changed. */
  write(language: 'own' | 'inherited'): Edit[] {
    const { node, type } = this.state;
    const fields = new Changes(node!);
    this.inside('InputPath', () => {
      switch (type?.value) {
        case 'Task':
        case 'Parallel':
          this.work(fields);
          break;
        case 'Map':
          this.map(fields);
          break;
        case 'Pass':
          this.pass(fields);
          break;
        case 'Choice':
        case 'Wait':
        case 'Succeed':
          this.through(fields);
          break;
        case 'Fail':
          this.computed(fields, 'Error', 'ErrorPath', input);
          this.computed(fields, 'Cause', 'CausePath', input);
          break;
        default:
          throw new Refusal('the state has no known Type');
      }
    });
    const stated = member(node, 'QueryLanguage');
    if (stated) {
      fields.replace('QueryLanguage', ['QueryLanguage', 'JSONata']);
    } else if (language === 'own' && (fields.isChanged || this.edits.length > 0)) {
      fields.add('QueryLanguage', 'JSONata');
    }
    return [...fields.edits(this.text), ...this.edits];
  }

  /** Names the field in a refusal that does not name one yet. */
  private inside<T>(name: string, read: () => T): T {
    try {
      return read();
    } catch (refusal) {
      if (refusal instanceof Refusal && !(refusal instanceof FieldRefusal)) {
        throw new FieldRefusal(`${name}: ${refusal.message}`);
      }
      throw refusal;
    }
  }

  private work(fields: Changes): void {
    const { node, type } = this.state;
    const selection = this.chosen(fields, 'InputPath', input);
    this.payload(fields, 'Parameters', 'Arguments', selection);
    if (!member(node, 'Parameters') && !isPlain(selection, '$states.input')) {
      fields.add('Arguments', this.drafted('InputPath', selection));
    }
    if (type?.value === 'Task') {
      this.number(fields, 'TimeoutSeconds', input);
      this.number(fields, 'HeartbeatSeconds', input);
      this.template('Credentials', member(node, 'Credentials')?.value, input);
    }
    this.results(fields);
    this.catchers();
  }

  private map(fields: Changes): void {
    const { node } = this.state;
    const selection = this.chosen(fields, 'InputPath', input);
    const itemsPath = member(node, 'ItemsPath')?.value;
    const items = this.inside('ItemsPath', () => (itemsPath ? this.reader.at(pathOf(itemsPath), selection) : selection));
    if (member(node, 'ItemReader') && itemsPath && !isPlain(items, '$states.input')) {
      throw new FieldRefusal('ItemsPath: what it selects of the result of an ItemReader has no equivalent in JSONata');
    }
    fields.remove('ItemsPath');
    if (!isPlain(items, '$states.input') && !member(node, 'ItemReader')) {
      fields.add('Items', this.drafted('ItemsPath', items));
    }
    this.template('ItemSelector', member(node, 'ItemSelector')?.value, selection);
    this.payload(fields, 'Parameters', 'ItemSelector', selection);
    fields.rename('Iterator', 'ItemProcessor');
    for (const name of ['MaxConcurrency', 'ToleratedFailureCount', 'ToleratedFailurePercentage']) {
      this.number(fields, name, selection);
    }
    this.reading(selection);
    this.results(fields);
    this.catchers();
  }

  /** ItemReader, ItemBatcher and ResultWriter of a distributed Map. */
  private reading(selection: Data): void {
    for (const name of ['ItemReader', 'ResultWriter', 'ItemBatcher']) {
      const owner = member(this.state.node, name)?.value;
      if (owner?.kind !== 'object') {
        continue;
      }
      const inner = new Changes(owner);
      this.inside(name, () => {
        this.payload(inner, 'Parameters', 'Arguments', selection);
        this.number(inner, 'MaxItemsPerBatch', selection);
        this.number(inner, 'MaxInputBytesPerBatch', selection);
        this.template('BatchInput', member(owner, 'BatchInput')?.value, selection);
        const config = member(owner, 'ReaderConfig')?.value;
        if (config?.kind === 'object') {
          const read = new Changes(config);
          this.number(read, 'MaxItems', selection);
          this.edits.push(...read.edits(this.text));
        }
      });
      this.edits.push(...inner.edits(this.text));
    }
  }

  /** ResultSelector, ResultPath and OutputPath become Output. */
  private results(fields: Changes): void {
    const { node } = this.state;
    const selector = member(node, 'ResultSelector')?.value;
    const raw = this.hasList() ? results : result;
    const from: Data = selector ? { kind: 'template', node: selector, of: raw } : raw;
    this.template('Assign', member(node, 'Assign')?.value, from);
    this.output(fields, from, ['ResultSelector'], '$states.result');
  }

  /** Whether its result is a list: of branches, or of iterations within the execution. */
  private hasList(): boolean {
    const { type, scopes } = this.state;
    return type?.value === 'Parallel' || (type?.value === 'Map' && !isDistributed(scopes[0]?.node));
  }

  private pass(fields: Changes): void {
    const { node } = this.state;
    const selection = this.chosen(fields, 'InputPath', input);
    const [constant, parameters] = ['Result', 'Parameters'].map((name) => member(node, name)?.value);
    const from: Data = constant
      ? { kind: 'constant', node: constant }
      : parameters
        ? { kind: 'template', node: parameters, of: selection }
        : selection;
    this.template('Assign', member(node, 'Assign')?.value, from);
    this.output(fields, from, ['Result', 'Parameters'], '$states.input');
  }

  /** `sources`: fields whose value may become that of Output where it stands; `usual`: what Output is without the field. */
  private output(fields: Changes, from: Data, sources: readonly string[], usual: string): void {
    const { node } = this.state;
    const put = this.inside('ResultPath', () => combined(member(node, 'ResultPath')?.value, from));
    fields.remove('ResultPath');
    const out = this.chosen(fields, 'OutputPath', put);
    // Where it stands as it is, it only gets another name.
    const stays = (out.kind === 'constant' && !hasDollarKey(out.node)) || out.kind === 'template' ? out : undefined;
    const source = stays && sources.find((name) => member(node, name)?.value === stays.node);
    if (source) {
      fields.rename(source, 'Output');
      this.template(source, stays.node, stays.kind === 'template' ? stays.of : undefined);
    }
    sources.filter((name) => name !== source).forEach((name) => fields.remove(name));
    if (!source && !isPlain(out, usual)) {
      fields.add('Output', this.drafted(member(node, 'ResultPath') ? 'ResultPath' : (sources[0] ?? 'OutputPath'), out));
    }
  }

  private through(fields: Changes): void {
    const { node, choices } = this.state;
    const selection = this.chosen(fields, 'InputPath', input);
    this.computed(fields, 'Timestamp', 'TimestampPath', selection);
    this.seconds(fields, selection);
    const out = this.chosen(fields, 'OutputPath', selection);
    this.template('Assign', member(node, 'Assign')?.value, out);
    const written = isPlain(out, '$states.input') ? undefined : this.drafted('OutputPath', out);
    if (written !== undefined) {
      fields.add('Output', written);
    }
    let facts: ReturnType<typeof conditionOf>['facts'] | undefined;
    choices.forEach(({ node: rule, index }) =>
      this.inside(`Choices[${index}]`, () => {
        const condition = conditionOf(rule, this.reader, selection, facts);
        ({ facts } = condition);
        const changes = new Changes(rule);
        const kept = new Set(['Next', 'Comment', 'Assign']);
        rule.members.filter(({ key }) => !kept.has(key.value)).forEach(({ key }) => changes.remove(key.value));
        changes.add('Condition', `{% ${condition.text} %}`);
        const assign = member(rule, 'Assign')?.value;
        this.template('Assign', assign, out);
        // A rule that assigns puts out what it says itself.
        if (assign && written !== undefined) {
          changes.add('Output', written);
        }
        this.edits.push(...changes.edits(this.text));
      }),
    );
  }

  private catchers(): void {
    for (const { node, index } of this.state.catchers) {
      this.inside(`Catch[${index}]`, () => {
        const error = dataOf('$states.errorOutput');
        const changes = new Changes(node);
        const out = combined(member(node, 'ResultPath')?.value, error);
        changes.remove('ResultPath');
        this.template('Assign', member(node, 'Assign')?.value, error);
        if (!isPlain(out, '$states.errorOutput')) {
          changes.add('Output', this.reader.draftOf(out));
        }
        this.edits.push(...changes.edits(this.text));
      });
    }
  }

  private chosen(fields: Changes, name: string, data: Data): Data {
    const value = member(this.state.node, name)?.value;
    fields.remove(name);
    return this.inside(name, () => selected(value, data, this.reader));
  }

  /** A template that stays one under another name. */
  private payload(fields: Changes, name: string, written: string, data: Data): void {
    const value = member(fields.node, name)?.value;
    if (value) {
      fields.rename(name, written);
      this.template(name, value, data);
    }
  }

  /** A field `…Path` whose value becomes that of the field without. */
  private computed(fields: Changes, name: string, pathName: string, data: Data): void {
    const value = member(fields.node, pathName)?.value;
    if (value) {
      fields.replace(pathName, [name, this.inside(pathName, () => this.reader.draftOfReference(value, data))]);
    }
    this.template(name, member(fields.node, name)?.value, undefined);
  }

  /** SecondsPath: JSONata waits for fractions of a second as well, which a path does not. */
  private seconds(fields: Changes, data: Data): void {
    const value = member(fields.node, 'SecondsPath')?.value;
    if (value) {
      const found = this.inside('SecondsPath', () => this.reader.expressionOf(this.reader.at(pathOf(value), data)));
      const text = primary(found);
      fields.replace('SecondsPath', ['Seconds', field(made(`$floor(${text}) = ${text} ? ${text}`, [found]))]);
    }
  }

  /** The same for a number, which may stand in text. */
  private number(fields: Changes, name: string, data: Data): void {
    const value = member(fields.node, `${name}Path`)?.value;
    if (value) {
      const found = this.inside(`${name}Path`, () => this.reader.expressionOf(this.reader.at(pathOf(value), data)));
      fields.replace(`${name}Path`, [name, field(call('number', [found]))]);
    }
  }

  private drafted(name: string, data: Data): Draft {
    return this.inside(name, () => this.reader.draftOf(data));
  }

  /** Writes the paths in a template as expressions; without `data` it is none, and its text stays text. */
  private template(name: string, node: Node | undefined, data: Data | undefined): void {
    if (node) {
      this.inside(name, () => this.templateIn(node, data));
    }
  }

  /** Recursion is as deep as the document, which parsers bound. */
  private templateIn(node: Node, data: Data | undefined): void {
    switch (node.kind) {
      case 'object':
        if (data) {
          checkKeys(node);
        }
        for (const each of node.members) {
          const { key, value } = each;
          if (!key.value.endsWith('.$')) {
            this.templateIn(value ?? key, data);
          } else if (!data) {
            throw new Refusal(`the key "${key.value}" cannot stand in a state with JSONata`);
          } else {
            const written = this.reader.draftOfReference(value ?? key, data);
            this.edits.push(replaceMember(this.text, node, each, [key.value.slice(0, -2), written]));
          }
        }
        return;
      case 'array':
        node.items.forEach((item) => this.templateIn(item, data));
        return;
      case 'string':
        if (isTakenForJsonata(node.value)) {
          const { start, end } = node;
          this.edits.push({ start, end, text: stringLiteral(`{% ${literal(node.value)} %}`, node, this.text) });
        }
        return;
      default:
    }
  }
}

function isDistributed(processor: Node | undefined): boolean {
  const mode = member(member(processor, 'ProcessorConfig')?.value, 'Mode')?.value;
  return mode !== undefined && !(mode.kind === 'string' && mode.value === 'INLINE');
}

/** A refusal that says which field it is about. */
class FieldRefusal extends Refusal {}

function isPlain(data: Data, text: string): boolean {
  return data.kind === 'expression' && data.expression.text === text;
}

/** ResultPath: `value` put into the state's input. */
function combined(resultPath: Node | undefined, value: Data): Data {
  if (!resultPath) {
    return value;
  }
  if (resultPath.kind === 'null') {
    return input;
  }
  const { root, segments } = pathOf(resultPath);
  const names = segments.map((segment) => {
    if (root.kind !== 'input' || segment.kind !== 'names' || segment.names.length !== 1) {
      throw new Refusal('JSONata has no exact equivalent of a result that is put into a list');
    }
    return segment.names[0]!;
  });
  return names.length === 0 ? value : { kind: 'put', into: input, path: names, value };
}

/** What becomes of the members of one object. A member that is added takes the place of one that goes, where there is one. */
class Changes {
  private readonly removed = new Set<Member>();
  private readonly replaced = new Map<Member, readonly [string, Draft]>();
  private readonly renamed = new Map<Member, string>();
  private readonly added: (readonly [string, Draft])[] = [];

  constructor(readonly node: ObjectNode) {}

  get isChanged(): boolean {
    return this.removed.size + this.replaced.size + this.renamed.size + this.added.length > 0;
  }

  remove(name: string): void {
    const found = member(this.node, name);
    if (found) {
      this.removed.add(found);
    }
  }

  replace(name: string, written: readonly [string, Draft]): void {
    const found = member(this.node, name);
    if (found) {
      this.replaced.set(found, written);
    }
  }

  rename(name: string, other: string): void {
    const found = member(this.node, name);
    if (found) {
      this.renamed.set(found, other);
    }
  }

  add(name: string, value: Draft): void {
    this.added.push([name, value]);
  }

  edits(text: string): Edit[] {
    const { node } = this;
    const places = [...this.removed];
    const added = [...this.added];
    const inPlace: Edit[] = [];
    for (const place of places) {
      const next = added.shift();
      if (!next) {
        break;
      }
      this.removed.delete(place);
      inPlace.push(replaceMember(text, node, place, next));
    }
    const behind = member(node, 'Type') ?? member(node, 'ErrorEquals');
    return [
      ...inPlace,
      ...[...this.replaced].map(([place, written]) => replaceMember(text, node, place, written)),
      ...[...this.renamed].map(([{ key }, name]) => ({ start: key.start, end: key.end, text: stringLiteral(name, key, text) })),
      ...removeMembers(text, node, this.removed),
      ...added.map((each) => insertMember(text, node, each, behind)),
    ];
  }
}

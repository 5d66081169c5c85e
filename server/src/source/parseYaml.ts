import type { Member, Node, Parsed, StringNode } from './node';
import { maxDepth } from './parseJson';
import { type Key, YamlLines } from './yamlLines';
import type { Span } from './span';
import { mergedMembers } from './yamlMerge';
import type { Place, Properties } from './yamlScalars';

/** Reads YAML 1.2 (core schema), however broken, into nodes; what is wrong is told as problems. Never throws, in time linear to the text. */
export function parseYaml(text: string): Parsed {
  const strict = new YamlParser(text, false);
  const parsed = strict.parse();
  if (!strict.hasFlowBreak) {
    return parsed;
  }
  // The specification wants the lines within brackets indented; the parsers that AWS and its tools use do not. Text that is whole without that is taken so.
  const loose = new YamlParser(text, true).parse();
  return loose.problems.some(({ code }) => code === 'invalid-yaml') ? parsed : loose;
}

/** A block collection that is still open. An explicit stack of them: text nests deeper than JavaScript's own stack goes. */
interface Open {
  readonly kind: 'mapping' | 'sequence';
  /** Column of the collection around it; -1 for none. */
  readonly parent: number;
  readonly column: number;
  readonly start: number;
  end: number;
  readonly members: Member[];
  readonly keys: Set<string>;
  readonly items: Node[];
  /** Tag and anchor on a line of their own above it, or before the dash of its first item. */
  readonly properties: readonly (Properties | undefined)[];
  /** Tag and anchor of its first key. */
  keyProperties: Properties | undefined;
  /** The key whose value is being read. */
  key: Key | undefined;
  keyColumn: number;
  /** Behind a `?` the key itself is any node. */
  explicitKey: Span | undefined;
  /** End of the dash or colon before the value that is being read. */
  indicator: number;
  isFirst: boolean;
}

/** Instead of a node: a collection has been opened, its node follows. */
const opened = Symbol('opened');

class YamlParser extends YamlLines {
  /** Innermost last. */
  private readonly open: Open[] = [];

  parse(): Parsed {
    const { tokens, text } = this;
    tokens.next();
    let hasDocument = false;
    let root: Node | undefined;
    while (tokens.kind !== 'end') {
      if (tokens.kind === '---') {
        if (hasDocument) {
          this.report(
            'A second document begins here: only one may stand in the file, the others are ignored.',
            tokens.start,
            tokens.end,
          );
          tokens.stop();
          break;
        }
        hasDocument = true;
        tokens.next();
        root = this.document(tokens.lastLine);
      } else if (tokens.kind === '...') {
        tokens.next();
      } else if (hasDocument) {
        const { start, end } = tokens;
        this.report(
          'The document ends before this: its lines must be indented as the lines above are.',
          start,
          Math.max(end, start),
        );
        this.skipDocument();
      } else {
        hasDocument = true;
        root = this.document(-1);
      }
    }
    if (!root || (root.kind === 'null' && root.start === root.end)) {
      this.add('empty-document', 'The document is empty: a mapping with StartAt and States is expected.', 0, text.length);
      root = undefined;
    }
    return { root, problems: this.sortedProblems() };
  }

  get hasFlowBreak(): boolean {
    return this.tokens.hasFlowBreak;
  }

  /** Reads one document; `line` is that of the `---` before it. */
  private document(line: number): Node | undefined {
    let result = this.begin(-1, false, line, false);
    for (;;) {
      if (result !== opened) {
        const around = this.open.at(-1);
        if (!around) {
          this.restOfLine();
          return result;
        }
        this.deliver(around, result);
      }
      const open = this.open.at(-1)!;
      result = open.kind === 'mapping' ? this.nextMember(open) : this.nextItem(open);
    }
  }

  private skipDocument(): void {
    const { tokens } = this;
    while (tokens.kind !== 'end' && tokens.kind !== '---' && tokens.kind !== '...') {
      tokens.next();
    }
  }

  /**
   * Begins a node in block context, if there is one: scalars and flow collections are read, a block collection is opened.
   * `parent` is the column of the collection around it, -1 for the root; `line` that of the indicator before it; `isValue` tells that it follows a key.
   */
  private begin(parent: number, allowsSequence: boolean, line: number, isValue: boolean): Node | undefined | typeof opened {
    const { tokens } = this;
    if (!this.isInside(parent, allowsSequence, line)) {
      return undefined;
    }
    let outer: Properties | undefined;
    let inner = this.properties();
    if (inner && tokens.line !== inner.line) {
      // Tag and anchor on a line of their own belong to the collection that begins in the next one.
      outer = inner;
      inner = this.isInside(parent, allowsSequence, -1) ? this.properties() : undefined;
    }
    if (!this.isInside(parent, allowsSequence, inner ? inner.line : outer ? -1 : line)) {
      const last = inner ?? outer;
      return last && this.finish(this.finish(this.nothing(last.end), inner), outer);
    }
    const node = this.content(parent, line, isValue, inner, outer);
    return node === opened ? opened : this.finish(node, outer);
  }

  private content(
    parent: number,
    line: number,
    isValue: boolean,
    properties: Properties | undefined,
    outer: Properties | undefined,
  ): Node | typeof opened {
    const { tokens } = this;
    const place = properties ?? tokens.copy();
    const scalar = tokens.copy();
    let key: Key;
    switch (tokens.kind) {
      case '-':
        if (properties || (isValue && tokens.line === line)) {
          this.report('A list begins on a line of its own, below its key.', tokens.start, tokens.end);
        }
        this.checkTab(tokens, Infinity);
        return this.openCollection('sequence', parent, tokens, [properties, outer]);
      case '?':
      case ':':
        return this.openCollection('mapping', parent, place, [outer], undefined, properties);
      case 'block':
        return this.finish(this.blockScalar(parent), properties);
      case '[':
      case '{':
      case 'alias': {
        const node = tokens.kind === 'alias' ? this.alias(properties) : this.flow();
        if (!this.isColonIn(tokens.lastLine)) {
          this.checkTab(place, parent);
          return this.finish(node, properties);
        }
        key = { node: this.keyNode(node, scalar.start, tokens.lastEnd), line: tokens.lastLine };
        break;
      }
      default: {
        tokens.next();
        if (!this.isColonIn(scalar.endLine)) {
          this.checkTab(place, parent);
          return this.finish(this.scalar(scalar), properties);
        }
        const parts = this.lines(scalar);
        if (parts.length > 1) {
          const last = parts.at(-1)!;
          if (scalar.isFirst && !properties && last.column === scalar.column) {
            // `Nex` on one line and `End: true` on the next: keys of one mapping, the first still without its colon.
            tokens.putBack(parts.slice(1), parts[0]!);
            const first = { node: this.plainKey(parts[0]!), line: scalar.line };
            return this.openCollection('mapping', parent, place, [outer], first);
          }
          const before = parts.at(-2)!;
          tokens.putBack([last], before);
          return this.finish(this.scalar({ ...scalar, end: before.end, endLine: before.line }), properties);
        }
        key = { node: this.scalarKey(scalar), line: scalar.endLine };
      }
    }
    if (isValue && place.line === line) {
      const { start, end } = key.node;
      this.report(
        'A second key on the line: a value that contains ": " stands in quotes, a mapping begins on a line of its own.',
        start,
        end,
      );
    }
    return this.openCollection('mapping', parent, place, [outer], key, properties);
  }

  private openCollection(
    kind: Open['kind'],
    parent: number,
    { start, column, ...place }: Place,
    properties: Open['properties'],
    key?: Key,
    keyProperties?: Properties,
  ): typeof opened | Node {
    if (this.open.length >= maxDepth) {
      this.reportDepth(start);
      this.tokens.stop();
      return { kind: 'invalid', start, end: start };
    }
    if (kind === 'mapping') {
      this.checkTab({ start, column, ...place }, Infinity);
    }
    if (key && keyProperties) {
      this.finish(key.node, keyProperties);
    }
    this.depth++;
    this.open.push({
      ...{ kind, parent, column, start, end: start, members: [], keys: new Set(), items: [], properties, keyProperties, key },
      ...{ keyColumn: column, explicitKey: undefined, indicator: -1, isFirst: true },
    });
    return opened;
  }

  private closeCollection({ kind, start, end, members, keys, items, properties }: Open): Node {
    this.open.pop();
    this.depth--;
    let node: Node =
      kind === 'mapping'
        ? { kind: 'object', start, end, members: keys.has('<<') ? mergedMembers(members, this.text) : members }
        : { kind: 'array', start, end, items };
    for (const each of properties) {
      node = this.finish(node, each);
    }
    return node;
  }

  /** Reads up to the next value of a mapping, or to its end. */
  private nextMember(open: Open): Node | undefined | typeof opened {
    const { tokens } = this;
    for (;;) {
      if (!open.key) {
        if (!open.isFirst && !this.isNextEntry(open)) {
          return this.closeCollection(open);
        }
        open.keyColumn = open.isFirst ? open.column : tokens.column;
        open.isFirst = false;
        if (tokens.kind === '?') {
          const { start, end, line } = tokens;
          open.explicitKey = { start, end };
          tokens.next();
          return this.begin(open.column, false, line, false);
        }
        open.key = this.key(open.keyProperties);
        open.keyProperties = undefined;
        if (!open.key) {
          continue;
        }
      }
      open.isFirst = false;
      const { key, column } = open;
      const isExplicit = key.line < 0;
      if (this.isColonIn(key.line) || (isExplicit && tokens.kind === ':' && tokens.isFirst && tokens.column === column)) {
        open.indicator = tokens.end;
        const { line } = tokens;
        tokens.next();
        return this.begin(Math.min(open.keyColumn, column), true, line, true);
      }
      if (!isExplicit) {
        this.report(`A colon and a value are expected after "${shortened(key.node.value)}".`, key.node.start, key.node.end);
      }
      this.addMember(open, key.node, isExplicit ? this.nothing(key.node.end) : undefined);
    }
  }

  /** Reads up to the next item of a sequence, or to its end. */
  private nextItem(open: Open): Node | undefined | typeof opened {
    const { tokens } = this;
    const { column } = open;
    if (tokens.kind !== '-' || (!open.isFirst && tokens.column < column)) {
      return this.closeCollection(open);
    }
    if (!open.isFirst && tokens.column > column) {
      this.report(
        `The indentation does not fit: this item begins in column ${tokens.column + 1}, the items of its list in column ${column + 1}.`,
        tokens.start,
        tokens.end,
      );
    }
    open.isFirst = false;
    open.indicator = open.end = tokens.end;
    const { line } = tokens;
    tokens.next();
    return this.begin(column, false, line, false);
  }

  /** Puts a value where it belongs. */
  private deliver(open: Open, node: Node | undefined): void {
    const { explicitKey } = open;
    if (open.kind === 'sequence') {
      const item = node ?? this.nothing(open.indicator);
      open.items.push(item);
      open.end = Math.max(open.end, item.end);
      this.restOfLine();
    } else if (explicitKey) {
      open.explicitKey = undefined;
      const key = this.keyNode(
        node ?? this.nothing(explicitKey.end),
        node?.start ?? explicitKey.start,
        node?.end ?? explicitKey.end,
      );
      open.key = { node: key, line: -1 };
    } else {
      this.addMember(open, open.key!.node, node ?? this.nothing(open.indicator));
    }
  }

  private addMember(open: Open, key: StringNode, value: Node | undefined): void {
    this.checkDuplicate(open.keys, key);
    open.end = Math.max(value?.end ?? -1, open.indicator, key.end);
    open.members.push({ start: key.start, end: open.end, key, value });
    open.key = undefined;
    this.restOfLine();
  }

  /** Whether the current token begins an entry of the mapping; one that is badly indented is told. */
  private isNextEntry({ parent, column }: Open): boolean {
    const { tokens } = this;
    while (this.isInside(parent, false, -1) && (tokens.column >= column || parent < 0)) {
      if (tokens.kind === '-' || tokens.kind === 'block') {
        this.report(
          'A key is expected here, not an item of a list.',
          tokens.start,
          Math.min(tokens.end, this.endOfLine(tokens.start)),
        );
        this.skipLine();
        continue;
      }
      if (tokens.column !== column) {
        this.report(
          `The indentation does not fit: this line begins in column ${tokens.column + 1}, the keys of its mapping in column ${column + 1}.`,
          tokens.start,
          tokens.kind === 'plain' ? Math.min(tokens.end, this.endOfLine(tokens.start)) : tokens.end,
        );
      }
      return true;
    }
    return false;
  }
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

import type { Member, Node, Parsed, StringNode } from './node';
import { maxDepth } from './parseJson';
import { YamlFlow } from './yamlFlow';
import type { Place, Properties } from './yamlScalars';

/** Reads YAML 1.2 (core schema), however broken, into nodes; what is wrong is told as problems. Never throws, in time linear to the text. */
export function parseYaml(text: string): Parsed {
  const parser = new YamlParser(text);
  try {
    return parser.parse();
  } catch (error) {
    if (error instanceof RangeError) {
      return parser.tooDeep();
    }
    throw error;
  }
}

/** A key that has been read, and the line in which its colon stands; -1: any. */
interface Key {
  readonly node: StringNode;
  readonly line: number;
}

class YamlParser extends YamlFlow {
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

  /** The answer for text that no stack holds. */
  tooDeep(): Parsed {
    this.reportDepth(this.tokens.start);
    return { root: undefined, problems: this.sortedProblems() };
  }

  private document(line: number): Node | undefined {
    const node = this.block(-1, false, line, false);
    this.restOfLine();
    return node;
  }

  private skipDocument(): void {
    const { tokens } = this;
    while (tokens.kind !== 'end' && tokens.kind !== '---' && tokens.kind !== '...') {
      tokens.next();
    }
  }

  /** Whether the current token belongs to a node of a collection at column `parent` whose indicator stands in `line`. */
  private isInside(parent: number, allowsSequence: boolean, line: number): boolean {
    const { tokens } = this;
    switch (tokens.kind) {
      case 'end':
      case '---':
      case '...':
      case 'flow-break':
      case '}':
      case ']':
      case ',':
        return false;
      default:
    }
    return tokens.line === line || tokens.column > parent || (allowsSequence && tokens.kind === '-' && tokens.column === parent);
  }

  /**
   * Reads a node in block context, if there is one. `parent` is the column of the collection around it, -1 for the root; `line` that of the
   * indicator before it; `isValue` tells that a key stands in that line.
   */
  private block(parent: number, allowsSequence: boolean, line: number, isValue: boolean): Node | undefined {
    const { tokens } = this;
    if (!this.isInside(parent, allowsSequence, line)) {
      return undefined;
    }
    if (++this.depth > maxDepth) {
      this.reportDepth(tokens.start);
      tokens.stop();
      this.depth--;
      return undefined;
    }
    let outer: Properties | undefined;
    let inner = this.properties();
    if (inner && tokens.line !== inner.line) {
      // Tag and anchor on a line of their own belong to the collection that begins in the next one.
      outer = inner;
      inner = this.isInside(parent, allowsSequence, -1) ? this.properties() : undefined;
    }
    const isThere = this.isInside(parent, allowsSequence, inner ? inner.line : outer ? -1 : line);
    const node = isThere ? this.content(parent, line, isValue, inner) : inner && this.finish(this.nothing(inner.end), inner);
    this.depth--;
    return outer ? this.finish(node ?? this.nothing(outer.end), outer) : node;
  }

  private content(parent: number, line: number, isValue: boolean, properties: Properties | undefined): Node {
    const { tokens } = this;
    const place = properties ?? tokens.copy();
    switch (tokens.kind) {
      case '-':
        if (properties || (isValue && tokens.line === line)) {
          this.report('A list begins on a line of its own, below its key.', tokens.start, tokens.end);
        }
        return this.finish(this.sequence(tokens.column), properties);
      case '?':
      case ':':
        return this.mapping(parent, place.column, undefined, properties, place);
      case 'block':
        return this.finish(this.blockScalar(parent), properties);
      case '[':
      case '{':
      case 'alias': {
        const first = tokens.copy();
        const node = tokens.kind === 'alias' ? this.alias(properties) : this.flow();
        if (!this.isKeyOf(tokens.lastLine)) {
          this.checkTab(place, parent);
          return this.finish(node, properties);
        }
        const key = this.keyNode(node, first.start, tokens.lastEnd);
        return this.compact(parent, line, isValue, place, { node: key, line: tokens.lastLine }, properties);
      }
      default:
    }
    const scalar = tokens.copy();
    tokens.next();
    if (!this.isKeyOf(scalar.endLine)) {
      this.checkTab(place, parent);
      return this.finish(this.scalar(scalar), properties);
    }
    if (scalar.kind === 'plain' && scalar.endLine > scalar.line) {
      const parts = this.lines(scalar);
      const last = parts.at(-1)!;
      if (scalar.isFirst && !properties && last.column === scalar.column) {
        // `Nex` on one line and `End: true` on the next: keys of one mapping, the first still without its colon.
        tokens.putBack(parts.slice(1), parts[0]!);
        return this.mapping(parent, place.column, { node: this.plainKey(parts[0]!), line: scalar.line }, undefined, place);
      }
      const before = parts.at(-2)!;
      tokens.putBack([last], before);
      return this.finish(this.scalar({ ...scalar, end: before.end, endLine: before.line }), properties);
    }
    return this.compact(parent, line, isValue, place, { node: this.scalarKey(scalar), line: scalar.endLine }, properties);
  }

  /** A mapping whose first key has been read. */
  private compact(
    parent: number,
    line: number,
    isValue: boolean,
    place: Place,
    key: Key,
    properties: Properties | undefined,
  ): Node {
    if (isValue && place.line === line) {
      const { start, end } = key.node;
      this.report(
        'A second key on the line: a value that contains ": " stands in quotes, a mapping begins on a line of its own.',
        start,
        end,
      );
    }
    return this.mapping(parent, place.column, key, properties, place);
  }

  private mapping(
    parent: number,
    column: number,
    firstKey: Key | undefined,
    firstProperties: Properties | undefined,
    place: Place,
  ): Node {
    const { tokens } = this;
    this.checkTab(place, Infinity);
    const members: Member[] = [];
    const keys = new Set<string>();
    const start = place.start;
    let end = start;
    let key = firstKey;
    let properties = firstProperties;
    for (let isFirst = true; ; isFirst = false) {
      if (!isFirst) {
        if (!this.isNextEntry(parent, column)) {
          break;
        }
        properties = undefined;
        key = undefined;
      }
      const isExplicit: boolean = !key && tokens.kind === '?';
      const keyColumn = isFirst ? column : tokens.column;
      let value: Node | undefined;
      let indicator = -1;
      if (isExplicit) {
        key = this.explicitKey(column);
      } else {
        key ??= this.key(properties);
        if (!key) {
          continue;
        }
        if (firstProperties && isFirst) {
          this.finish(key.node, firstProperties);
        }
      }
      if (this.isKeyOf(key.line) || (isExplicit && tokens.kind === ':' && tokens.isFirst && tokens.column === column)) {
        ({ end: indicator } = tokens);
        const { line } = tokens;
        tokens.next();
        value = this.block(Math.min(keyColumn, column), true, line, true) ?? this.nothing(indicator);
      } else if (isExplicit) {
        value = this.nothing(key.node.end);
      } else {
        this.report(`A colon and a value are expected after "${shortened(key.node.value)}".`, key.node.start, key.node.end);
      }
      this.checkDuplicate(keys, key.node);
      end = Math.max(value?.end ?? -1, indicator, key.node.end);
      members.push({ start: key.node.start, end, key: key.node, value });
      this.restOfLine();
    }
    return { kind: 'object', start: members[0] ? Math.min(members[0].start, start) : start, end, members };
  }

  /** Whether the current token begins an entry of the mapping at `column`; one that is badly indented is told. */
  private isNextEntry(parent: number, column: number): boolean {
    const { tokens } = this;
    if (tokens.column !== column || tokens.kind === '-') {
      if (!this.isInside(parent, false, -1) || (tokens.column < column && parent >= 0)) {
        return false;
      }
      if (tokens.kind === '-' && tokens.column === column) {
        this.report('A key is expected here, not an item of a list.', tokens.start, tokens.end);
        this.sequence(column);
        return this.isNextEntry(parent, column);
      }
      if (tokens.kind === '-' || tokens.kind === 'block') {
        this.report('A key is expected here.', tokens.start, tokens.end);
        this.skipLine();
        return this.isNextEntry(parent, column);
      }
      this.report(
        `The indentation does not fit: this line begins in column ${tokens.column + 1}, the keys of its mapping in column ${column + 1}.`,
        tokens.start,
        tokens.kind === 'plain' ? Math.min(tokens.end, this.endOfLine(tokens.start)) : tokens.end,
      );
      return true;
    }
    return this.isInside(parent, false, -1);
  }

  /** Reads an implicit key; nothing where something else stands. */
  private key(given: Properties | undefined): Key | undefined {
    const { tokens } = this;
    const properties = given ?? this.properties();
    if (properties) {
      this.checkTab(properties, Infinity);
    } else {
      this.checkTab(tokens, Infinity);
    }
    const token = tokens.copy();
    let node: StringNode;
    switch (token.kind) {
      case ':':
        return { node: { kind: 'string', start: token.start, end: token.start, value: '' }, line: token.line };
      case 'plain':
        tokens.next();
        if (token.endLine > token.line) {
          const parts = this.lines(token);
          tokens.putBack(parts.slice(1), parts[0]!);
          return { node: this.plainKey(parts[0]!), line: token.line };
        }
        node = this.plainKey(token);
        break;
      case 'single':
      case 'double':
        tokens.next();
        node = this.scalarKey(token);
        break;
      case 'alias':
        node = this.keyNode(this.alias(undefined), token.start, token.end);
        break;
      case '[':
      case '{':
        node = this.keyNode(this.flow(), token.start, tokens.lastEnd);
        break;
      default:
        this.report('A key is expected here.', token.start, token.end);
        this.skipLine();
        return undefined;
    }
    if (properties && !given) {
      this.finish(node, properties);
    }
    return { node, line: tokens.lastLine };
  }

  /** `? key`, whose colon stands at the begin of a later line. */
  private explicitKey(column: number): Key {
    const { tokens } = this;
    const { start, end, line } = tokens;
    tokens.next();
    const node = this.block(column, false, line, false);
    return { node: this.keyNode(node ?? this.nothing(end), node?.start ?? start, node?.end ?? end), line: -1 };
  }

  private sequence(column: number): Node {
    const { tokens } = this;
    this.checkTab(tokens, Infinity);
    const { start } = tokens;
    let { end } = tokens;
    const items: Node[] = [];
    let isFirst = true;
    while (tokens.kind === '-' && (isFirst || tokens.column >= column)) {
      if (!isFirst && tokens.column > column) {
        this.report(
          `The indentation does not fit: this item begins in column ${tokens.column + 1}, the items of its list in column ${column + 1}.`,
          tokens.start,
          tokens.end,
        );
      }
      isFirst = false;
      ({ end } = tokens);
      const { line } = tokens;
      tokens.next();
      const item = this.block(column, false, line, false) ?? this.nothing(end);
      items.push(item);
      end = Math.max(end, item.end);
      this.restOfLine();
    }
    return { kind: 'array', start, end, items };
  }

  /** Whether the current token is the colon of a key that ends in `line`. */
  private isKeyOf(line: number): boolean {
    return this.tokens.kind === ':' && this.tokens.line === line;
  }

  /** Tells of a tab where indentation counts: before a collection (`parent` infinite), or before a value not deeper than `parent`. */
  private checkTab(place: Place, parent: number): void {
    const { tab, start, column, isFirst } = place;
    if (tab >= 0 && (parent === Infinity || (isFirst && column - (start - tab) <= parent))) {
      this.report('A tab is no indentation in YAML: use spaces.', tab, tab + 1);
    }
  }

  /** Tells of what stands behind a complete value on its line, and steps over it. */
  private restOfLine(): void {
    const { tokens } = this;
    const line = tokens.lastLine;
    if (tokens.kind === 'end' || tokens.line !== line || tokens.isFirst) {
      return;
    }
    const { start } = tokens;
    this.report(
      'This stands behind a value that has ended already.',
      start,
      Math.min(this.endOfLine(start), Math.max(tokens.end, start + 1)),
    );
    while ((tokens.kind as string) !== 'end' && tokens.line === line) {
      tokens.next();
    }
  }

  private skipLine(): void {
    const { tokens } = this;
    const { line } = tokens;
    do {
      tokens.next();
    } while ((tokens.kind as string) !== 'end' && tokens.line === line);
  }
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

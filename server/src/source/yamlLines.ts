import type { StringNode } from './node';
import { YamlFlow } from './yamlFlow';
import type { Place, Properties } from './yamlScalars';

/** A key that has been read, and the line in which its colon stands; -1: any. */
export interface Key {
  readonly node: StringNode;
  readonly line: number;
}

/** Reads what block style says by lines and columns: what is inside of what, keys, what is left of a line. */
export class YamlLines extends YamlFlow {
  /** Whether the current token belongs to a node of a collection at column `parent` whose indicator stands in `line`. */
  protected isInside(parent: number, allowsSequence: boolean, line: number): boolean {
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

  /** Reads an implicit key; nothing where something else stands. */
  protected key(given: Properties | undefined): Key | undefined {
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
      case 'plain': {
        tokens.next();
        const parts = this.lines(token);
        if (parts.length > 1) {
          tokens.putBack(parts.slice(1), parts[0]!);
          return { node: this.plainKey(parts[0]!), line: token.line };
        }
        node = this.plainKey(token);
        break;
      }
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

  /** Whether the current token is the colon of a key that ends in `line`. */
  protected isColonIn(line: number): boolean {
    return this.tokens.kind === ':' && this.tokens.line === line;
  }

  /** Tells of a tab where indentation counts: before a collection (`parent` infinite), or before a value not deeper than `parent`. */
  protected checkTab(place: Place, parent: number): void {
    const { tab, start, column, isFirst } = place;
    if (tab >= 0 && (parent === Infinity || (isFirst && column - (start - tab) <= parent))) {
      this.report('A tab is no indentation in YAML: use spaces.', tab, tab + 1);
    }
  }

  /** Tells of what stands behind a complete value on its line, and steps over it. */
  protected restOfLine(): void {
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

  protected skipLine(): void {
    const { tokens } = this;
    const { line } = tokens;
    do {
      tokens.next();
    } while ((tokens.kind as string) !== 'end' && tokens.line === line);
  }
}

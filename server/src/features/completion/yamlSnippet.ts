import { isPlain } from '../../source/stringLiteral';
import { plainText } from './snippet';

/** A value of a snippet that is written as JSON. */
type Value =
  | { readonly kind: 'object'; readonly members: readonly (readonly [key: string, value: Value] | string)[] }
  | { readonly kind: 'array'; readonly items: readonly Value[] }
  /** Between its quotes, JSON's and the snippet's escapes included. */
  | { readonly kind: 'string'; readonly text: string }
  /** A number, a word, a tab stop. */
  | { readonly kind: 'bare'; readonly text: string };

const tokenPattern =
  /\s*(?:"((?:[^"\\]|\\.)*)"|([{}[\],:])|((?:\$\{\d+(?:\|(?:\\.|[^|\\])*\||:(?:\\.|[^}\\])*)?\}|\$\d+|[\w.+-])+))/y;

/** Reads the little of JSON and snippets that our own tables are written in. */
class SnippetReader {
  private at = 0;
  private punctuation: string | undefined;
  private text: string | undefined;
  private bare: string | undefined;

  constructor(private readonly snippet: string) {
    this.next();
  }

  value(): Value {
    const { text, bare, punctuation } = this;
    this.next();
    if (text !== undefined) {
      return { kind: 'string', text: text + this.stop() };
    }
    if (punctuation === '{') {
      return { kind: 'object', members: this.members() };
    }
    if (punctuation === '[') {
      const items: Value[] = [];
      while (!this.takes(']')) {
        items.push(this.value());
        this.takes(',');
      }
      return { kind: 'array', items };
    }
    return { kind: 'bare', text: bare ?? '' };
  }

  private members(): (readonly [string, Value] | string)[] {
    const members: (readonly [string, Value] | string)[] = [];
    while (!this.takes('}')) {
      const { text, bare } = this;
      this.next();
      if (text !== undefined && this.takes(':')) {
        members.push([text, this.value()]);
      } else {
        members.push(bare ?? text ?? '');
      }
      this.takes(',');
    }
    return members;
  }

  /** The last tab stop, `$0`, right behind a value. */
  private stop(): string {
    const { bare } = this;
    if (bare !== '$0') {
      return '';
    }
    this.next();
    return bare;
  }

  /** Steps over that character; also at the end of the snippet, so that a broken one comes to an end. */
  private takes(character: string): boolean {
    if (this.punctuation !== character && (this.punctuation ?? this.text ?? this.bare) !== undefined) {
      return false;
    }
    this.next();
    return true;
  }

  private next(): void {
    tokenPattern.lastIndex = this.at;
    const match = tokenPattern.exec(this.snippet);
    [, this.text, this.punctuation, this.bare] = match ?? [];
    this.at = match ? tokenPattern.lastIndex : this.snippet.length;
  }
}

/**
 * A value of a snippet as YAML in block style, as it stands behind a colon: on the same line, or, indented by `\t`, on lines of its own.
 * A tab stop in the place of members is one on such a line. `indent` begins each further line.
 */
export function blockSnippet(json: string, indent: string): string {
  return block(new SnippetReader(json).value(), `\n${indent}`);
}

function block(value: Value, lineBreak: string): string {
  const inner = `${lineBreak}\t`;
  switch (value.kind) {
    case 'object':
      return value.members.length === 0 ? ' {}' : value.members.map((member) => inner + blockMember(member, inner)).join('');
    case 'array':
      return value.items.length === 0 ? ' []' : value.items.map((item) => `${inner}- ${blockItem(item, `${inner}  `)}`).join('');
    case 'string':
    case 'bare':
      return ` ${scalar(value)}`;
  }
}

function blockMember(member: readonly [string, Value] | string, lineBreak: string): string {
  return typeof member === 'string' ? member : `${scalarText(member[0])}:${block(member[1], lineBreak)}`;
}

function blockItem(value: Value, lineBreak: string): string {
  return value.kind === 'object'
    ? value.members.map((member) => blockMember(member, lineBreak)).join(lineBreak)
    : block(value, lineBreak).trimStart();
}

/** A value of a snippet as YAML on one line, within brackets. */
export function flowSnippet(json: string): string {
  return flow(new SnippetReader(json).value());
}

function flow(value: Value): string {
  switch (value.kind) {
    case 'object': {
      const members = value.members.map((member) =>
        typeof member === 'string' ? member : `${scalarText(member[0])}: ${flow(member[1])}`,
      );
      return members.length === 0 ? '{\\}' : `{ ${members.join(', ')} }`;
    }
    case 'array':
      return `[${value.items.map(flow).join(', ')}]`;
    case 'string':
    case 'bare':
      return scalar(value);
  }
}

function scalar(value: Value & { readonly text: string }): string {
  return value.kind === 'bare' ? value.text : scalarText(value.text);
}

/** What stands between the quotes of a JSON string, tab stops included, as a YAML scalar: plain where that is legal. */
export function scalarText(text: string): string {
  const shown = plainText(text);
  if (shown === '' || (isPlain(shown) && !shown.includes('\\'))) {
    return text;
  }
  // JSONata has quotes and backslashes of its own: in single quotes it stands as it is.
  return /['\\]/.test(shown) ? `"${text}"` : `'${text}'`;
}

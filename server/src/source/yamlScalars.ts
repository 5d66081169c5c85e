import type { Node, Problem, ProblemCode, StringNode } from './node';
import { maxDepth } from './parseJson';
import { blockHeader, decodeBlockScalar, decodeFlowScalar } from './scalarText';
import type { Span } from './span';
import { type YamlToken, YamlTokens } from './yamlTokens';
import { aliasedNode, isNoJsonNumber, maxAliasedNodes, plainNode, taggedNode } from './yamlValue';

/** Behind so many problems more of them help nobody. */
const maxProblems = 200;

/** Where something begins. */
export type Place = Pick<YamlToken, 'start' | 'line' | 'column' | 'isFirst' | 'tab'>;

/** Tag and anchor of a node. */
export interface Properties extends Place, Span {
  readonly anchor: string | undefined;
  readonly tag: Span | undefined;
}

/** Reads what block and flow style have in common: scalars, aliases, tags and anchors; collects the problems. */
export class YamlScalars {
  protected readonly tokens: YamlTokens;
  protected depth = 0;
  private readonly problems: Problem[] = [];
  private isTooDeepReported = false;
  private readonly anchors = new Map<string, Node>();
  private readonly openAnchors = new Set<string>();
  private readonly aliasBudget = { left: maxAliasedNodes };

  constructor(
    protected readonly text: string,
    /** Lines within brackets may be indented as they like. */
    isLoose: boolean,
  ) {
    this.tokens = new YamlTokens(text, isLoose, (start) =>
      this.report('A comment needs a space before its #.', start, start + 1),
    );
  }

  protected report(message: string, start: number, end: number): void {
    this.add('invalid-yaml', message, start, end);
  }

  protected add(code: ProblemCode, message: string, start: number, end: number): void {
    if (this.problems.length < maxProblems) {
      const limit = this.text.length;
      this.problems.push({ code, message, start: Math.min(start, limit), end: Math.min(Math.max(end, start), limit) });
    }
  }

  protected sortedProblems(): Problem[] {
    return this.problems.sort((a, b) => a.start - b.start);
  }

  protected reportDepth(start: number): void {
    if (!this.isTooDeepReported) {
      this.isTooDeepReported = true;
      const message = `The document is nested too deeply: more than ${maxDepth} mappings and lists within each other.`;
      this.add('too-deeply-nested', message, start, start + 1);
    }
  }

  /** Tag and anchor before a node, as far as they stand on one line. */
  protected properties(): Properties | undefined {
    const { tokens } = this;
    if (tokens.kind !== 'anchor' && tokens.kind !== 'tag') {
      return undefined;
    }
    const { start, line, column, isFirst, tab } = tokens;
    let { end } = tokens;
    let anchor: string | undefined;
    let tag: Span | undefined;
    while ((tokens.kind === 'anchor' || tokens.kind === 'tag') && tokens.line === line) {
      if (tokens.kind === 'anchor' ? anchor !== undefined : tag !== undefined) {
        const advice =
          tokens.kind === 'tag'
            ? ': of two functions in a row, one is written in its long form, as in Fn::GetAZs: !Ref Region'
            : '';
        this.report(`A value has one ${tokens.kind} at most${advice}.`, tokens.start, tokens.end);
      }
      if (tokens.kind === 'anchor') {
        anchor = this.text.slice(tokens.start + 1, tokens.end);
        if (anchor === '') {
          this.report('An anchor needs a name behind its &.', tokens.start, tokens.end);
        }
        this.openAnchors.add(anchor);
      } else {
        tag = { start: tokens.start, end: tokens.end };
      }
      ({ end } = tokens);
      tokens.next();
      if (tokens.start === end && tokens.line === line && /\S/.test(this.text.charAt(end)) && (tokens.kind as string) !== ',') {
        this.report('A space is missing before this.', tokens.start, Math.min(tokens.end, this.endOfLine(tokens.start)));
      }
    }
    return { start, end, line, column, isFirst, tab, anchor, tag };
  }

  /** The node with its tag applied, known by its anchor. */
  protected finish(node: Node, properties: Properties | undefined): Node {
    if (!properties) {
      return node;
    }
    const { anchor, tag } = properties;
    const finished = tag ? taggedNode(tag, node, this.text) : node;
    if (anchor !== undefined) {
      this.openAnchors.delete(anchor);
      this.anchors.set(anchor, finished);
    }
    return finished;
  }

  protected alias(properties: Properties | undefined): Node {
    const { tokens } = this;
    const { start, end } = tokens;
    const name = this.text.slice(start + 1, end);
    tokens.next();
    if (properties) {
      this.report('An alias has neither tag nor anchor of its own.', properties.start, properties.end);
    }
    const target = this.openAnchors.has(name) ? undefined : this.anchors.get(name);
    const node = target && aliasedNode(target, { start, end }, this.aliasBudget, maxDepth - this.depth);
    if (!node) {
      const why = this.openAnchors.has(name)
        ? `The alias *${name} stands within the value that it repeats.`
        : target
          ? `The aliases of this document repeat more than ${maxAliasedNodes} values, or nest deeper than ${maxDepth} levels.`
          : `There is no anchor &${name} above this alias.`;
      this.report(why, start, end);
    }
    return node ?? { kind: 'invalid', start, end };
  }

  /** An empty value: null, where it would be written. */
  protected nothing(end: number): Node {
    const at = this.text[end] === ' ' ? end + 1 : end;
    return { kind: 'null', start: at, end: at };
  }

  protected scalar(token: YamlToken): Node {
    const { kind, start, end } = token;
    if (kind !== 'plain') {
      return this.quoted(token);
    }
    const value = token.endLine > token.line ? decodeFlowScalar(this.text, start, end, '') : this.text.slice(start, end);
    this.checkStart(start, end);
    const node = plainNode(value, token);
    if (node.kind === 'invalid' && isNoJsonNumber(value)) {
      this.report(`${value} is a number that JSON, and so a state machine, does not have.`, start, end);
    }
    return node;
  }

  /** Tells of a plain scalar whose first character begins something else in YAML. */
  private checkStart(start: number, end: number): void {
    const first = this.text.charAt(start);
    if (start < end && ',%@`|>\t'.includes(first)) {
      this.report(
        `Text that begins with ${first === '\t' ? 'a tab' : first} stands in quotes.`,
        start,
        Math.min(end, this.endOfLine(start)),
      );
    }
  }

  protected quoted({ kind, start, end }: YamlToken): StringNode {
    const { text } = this;
    const quote = kind === 'single' ? "'" : '"';
    const isClosed = end - start > 1 && text[end - 1] === quote && (quote === "'" || !isEscaped(text, end - 1, start));
    if (!isClosed) {
      this.report(`The closing ${quote} is missing.`, start, Math.min(end, this.endOfLine(start)));
    }
    const value = decodeFlowScalar(text, start + 1, isClosed ? end - 1 : end, quote, undefined, (from, to) => {
      this.report(
        `${text.slice(from, to)} is no escape in double quotes; write the backslash twice, or use single quotes.`,
        from,
        to,
      );
    });
    return { kind: 'string', start, end, value };
  }

  protected blockScalar(parent: number): Node {
    const { tokens, text } = this;
    const { start, end, body } = tokens;
    const header = blockHeader(text, start);
    const headerEnd = start + header.length;
    const rest = text.slice(headerEnd, this.endOfLine(start));
    if (!/^\s*(?:$|(?<=\s)#)/.test(rest)) {
      this.report('Behind | or > only - or + and a digit may stand.', start, this.endOfLine(start));
    }
    const decoded = decodeBlockScalar(text, Math.min(body, end), end, header, parent);
    tokens.next();
    return { kind: 'string', start, end: Math.max(decoded.contentEnd, headerEnd), value: decoded.value };
  }

  /** The key that a scalar is. */
  protected scalarKey(token: YamlToken): StringNode {
    if (token.endLine > token.line) {
      this.report('A key stands on one line.', token.start, this.endOfLine(token.start));
    }
    return token.kind === 'plain' ? this.plainKey(token) : this.quoted(token);
  }

  protected plainKey({ start, end, endLine, line }: YamlToken): StringNode {
    this.checkStart(start, end);
    const value = endLine > line ? decodeFlowScalar(this.text, start, end, '') : this.text.slice(start, end);
    return { kind: 'string', start, end, value };
  }

  /** The key that any node is: what is no text counts as it is written. */
  protected keyNode(node: Node, start: number, end: number): StringNode {
    if (node.kind === 'string') {
      return node;
    }
    if (node.kind === 'object' || node.kind === 'array') {
      this.report('A key is text, not a mapping or a list.', start, Math.min(end, this.endOfLine(start)));
    }
    return { kind: 'string', start, end, value: this.text.slice(start, end) };
  }

  protected checkDuplicate(keys: Set<string>, key: StringNode): void {
    if (keys.has(key.value) && key.end > key.start) {
      const message = `The key "${key.value}" stands twice in this object; only the last one counts.`;
      this.add('duplicate-key', message, key.start, key.end);
    }
    keys.add(key.value);
  }

  /** The lines of a plain scalar that goes over several, each a token of its own. */
  protected lines(token: YamlToken): YamlToken[] {
    const { text } = this;
    const lines: YamlToken[] = [];
    if (token.kind !== 'plain' || token.endLine === token.line) {
      return lines;
    }
    const isSpace = (at: number): boolean => text[at] === ' ' || text[at] === '\t';
    let { line } = token;
    for (let at = token.start; at < token.end; line++) {
      const found = text.indexOf('\n', at);
      const next = found < 0 ? token.end : Math.min(found, token.end);
      let start = at;
      while (start < next && isSpace(start)) {
        start++;
      }
      let end = next > start && next < token.end && text[next - 1] === '\r' ? next - 1 : next;
      while (end > start && isSpace(end - 1)) {
        end--;
      }
      if (end > start) {
        const { column, isFirst, tab } = line === token.line ? token : { column: start - at, isFirst: true, tab: -1 };
        lines.push({ kind: 'plain', start, end, line, column, endLine: line, isFirst, tab, body: 0 });
      }
      at = next + 1;
    }
    return lines;
  }

  protected endOfLine(start: number): number {
    const found = this.text.indexOf('\n', start);
    return found < 0 ? this.text.length : found;
  }
}

function isEscaped(text: string, at: number, start: number): boolean {
  let backslashes = 0;
  while (at - 1 - backslashes > start && text[at - 1 - backslashes] === '\\') {
    backslashes++;
  }
  return backslashes % 2 === 1;
}

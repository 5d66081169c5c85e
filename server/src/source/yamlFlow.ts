import { mergedMembers } from './yamlMerge';
import { maxDepth } from './parseJson';
import type { Member, Node } from './node';
import { YamlScalars } from './yamlScalars';

/** Reads flow style: `[a, b]` and `{ a: b }`. */
export class YamlFlow extends YamlScalars {
  /** The collections that are open end early: told once. */
  private isFlowBroken = false;

  /** Reads the flow collection that begins here. */
  protected flow(): Node {
    this.isFlowBroken = false;
    const node = this.collection();
    if (this.tokens.kind === 'flow-break') {
      const { lastEnd, lastLine } = this.tokens;
      this.tokens.next();
      this.tokens.lastEnd = lastEnd;
      this.tokens.lastLine = lastLine;
    }
    return node;
  }

  /** One collection; those inside it likewise. */
  private collection(): Node {
    const { tokens } = this;
    const isMapping = tokens.kind === '{';
    const { start } = tokens;
    if (++this.depth > maxDepth) {
      this.reportDepth(start);
      tokens.stop();
      this.depth--;
      return { kind: 'invalid', start, end: start + 1 };
    }
    const close = isMapping ? '}' : ']';
    const members: Member[] = [];
    const items: Node[] = [];
    const keys = new Set<string>();
    let { end } = tokens;
    tokens.next();
    for (let isAfterItem = false; ;) {
      if (tokens.kind === '}' || tokens.kind === ']') {
        if (tokens.kind !== close) {
          this.report(`This ${tokens.kind} closes nothing; ${close} is expected.`, tokens.start, tokens.end);
        }
        ({ end } = tokens);
        tokens.next();
        break;
      }
      if (tokens.kind === 'end' || tokens.kind === 'flow-break' || tokens.kind === '---' || tokens.kind === '...') {
        if (!this.isFlowBroken) {
          this.isFlowBroken = true;
          const why = tokens.kind === 'flow-break' ? ': the next line is not indented deeply enough' : '';
          this.report(`The closing ${close} is missing${why}.`, start, start + 1);
        }
        end = Math.max(end, tokens.lastEnd);
        break;
      }
      if (tokens.kind === ',') {
        if (!isAfterItem) {
          this.report(
            `${isMapping ? 'A key and a value are' : 'A value is'} missing before this comma.`,
            tokens.start,
            tokens.end,
          );
        }
        isAfterItem = false;
        ({ end } = tokens);
        tokens.next();
        continue;
      }
      if (isAfterItem) {
        this.report('A comma is expected before this.', tokens.start, tokens.end);
      }
      isAfterItem = true;
      const { start: before } = tokens;
      this.flowItem(isMapping, members, items, keys);
      end = Math.max(end, tokens.lastEnd, members.at(-1)?.end ?? 0, items.at(-1)?.end ?? 0);
      if (tokens.start === before && (tokens.kind as string) !== 'end') {
        tokens.next();
      }
    }
    this.depth--;
    return isMapping
      ? { kind: 'object', start, end, members: keys.has('<<') ? mergedMembers(members, this.text) : members }
      : { kind: 'array', start, end, items };
  }

  private flowItem(isMapping: boolean, members: Member[], items: Node[], keys: Set<string>): void {
    const { tokens } = this;
    const isExplicit = tokens.kind === '?';
    const { start } = tokens;
    if (isExplicit) {
      tokens.next();
    }
    const { line } = tokens;
    const node = this.flowNode();
    const nodeEnd = Math.max(tokens.lastEnd, node.end);
    if (tokens.kind !== ':' && !isExplicit && !isMapping) {
      items.push(node);
      return;
    }
    const key = this.keyNode(node, node.start, node.end);
    let value: Node;
    if (tokens.kind === ':') {
      if (!isMapping && !isExplicit && tokens.line !== line) {
        this.report('A key in a list stands on one line with its colon.', key.start, key.end);
      }
      const { end } = tokens;
      tokens.next();
      value = this.isFlowEnd() ? this.nothing(end) : this.flowNode();
    } else {
      value = this.nothing(nodeEnd);
    }
    const member = { start: isExplicit ? start : key.start, end: Math.max(value.end, key.end), key, value };
    if (isMapping) {
      this.checkDuplicate(keys, key);
      members.push(member);
    } else {
      items.push({ kind: 'object', start: member.start, end: member.end, members: [member] });
    }
  }

  private isFlowEnd(): boolean {
    const { kind } = this.tokens;
    return (
      kind === ',' || kind === '}' || kind === ']' || kind === 'end' || kind === 'flow-break' || kind === '---' || kind === '...'
    );
  }

  private flowNode(): Node {
    const { tokens } = this;
    const properties = this.properties();
    switch (tokens.kind) {
      case '[':
      case '{':
        return this.finish(this.collection(), properties);
      case 'alias':
        return this.finish(this.alias(properties), properties);
      case 'plain':
      case 'single':
      case 'double': {
        const scalar = tokens.copy();
        tokens.next();
        return this.finish(this.scalar(scalar), properties);
      }
      case '-':
      case '?':
      case 'block':
        this.report('This cannot stand within brackets.', tokens.start, Math.min(tokens.end, this.endOfLine(tokens.start)));
        tokens.next();
        break;
      default:
    }
    return this.finish(this.nothing(properties?.end ?? tokens.start), properties);
  }
}

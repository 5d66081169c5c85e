import type { Member, Node, StringNode } from './node';

/** An object or array that is still open. */
export interface Open {
  readonly start: number;
  /** Of an object. */
  readonly members: Member[] | undefined;
  /** Of an array. */
  readonly items: Node[] | undefined;
  /** Keys seen, once there are many. */
  keys: Set<string> | undefined;
  /** The key whose value is being read. */
  key: StringNode | undefined;
  /** End of the colon behind `key`, -1 without one. */
  colonEnd: number;
  /** How far the line is indented in which it begins. */
  readonly indent: number;
}

/** Up to so many keys are compared one by one, which is faster than a set. */
const fewKeys = 8;

/** The tree of a JSON document as it grows, value by value: on a stack of its own, since text nests deeper than JavaScript's. */
export class JsonTree {
  /** The outermost container first. */
  readonly stack: Open[] = [];
  root: Node | undefined;
  /** The innermost container; absent before the first and behind the last. */
  top: Open | undefined;

  /** Begins an object or array. */
  open(kind: '{' | '[', start: number, indent: number): void {
    const isObject = kind === '{';
    this.top = {
      start,
      members: isObject ? [] : undefined,
      items: isObject ? undefined : [],
      keys: undefined,
      key: undefined,
      colonEnd: -1,
      indent,
    };
    this.stack.push(this.top);
  }

  /** The closing brackets that are still to come, innermost first. */
  missingBrackets(): string {
    return this.stack
      .map((open) => (open.members ? '}' : ']'))
      .reverse()
      .join('');
  }

  /** Ends the innermost container. */
  close(end: number): void {
    const { start, members, items } = this.stack.pop()!;
    this.top = this.stack.at(-1);
    this.put(members ? { kind: 'object', start, end, members } : { kind: 'array', start, end, items: items! });
  }

  /** Puts a finished value where it belongs. */
  put(node: Node): void {
    const { top } = this;
    if (!top) {
      this.root = node;
    } else if (top.items) {
      top.items.push(node);
    } else {
      this.finishMember(node, node.end);
    }
  }

  /** Begins a member of the innermost object; answers whether its key is there already. */
  startMember(key: StringNode): boolean {
    const top = this.top!;
    const members = top.members!;
    top.key = key;
    top.colonEnd = -1;
    if (members.length < fewKeys) {
      return members.some((member) => member.key.value === key.value);
    }
    top.keys ??= new Set(members.map((member) => member.key.value));
    const isDuplicate = top.keys.has(key.value);
    top.keys.add(key.value);
    return isDuplicate;
  }

  /** Ends the member that was begun, with or without a value. */
  finishMember(value: Node | undefined, end: number): void {
    const { members, key } = this.top!;
    members!.push({ start: key!.start, end, key: key!, value });
    this.top!.key = undefined;
  }
}

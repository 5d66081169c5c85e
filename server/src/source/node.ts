import type { Span } from './span';

/**
 * The tree of a document, whatever it was written in (JSON today): tolerant, each node with its place.
 * Nodes know their children only; `pathAt` finds the way from the root to an offset. Nothing changes them but `replaceValue`, which takes a tree over
 * to the next version of its text.
 */
export type Node = ObjectNode | ArrayNode | StringNode | NumberNode | BooleanNode | NullNode | PlaceholderNode | InvalidNode;

export interface ObjectNode extends Span {
  readonly kind: 'object';
  /** In text order; a duplicate key stands twice. */
  readonly members: readonly Member[];
}

/** `"key": value`; while it is being typed the value may be absent. The span covers both. */
export interface Member extends Span {
  readonly key: StringNode;
  readonly value: Node | undefined;
}

export interface ArrayNode extends Span {
  readonly kind: 'array';
  readonly items: readonly Node[];
}

/** A string; the span includes its quotes where it has some. `value` is decoded; it may contain `${Placeholder}`. */
export interface StringNode extends Span {
  readonly kind: 'string';
  readonly value: string;
}

/** A number; its text is kept, because 1, 1.0 and 10000000000000000001 are three different values to AWS. */
export interface NumberNode extends Span {
  readonly kind: 'number';
  readonly text: string;
}

export interface BooleanNode extends Span {
  readonly kind: 'boolean';
  readonly value: boolean;
}

export interface NullNode extends Span {
  readonly kind: 'null';
}

/** An unquoted `${Name}`: a value that the deployment fills in; of unknown type, never an error. */
export interface PlaceholderNode extends Span {
  readonly kind: 'placeholder';
  readonly name: string;
}

/** Text in a value's place that is none (`tru`, `'single'`); a problem has been reported for it. */
export interface InvalidNode extends Span {
  readonly kind: 'invalid';
}

/** A fault of the text itself, found by a parser; what a rule finds is a Finding. */
export interface Problem extends Span {
  readonly code: ProblemCode;
  readonly message: string;
}

export type ProblemCode =
  | 'invalid-json'
  | 'invalid-yaml'
  | 'duplicate-key'
  | 'too-deeply-nested'
  | 'invalid-encoding'
  | 'byte-order-mark'
  | 'empty-document';

/** What a parser answers; `root` is absent when there is nothing in the text. Parsers never throw. */
export interface Parsed {
  readonly root: Node | undefined;
  readonly problems: readonly Problem[];
  /** A bracket is missing or stands alone: what belongs to what is a guess about the text as a whole. */
  readonly isGuessed?: boolean;
}

/** Up to so many members are looked through one by one. */
const fewMembers = 24;
/** Of objects with many members: who is asked for one of them is likely to be asked for each. */
const membersByKey = new WeakMap<ObjectNode, ReadonlyMap<string, Member>>();

/** The last member of that name: the one that counts when a key stands twice. */
export function member(node: Node | undefined, key: string): Member | undefined {
  if (node?.kind !== 'object') {
    return undefined;
  }
  const { members } = node;
  if (members.length > fewMembers) {
    let byKey = membersByKey.get(node);
    if (!byKey) {
      byKey = new Map(members.map((each) => [each.key.value, each]));
      membersByKey.set(node, byKey);
    }
    return byKey.get(key);
  }
  for (let index = members.length - 1; index >= 0; index--) {
    if (members[index]!.key.value === key) {
      return members[index];
    }
  }
  return undefined;
}

/** One step from the root towards an offset. */
export interface Step {
  readonly node: Node;
  /** The member of the object above, or the index in the array above. */
  readonly via: Member | number | undefined;
}

/** The nodes around `offset`, root first, the innermost last. An offset in a member's key or separator ends at the object. */
export function pathAt(root: Node | undefined, offset: number): Step[] {
  const path: Step[] = [];
  let next: Step | undefined = root && root.start <= offset && offset <= root.end ? { node: root, via: undefined } : undefined;
  while (next) {
    path.push(next);
    const { node }: Step = next;
    next = undefined;
    if (node.kind === 'object') {
      const via = node.members.find((m) => m.value && m.value.start <= offset && offset <= m.value.end);
      next = via?.value && { node: via.value, via };
    } else if (node.kind === 'array') {
      const index = node.items.findIndex((i) => i.start <= offset && offset <= i.end);
      next = index < 0 ? undefined : { node: node.items[index]!, via: index };
    }
  }
  return path;
}

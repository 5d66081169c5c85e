import jsonata from 'jsonata';
import type { Span } from '../source/span';
import { TextCache } from '../source/textCache';
import type { ExpressionProblem } from './jsonPath';

/**
 * What a JSONata expression refers to, without evaluating it. Offsets count from the beginning of its text.
 * An expression is evaluated without a context item: data is reached through `$states` and variables only.
 */
export interface JsonataReading {
  /** Why the text is no expression; the rest is empty then. */
  readonly problem: ExpressionProblem | undefined;
  /** Uses of `$name` that the expression does not bind itself, functions included. */
  readonly variables: readonly VariableUse[];
  /** What would need a context item where there is none: `phone`, `$`, `*`; and `$$` anywhere. */
  readonly contextUses: readonly ContextUse[];
  /** The syntax tree of the jsonata library. */
  readonly tree: JsonataNode | undefined;
}

export interface VariableUse extends Span {
  /** Without the `$`. */
  readonly name: string;
  /** The names that are selected from it step by step, as far as they are literal. */
  readonly path: readonly (Span & { readonly name: string })[];
  /** When it is called: with how many arguments; absent for a use as a value, or a partial application. */
  readonly argumentCount: number | undefined;
}

export interface ContextUse extends Span {
  /** As written: `phone`, `$`, `$$`, `*`, `**`, `%`. */
  readonly text: string;
}

/** A node of the library's tree, as far as it is read here. Positions lie behind the token that makes the node. */
export interface JsonataNode {
  readonly type: string;
  readonly value?: unknown;
  readonly position?: number;
  readonly steps?: readonly JsonataNode[];
  readonly arguments?: readonly JsonataNode[];
  readonly procedure?: JsonataNode;
  readonly body?: JsonataNode;
  readonly expressions?: readonly JsonataNode[];
  readonly expression?: JsonataNode;
  readonly condition?: JsonataNode;
  readonly then?: JsonataNode;
  readonly else?: JsonataNode;
  readonly lhs?: JsonataNode | readonly (readonly JsonataNode[])[];
  readonly rhs?: JsonataNode;
  readonly pattern?: JsonataNode;
  readonly update?: JsonataNode;
  readonly delete?: JsonataNode;
  readonly terms?: readonly { readonly expression: JsonataNode }[];
  readonly predicate?: readonly Stage[];
  readonly stages?: readonly Stage[];
  readonly group?: { readonly lhs: readonly (readonly JsonataNode[])[] };
  readonly focus?: string;
  readonly index?: string;
}

interface Stage {
  readonly type: string;
  readonly expr?: JsonataNode;
  readonly value?: string;
}

/** The trees of so many characters of expressions are remembered: they take about a hundred times as many bytes. */
const readings = new TextCache(read, 1_000_000);

/** Reads an expression (the text between `{%` and `%}`); each distinct text once. Never throws. */
export function readJsonata(text: string): JsonataReading {
  return readings.of(text);
}

function read(text: string): JsonataReading {
  try {
    const tree = jsonata(text).ast() as JsonataNode;
    const reader = new Reader(text);
    reader.visit(tree, undefined, true);
    if (reader.problem) {
      return { problem: reader.problem, variables: [], contextUses: [], tree: undefined };
    }
    return { problem: undefined, variables: reader.variables(), contextUses: reader.contextUses, tree: detached(tree) };
  } catch (error) {
    return { problem: problemOf(error, text), variables: [], contextUses: [], tree: undefined };
  }
}

/**
 * The same tree of plain objects. Those of the library inherit from what its parser has made for this one text, all operators of the language: remembered as
 * they are they would keep that, several times as much memory.
 */
function detached<T>(part: T, known = new Map<unknown, unknown>()): T {
  if (typeof part !== 'object' || part === null || part instanceof RegExp) {
    return part;
  }
  const before = known.get(part);
  if (before !== undefined) {
    return before as T;
  }
  const copy: unknown = Array.isArray(part) ? [] : {};
  known.set(part, copy);
  for (const [key, value] of Object.entries(part)) {
    (copy as Record<string, unknown>)[key] = detached(value as unknown, known);
  }
  return copy as T;
}

function problemOf(error: unknown, text: string): ExpressionProblem {
  const { position, token, code, message } = error as { position?: number; token?: unknown; code?: string; message?: string };
  const last = Math.max(text.trimEnd().length, 1);
  if (code === undefined) {
    return { start: 0, end: last, message: 'The expression is nested too deeply.' };
  }
  const told = (message ?? code).replace(/^Syntax error: .*$/s, (all) => `unexpected ${quoted(token, all)}`);
  const end = Math.min(Math.max(position ?? last, 1), last);
  const length = typeof token === 'string' && token !== '(end)' && text.endsWith(token, end) ? token.length : 1;
  return { start: Math.max(0, end - length), end, message: `${told.charAt(0).toLowerCase()}${told.slice(1)}` };
}

function quoted(token: unknown, fallback: string): string {
  return typeof token === 'string' || typeof token === 'number' ? `"${token}"` : fallback;
}

/** Names that are bound in a block, by a lambda, or by `@` and `#` in a path. */
interface Bound {
  readonly names: Set<string>;
  readonly outer: Bound | undefined;
}

class Reader {
  readonly contextUses: ContextUse[] = [];
  problem: ExpressionProblem | undefined;
  private readonly uses: { readonly use: VariableUse; readonly bound: Bound }[] = [];

  constructor(private readonly text: string) {}

  /** Uses of names that nothing around them binds; a name counts in its whole block, as functions may call themselves. */
  variables(): VariableUse[] {
    return this.uses.flatMap(({ use, bound }) => (isBound(use.name, bound) ? [] : [use]));
  }

  /** `isTop`: there is no context item here. */
  visit(node: JsonataNode | undefined, outer: Bound | undefined, isTop: boolean): void {
    if (!node) {
      return;
    }
    const bound = outer ?? { names: new Set(), outer: undefined };
    switch (node.type) {
      case 'path':
        this.path(node.steps ?? [], bound, isTop);
        break;
      case 'variable':
        this.variable(node, bound, isTop, []);
        break;
      case 'name':
      case 'wildcard':
      case 'descendant':
      case 'parent':
        if (isTop) {
          this.context(node);
        }
        break;
      case 'function':
      case 'partial':
        this.call(node, bound, isTop, 0);
        break;
      case 'lambda': {
        const names = new Set((node.arguments ?? []).map((argument) => String(argument.value)));
        this.visit(node.body, { names, outer: bound }, isTop);
        break;
      }
      case 'block': {
        const block = { names: new Set<string>(), outer: bound };
        node.expressions?.forEach((each) => this.visit(each, block, isTop));
        break;
      }
      case 'bind':
        bound.names.add(String((node.lhs as JsonataNode).value));
        this.visit(node.rhs, bound, isTop);
        break;
      case 'apply':
        this.visit(node.lhs as JsonataNode, bound, isTop);
        if (node.rhs?.type === 'function') {
          this.call(node.rhs, bound, isTop, 1);
        } else {
          this.visit(node.rhs, bound, isTop);
        }
        break;
      case 'condition':
        this.newerOperator(node);
        this.visit(node.condition, bound, isTop);
        this.visit(node.then, bound, isTop);
        this.visit(node.else, bound, isTop);
        break;
      case 'transform':
        this.visit(node.pattern, bound, false);
        this.visit(node.update, bound, false);
        this.visit(node.delete, bound, false);
        break;
      default:
        // unary, binary, sort terms: whatever operands there are.
        if (Array.isArray(node.lhs)) {
          (node.lhs as readonly (readonly JsonataNode[])[]).flat().forEach((each) => this.visit(each, bound, isTop));
        } else {
          this.visit(node.lhs as JsonataNode | undefined, bound, isTop);
        }
        this.visit(node.rhs, bound, isTop);
        this.visit(node.expression, bound, isTop);
        node.expressions?.forEach((each) => this.visit(each, bound, isTop));
    }
    this.behind(node, bound);
  }

  private path(steps: readonly JsonataNode[], outer: Bound, isTop: boolean): void {
    const bound: Bound = { names: new Set(), outer };
    for (const [index, step] of steps.entries()) {
      for (const name of [step.focus, step.index]) {
        if (typeof name === 'string') {
          bound.names.add(name);
        }
      }
      if (index > 0 && step.type === 'sort') {
        step.terms?.forEach(({ expression }) => this.visit(expression, bound, false));
        this.behind(step, bound);
      } else if (step.type === 'variable') {
        this.variable(step, bound, isTop && index === 0, namesAfter(steps, index, this.text));
        this.behind(step, bound);
      } else {
        this.visit(step, bound, isTop && index === 0);
      }
    }
  }

  /** Predicates and groupings see the items of what they stand behind. */
  private behind(node: JsonataNode, bound: Bound): void {
    for (const { type, expr, value } of [...(node.predicate ?? []), ...(node.stages ?? [])]) {
      if (type === 'index' && typeof value === 'string') {
        bound.names.add(value);
      }
      this.visit(expr, bound, false);
    }
    node.group?.lhs.flat().forEach((each) => this.visit(each, bound, false));
  }

  private variable(node: JsonataNode, bound: Bound, isTop: boolean, path: VariableUse['path'], argumentCount?: number): void {
    const name = String(node.value);
    const end = node.position ?? 0;
    const start = Math.max(0, end - name.length - 1);
    if (name === '' || name === '$') {
      if (isTop || name === '$') {
        this.contextUses.push({ text: `$${name}`, start, end });
      }
      return;
    }
    this.uses.push({ use: { name, start, end, path, argumentCount }, bound });
  }

  private call(node: JsonataNode, bound: Bound, isTop: boolean, applied: number): void {
    const { procedure } = node;
    if (procedure?.type === 'variable' && procedure.value !== '' && procedure.position !== undefined) {
      const count = node.type === 'partial' ? undefined : (node.arguments?.length ?? 0) + applied;
      this.variable(procedure, bound, isTop, [], count);
    } else if (procedure?.position !== undefined || procedure?.type !== 'variable') {
      this.visit(procedure, bound, isTop);
    }
    node.arguments?.forEach((argument) => this.visit(argument, bound, isTop));
    if (applied > 0) {
      this.behind(node, bound);
    }
  }

  private context(node: JsonataNode): void {
    const end = node.position ?? 0;
    const text = node.type === 'parent' ? '%' : String(node.value);
    const quote =
      this.text[end - 1] === '`' || (this.text[end - 1] === '"' && text !== '"') || this.text[end - 1] === "'" ? 2 : 0;
    this.contextUses.push({ text, start: Math.max(0, end - text.length - quote), end });
  }

  /** `??` and `?:` came after JSONata 2.0.6, which AWS runs. */
  private newerOperator({ position = 0 }: JsonataNode): void {
    const operator = this.text.slice(position - 2, position);
    if (operator === '??' || operator === '?:') {
      this.problem ??= {
        start: position - 2,
        end: position,
        message: `JSONata 2.0.6, which AWS evaluates, has no operator "${operator}".`,
      };
    }
  }
}

function isBound(name: string, bound: Bound | undefined): boolean {
  for (let each = bound; each; each = each.outer) {
    if (each.names.has(name)) {
      return true;
    }
  }
  return false;
}

/** The literal names that follow a step directly, up to the first that selects among several or is computed. */
function namesAfter(steps: readonly JsonataNode[], index: number, text: string): VariableUse['path'] {
  const names: (Span & { name: string })[] = [];
  if (steps[index]!.predicate || steps[index]!.stages) {
    return names;
  }
  for (const step of steps.slice(index + 1)) {
    if (step.type !== 'name' || typeof step.value !== 'string' || step.position === undefined) {
      break;
    }
    const isQuoted = /['"`]/.test(text.charAt(step.position - 1));
    names.push({ name: step.value, start: step.position - step.value.length - (isQuoted ? 2 : 0), end: step.position });
    if (step.stages || step.predicate || step.focus || step.index) {
      break;
    }
  }
  return names;
}

/** Every node of a tree, each once: what looks for the parent (`%`) is shared. */
export function* nodesOf(tree: JsonataNode): Iterable<JsonataNode> {
  const seen = new Set<unknown>();
  const open: unknown[] = [tree];
  while (open.length > 0) {
    const part = open.pop();
    if (typeof part !== 'object' || part === null || seen.has(part)) {
      continue;
    }
    seen.add(part);
    if (!Array.isArray(part)) {
      yield part as JsonataNode;
    }
    open.push(...(Object.values(part) as unknown[]));
  }
}

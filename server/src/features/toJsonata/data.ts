import { parseIntrinsic } from '../../asl/intrinsics';
import { parsePath, type Path, type Segment } from '../../asl/jsonPath';
import { hasPlaceholder } from '../../asl/placeholder';
import { Decimal, numberOf } from '../../source/json';
import { member, type Node, type ObjectNode } from '../../source/node';
import { constant, type Expression, field, fields, list, literal, made, Refusal, swallowed } from './expression';
import { Fields, Plain, type Draft } from '../refactor/draft';
import { calledFor } from './intrinsic';
import { follow, rootOf } from './path';

/** The data that a path of a state begins at: what JSONPath has made of input or result up to there. */
export type Data =
  | { readonly kind: 'expression'; readonly expression: Expression }
  /** A payload template over other data. */
  | { readonly kind: 'template'; readonly node: Node; readonly of: Data }
  /** Data in the definition, as Result has it. */
  | { readonly kind: 'constant'; readonly node: Node }
  /** `value` put at a place of other data, as ResultPath does. */
  | {
      readonly kind: 'put';
      readonly into: Data;
      readonly path: readonly string[];
      readonly value: Data;
      /** Whether `into` is made where it is not there: it lies on the way to a place itself. */
      readonly isMade?: boolean;
    };

/** What an expression gives, as data. */
export function dataOf(text: string, type?: Expression['type']): Data {
  return { kind: 'expression', expression: made(text, [], { type }) };
}

const nothing: ObjectNode = { kind: 'object', members: [], start: 0, end: 0 };

/** The path that a field holds; refused where it is none. */
export function pathOf(node: Node): Path {
  if (node.kind !== 'string' || hasPlaceholder(node.value)) {
    throw new Refusal(node.kind === 'string' ? 'the path has a placeholder' : 'this is no path');
  }
  const { path, problems } = parsePath(node.value);
  if (!path) {
    throw new Refusal(`this is no valid path: ${problems[0]?.message ?? ''}`);
  }
  return path;
}

function expressed(expression: Expression): Data {
  return { kind: 'expression', expression };
}

function constantOf(node: Node): Expression {
  switch (node.kind) {
    case 'object':
      return fields(node.members.map(({ key, value }) => [key.value, value ? constantOf(value) : constant(null)]));
    case 'array':
      return list(node.items.map(constantOf));
    case 'string':
    case 'boolean':
      return constant(node.value);
    case 'number':
      return constant(numberOf(node.text));
    case 'null':
      return constant(null);
    default:
      throw new Refusal('a placeholder without quotes cannot be part of an expression');
  }
}

/** Refuses a template in which a key stands with and without `.$`. */
export function checkKeys({ members }: ObjectNode): void {
  const names = members.map(({ key }) => key.value.replace(/\.\$$/, ''));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new Refusal(`"${twice}" stands there twice`);
  }
}

/** Whether a key ends in `.$`, which no state with JSONata may have. */
export function hasDollarKey(node: Node): boolean {
  switch (node.kind) {
    case 'object':
      return node.members.some(({ key, value }) => key.value.endsWith('.$') || (value !== undefined && hasDollarKey(value)));
    case 'array':
      return node.items.some(hasDollarKey);
    default:
      return false;
  }
}

/** Whether JSONata would take a text of the definition for an expression. */
export function isTakenForJsonata(text: string): boolean {
  return text.length >= 4 && text.startsWith('{%') && text.endsWith('%}');
}

/** Reads what JSONPath fields say of data. */
export class JsonPathReader {
  constructor(
    /** Variables that hold nothing but integers. */
    private readonly integers: ReadonlySet<string>,
  ) {}

  /** What a path finds in data. */
  at(path: Path, data: Data): Data {
    const root = rootOf(path, this.integers);
    return root ? expressed(follow(root, path.segments, path.definite)) : this.within(data, path.segments, path.definite);
  }

  /** Goes into what is known of the data name by name, as far as that leads. */
  private within(data: Data, segments: readonly Segment[], isDefinite: boolean): Data {
    const [first, ...rest] = segments;
    if (!first) {
      return data;
    }
    const name = first.kind === 'names' && first.names.length === 1 ? first.names[0]! : undefined;
    if (name !== undefined && data.kind === 'put') {
      const [head, ...further] = data.path;
      if (name !== head) {
        return this.within(data.into, segments, isDefinite);
      }
      return this.within(
        further.length === 0 ? data.value : { ...data, into: this.within(data.into, [first], true), path: further, isMade: true },
        rest,
        isDefinite,
      );
    }
    if (name !== undefined && (data.kind === 'template' || data.kind === 'constant') && data.node.kind === 'object') {
      const plain = member(data.node, name)?.value;
      const reference = data.kind === 'template' ? member(data.node, `${name}.$`)?.value : undefined;
      if (reference && data.kind === 'template') {
        const found = this.referenced(reference, data.of);
        return 'call' in found ? expressed(follow(found.call, rest, isDefinite)) : this.within(found.data, rest, isDefinite);
      }
      if (!plain) {
        throw new Refusal(`"${name}" names nothing that is there`);
      }
      return this.within({ ...data, node: plain }, rest, isDefinite);
    }
    return expressed(follow(this.expressionOf(data), segments, isDefinite));
  }

  /** What a path or an intrinsic function behind a key that ends in `.$` gives. */
  private referenced(
    node: Node,
    data: Data,
  ): { readonly data: Data } | { readonly call: Expression; readonly items?: Expression[] } {
    if (node.kind !== 'string') {
      throw new Refusal('this is neither a path nor an intrinsic function');
    }
    if (node.value.startsWith('$')) {
      return { data: this.at(pathOf(node), data) };
    }
    if (hasPlaceholder(node.value)) {
      throw new Refusal('the intrinsic function has a placeholder');
    }
    const { call, problems } = parseIntrinsic(node.value);
    if (!call) {
      throw new Refusal(`this is neither a path nor an intrinsic function: ${problems[0]?.message ?? ''}`);
    }
    const resolve = (path: Path): Expression => this.expressionOf(this.at(path, data));
    return { call: calledFor(call, resolve), ...(call.name === 'States.Array' && { items: this.itemsOf(call, resolve) }) };
  }

  private itemsOf(call: Parameters<typeof calledFor>[0], resolve: (path: Path) => Expression): Expression[] {
    return call.arguments.map((argument) => calledFor({ ...call, name: 'States.Array', arguments: [argument] }, resolve, true));
  }

  /** The data as one expression. Recursion is as deep as the document, which parsers bound. */
  expressionOf(data: Data): Expression {
    switch (data.kind) {
      case 'expression':
        return data.expression;
      case 'constant':
        return constantOf(data.node);
      case 'put':
        return data.path.reduceRight<{ value: Expression; depth: number }>(
          ({ value, depth }, name) => {
            const target =
              depth === 1
                ? this.expressionOf(data.into)
                : this.expressionOf(this.nested(data.into, data.path.slice(0, depth - 1)));
            // What is not there yet is made; what is there has to be an object.
            const into = depth === 1 && !data.isMade ? swallowed(target) : { ...target, missable: [] };
            const text = `$merge([${into.text}, { ${literal(name)}: ${value.text} }])`;
            return { value: made(text, [into, swallowed(value)], { type: 'object' }), depth: depth - 1 };
          },
          { value: this.expressionOf(data.value), depth: data.path.length },
        ).value;
      case 'template':
        return this.templateExpression(data.node, data.of);
    }
  }

  private nested(data: Data, names: readonly string[]): Data {
    return this.within(
      data,
      names.map((name) => ({ kind: 'names', names: [name], start: 0, end: 0 })),
      true,
    );
  }

  private templateExpression(node: Node, data: Data): Expression {
    switch (node.kind) {
      case 'object':
        checkKeys(node);
        return fields(
          node.members.map(({ key, value }) => {
            if (!key.value.endsWith('.$')) {
              return [key.value, value ? this.templateExpression(value, data) : constant(null)];
            }
            const found = this.referenced(value ?? node, data);
            return [key.value.slice(0, -2), 'call' in found ? found.call : this.expressionOf(found.data)];
          }),
        );
      case 'array':
        return list(node.items.map((item) => this.templateExpression(item, data)));
      default:
        return constantOf(node);
    }
  }

  /** The data as it is written in a field: objects and lists in JSON, what is computed as expressions. */
  draftOf(data: Data): Draft {
    switch (data.kind) {
      case 'constant':
        return this.draftOfNode(data.node);
      case 'template':
        return this.draftOfNode(data.node, data.of);
      default:
        return field(this.expressionOf(data));
    }
  }

  /** What stands in the place of a path or an intrinsic function. */
  draftOfReference(node: Node, data: Data): Draft {
    const found = this.referenced(node, data);
    if (!('call' in found)) {
      return this.draftOf(found.data);
    }
    // In JSON each item is an expression of its own: whatever it is, it stays one item.
    return found.items?.map((item) => field(item)) ?? field(found.call);
  }

  /** `data` is absent for what is no template. */
  private draftOfNode(node: Node, data?: Data): Draft {
    switch (node.kind) {
      case 'object':
        if (data) {
          checkKeys(node);
        } else if (node.members.some(({ key }) => key.value.endsWith('.$'))) {
          return field(constantOf(node));
        }
        return new Fields(
          node.members.map(({ key, value }): readonly [string, Draft] =>
            data && value && key.value.endsWith('.$')
              ? [key.value.slice(0, -2), this.draftOfReference(value, data)]
              : [key.value, value ? this.draftOfNode(value, data) : null],
          ),
        );
      case 'array':
        return node.items.map((item) => this.draftOfNode(item, data));
      case 'string':
        return isTakenForJsonata(node.value) ? `{% ${literal(node.value)} %}` : node.value;
      case 'number': {
        const value = numberOf(node.text);
        return value instanceof Decimal ? new Plain(node.text) : value;
      }
      case 'boolean':
        return node.value;
      case 'placeholder':
        return new Plain(`\${${node.name}}`);
      default:
        return null;
    }
  }
}

/** What InputPath or OutputPath leaves of data. */
export function selected(value: Node | undefined, data: Data, reader: JsonPathReader): Data {
  if (!value) {
    return data;
  }
  return value.kind === 'null' ? { kind: 'constant', node: nothing } : reader.at(pathOf(value), data);
}

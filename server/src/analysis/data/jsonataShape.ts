import type { JsonataNode } from '../../asl/jsonataReading';
import { operationShape, resultShape } from '../resultShapes';
import { any, boolean, number, objectOf, type Shape, text } from '../shape';
import { either, fieldOf, itemsOf } from './likely';

/** Functions that give an array as a rule: one of a single item is that item. */
const likelyArrays: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['split', { kind: 'array', items: text }],
  ['keys', { kind: 'array', items: text }],
  ['range', { kind: 'array', items: number }],
]);

/** Functions that give (items of) what they are given. */
const passing: ReadonlySet<string> = new Set(['filter', 'sort', 'reverse', 'shuffle', 'distinct', 'append', 'clone', 'sift']);

/** What the names of an expression stand for; inner ones lie over outer ones. */
type Names = (name: string) => Shape;

/**
 * The shape of what a JSONata expression gives, as far as its text tells; `variable` knows `$states` and the variables of the state machine
 * (names without `$`). Recursion is as deep as the expression is nested, which its parser bounds.
 */
export function jsonataShape(tree: JsonataNode | undefined, variable: Names): Shape {
  return tree ? shapeOf(tree, any, variable) : any;
}

function shapeOf(node: JsonataNode, context: Shape, names: Names): Shape {
  const shape = withoutPredicates(node, context, names);
  const selected = select(shape, node, names);
  const { group } = node;
  return group ? { kind: 'object', fields: new Map(), isOpen: true, origin: undefined } : selected;
}

function withoutPredicates(node: JsonataNode, context: Shape, names: Names): Shape {
  const one = (each: JsonataNode | undefined): Shape => (each ? shapeOf(each, context, names) : any);
  switch (node.type) {
    case 'string':
      return text;
    case 'number':
      return number;
    case 'value':
      return typeof node.value === 'boolean' ? boolean : { kind: 'null' };
    case 'regex':
      return any;
    case 'variable':
      return node.value === '' ? context : node.value === '$' ? any : names(String(node.value));
    case 'name':
      return step(context, String(node.value));
    case 'path':
      return pathOf(node.steps ?? [], context, names);
    case 'unary':
      return unary(node, context, names);
    case 'binary': {
      const operator = String(node.value);
      return operationShape(operator) ?? (operator === '..' ? { kind: 'array', items: number } : any);
    }
    case 'condition': {
      const [then, otherwise] = [one(node.then), node.else ? one(node.else) : undefined];
      return otherwise ? either(then, otherwise) : then;
    }
    case 'block':
      return block(node.expressions ?? [], context, names);
    case 'bind':
      return one(node.rhs);
    case 'apply':
      return node.rhs?.type === 'function'
        ? call(node.rhs, [node.lhs as JsonataNode, ...(node.rhs.arguments ?? [])], context, names)
        : any;
    case 'function':
      return call(node, node.arguments ?? [], context, names);
    default:
      return any;
  }
}

function unary(node: JsonataNode, context: Shape, names: Names): Shape {
  switch (node.value) {
    case '-':
      return number;
    case '[': {
      const shapes = (node.expressions ?? []).map((each) => {
        const shape = shapeOf(each, context, names);
        // An item that is an array constructor stays one; of `..` the items come.
        return each.type === 'binary' && each.value === '..' ? itemsOf(shape) : shape;
      });
      return { kind: 'array', items: shapes.length > 0 ? shapes.reduce(either) : any };
    }
    case '{': {
      const fields = new Map<string, Shape>();
      let isOpen = false;
      for (const [key, value] of node.lhs as readonly (readonly [JsonataNode, JsonataNode])[]) {
        if (key.type === 'string' && typeof key.value === 'string') {
          fields.set(key.value, shapeOf(value, context, names));
        } else {
          isOpen = true;
        }
      }
      return objectOf(fields, isOpen, undefined);
    }
    default:
      return any;
  }
}

/** The last of several expressions; what they bind is known to those behind. */
function block(expressions: readonly JsonataNode[], context: Shape, names: Names): Shape {
  const bound = new Map<string, Shape>();
  const inner: Names = (name) => bound.get(name) ?? names(name);
  let last = any;
  for (const each of expressions) {
    last = shapeOf(each, context, inner);
    if (each.type === 'bind') {
      bound.set(String((each.lhs as JsonataNode).value), last);
    }
  }
  return last;
}

function call(node: JsonataNode, args: readonly JsonataNode[], context: Shape, names: Names): Shape {
  const { procedure } = node;
  const name = procedure?.type === 'variable' ? String(procedure.value) : '';
  const one = (index: number): Shape => (args[index] ? shapeOf(args[index], context, names) : any);
  const known = resultShape(name) ?? likelyArrays.get(name);
  if (known) {
    return known;
  }
  if (passing.has(name)) {
    return name === 'append' ? either(one(0), one(1)) : one(0);
  }
  switch (name) {
    case 'map':
      return { kind: 'array', items: applied(args[1], [itemsOf(one(0)), number, one(0)], context, names) };
    case 'single':
      return itemsOf(one(0));
    case 'reduce':
      return args[2] ? either(one(2), applied(args[1], [one(2), itemsOf(one(0))], context, names)) : any;
    case 'partition':
      return { kind: 'array', items: one(0) };
    case 'merge': {
      const items = itemsOf(one(0));
      return items.kind === 'object' ? { ...items, isOpen: true } : any;
    }
    case 'lookup': {
      const key = args[1];
      return key?.type === 'string' ? step(one(0), String(key.value)) : any;
    }
    default:
      return any;
  }
}

/** What a function that is written there gives for arguments of these shapes. */
function applied(node: JsonataNode | undefined, args: readonly Shape[], context: Shape, names: Names): Shape {
  if (node?.type !== 'lambda' || !node.body) {
    return any;
  }
  const parameters = (node.arguments ?? []).map((each) => String(each.value));
  return shapeOf(node.body, context, (name) => {
    const index = parameters.indexOf(name);
    return index < 0 ? names(name) : (args[index] ?? any);
  });
}

function pathOf(steps: readonly JsonataNode[], context: Shape, names: Names): Shape {
  let current = context;
  let inner = names;
  for (const [index, each] of steps.entries()) {
    if (index === 0) {
      current = shapeOf(each, current, inner);
    } else if (each.type === 'name') {
      current = select(step(current, String(each.value)), each, inner);
    } else if (each.type === 'sort') {
      // The order changes, no more.
    } else if (each.type === 'wildcard' || each.type === 'descendant' || each.type === 'parent') {
      return any;
    } else {
      // `items.{ … }`, `items.(…)`, `items.$f()`: once for each item.
      const isMany = current.kind === 'array';
      const made = shapeOf(each, isMany ? itemsOf(current) : current, inner);
      current = isMany && made.kind !== 'array' ? { kind: 'array', items: made } : made;
    }
    if (each.focus !== undefined || each.index !== undefined) {
      const [focus, at, outer, item] = [each.focus, each.index, inner, current.kind === 'array' ? current.items : current];
      inner = (name) => (name === focus ? item : name === at ? number : outer(name));
    }
  }
  return current;
}

/** What a name selects: of an array, from each of its items. */
export function step(shape: Shape, name: string): Shape {
  if (shape.kind !== 'array') {
    return fieldOf(shape, name);
  }
  const field = fieldOf(shape.items, name);
  return field.kind === 'array' ? field : { kind: 'array', items: field };
}

/** What the brackets behind a step leave: one item of a number, some of a condition. */
function select(shape: Shape, node: JsonataNode, names: Names): Shape {
  let current = shape;
  for (const { type, expr } of [...(node.predicate ?? []), ...(node.stages ?? [])]) {
    if (type === 'filter' && expr) {
      const isOne =
        expr.type === 'number' || (expr.type === 'unary' && expr.value === '-') || shapeOf(expr, any, names).kind === 'number';
      current = isOne && current.kind === 'array' ? current.items : current;
    }
  }
  return current;
}

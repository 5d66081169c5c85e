import type { JsonataNode, JsonataReading } from '../asl/jsonataReading';
import { operationShape, resultShape } from './resultShapes';
import { any, boolean, number, objectOf, type Shape, text, unite } from './shape';

/** What a variable is where the expression stands: `$states` or one that was assigned; `any` where nothing is known. */
export type VariableShape = (name: string) => Shape;

/**
 * What is certain of the value of a JSONata expression, if it has one: rules go by it, where completion goes by what is likely. Objects that are constructed are `made by` origin.
 * `part` is a part of the expression, all of it by default. Recursion is as deep as the library's tree, which its parser bounds.
 */
export function certainShape(reading: JsonataReading, variable: VariableShape, origin: string, part = reading.tree): Shape {
  if (!reading.tree) {
    return any;
  }
  // Names that the expression does not bind itself: others may be anything.
  const free = new Set(reading.variables.map(({ name }) => name));
  const shapeOf = (node: JsonataNode | undefined): Shape => {
    if (!node || node.predicate || node.stages || node.group || node.focus !== undefined || node.index !== undefined) {
      return any;
    }
    switch (node.type) {
      case 'string':
        return text;
      case 'number':
        return number;
      case 'value':
        return typeof node.value === 'boolean' ? boolean : node.value === null ? { kind: 'null' } : any;
      case 'variable':
        return free.has(String(node.value)) ? variable(String(node.value)) : any;
      case 'binary':
        return operationShape(String(node.value)) ?? any;
      case 'unary':
        return unary(node, shapeOf, origin);
      case 'condition':
        return node.else ? unite(shapeOf(node.then), shapeOf(node.else)) : any;
      case 'block':
        return shapeOf(node.expressions?.at(-1));
      case 'function': {
        const name = node.procedure?.type === 'variable' ? String(node.procedure.value) : node.procedure?.steps?.[0]?.value;
        return (typeof name === 'string' && free.has(name) && resultShape(name)) || any;
      }
      case 'path':
        return pathShape(node.steps ?? [], shapeOf);
      default:
        return any;
    }
  };
  return shapeOf(part);
}

function unary(node: JsonataNode, shapeOf: (node: JsonataNode | undefined) => Shape, origin: string): Shape {
  switch (node.value) {
    case '-':
      return number;
    case '[': {
      const [first, ...others] = (node.expressions ?? []).map(shapeOf);
      // An array in an array constructor is spread into it unless it is written as one.
      return {
        kind: 'array',
        items: first && first.kind !== 'array' && others.every((s) => s.kind !== 'array') ? others.reduce(unite, first) : any,
      };
    }
    case '{': {
      const fields = new Map<string, Shape>();
      for (const [key, value] of (node.lhs ?? []) as readonly (readonly JsonataNode[])[]) {
        if (key?.type !== 'string') {
          return objectOf(new Map(), true, origin);
        }
        fields.set(String(key.value), shapeOf(value));
      }
      return objectOf(fields, false, origin);
    }
    default:
      return any;
  }
}

/** Names one after the other; what goes through arrays gives whatever it finds in them. */
function pathShape(steps: readonly JsonataNode[], shapeOf: (node: JsonataNode | undefined) => Shape): Shape {
  const [first, ...rest] = steps;
  let shape = shapeOf(first);
  for (const step of rest) {
    if (
      step.type !== 'name' ||
      step.predicate ||
      step.stages ||
      step.group ||
      step.focus !== undefined ||
      step.index !== undefined
    ) {
      return any;
    }
    // A field that is not there gives nothing, which another finding tells of.
    shape = shape.kind === 'object' ? (shape.fields.get(String(step.value)) ?? any) : any;
  }
  return shape;
}

import type { Path } from '../../asl/jsonPath';
import type { Filter, Operand } from '../../asl/jsonPathFilter';
import { isArray } from '../../source/json';
import { constant, type Expression, made, Refusal } from './expression';
import { follow, rootOf } from './path';

/** The condition of a filter about `item`, an expression; `$` paths in it begin at `root`. */
export function condition(filter: Filter, item: string, root: Expression): string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return `(${condition(filter.left, item, root)} ${filter.kind} ${condition(filter.right, item, root)})`;
    case 'not':
      return `$not(${condition(filter.operand, item, root)})`;
    case 'exists': {
      const { text, isList } = operand(filter.operand, item, root);
      return isList ? `$count(${text}) > 0` : `$exists(${text})`;
    }
    case 'compare':
      return comparison(filter, item, root);
  }
}

function operand(of: Operand, item: string, root: Expression): Expression {
  switch (of.kind) {
    case 'value':
      return constant(of.value);
    case 'pattern':
      throw new Refusal('a filter has a pattern where a value is expected');
    default: {
      const { path } = of;
      if (path.root.kind === 'variable' && ['value', 'item', 'all', 'index', 'list'].includes(path.root.name)) {
        throw new Refusal(`the filter reads the variable $${path.root.name}, whose name is taken within a filter of JSONata`);
      }
      const base: Expression = of.kind === 'item' ? made(item) : (rootOf(path) ?? root);
      return follow(base, path.segments, path.definite);
    }
  }
}

function comparison({ operator, left, right }: Extract<Filter, { kind: 'compare' }>, item: string, root: Expression): string {
  const value = operand(left, item, root).text;
  if (operator === '=~') {
    if (right.kind !== 'pattern' || /[^im]/.test(right.flags)) {
      throw new Refusal('JSONata has no such pattern as one of the filters');
    }
    return `($type(${value}) = 'string' ? $contains(${value}, /^(?:${right.source})$/${right.flags}) : false)`;
  }
  const other = operand(right, item, root).text;
  const areBothPaths = isPath(left) && isPath(right);
  switch (operator) {
    case '==':
      return areBothPaths ? `(${value} = ${other} or $not($exists(${value}) or $exists(${other})))` : `${value} = ${other}`;
    case '!=':
      return `$not(${comparison({ kind: 'compare', operator: '==', left, right }, item, root)})`;
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const type = typeOf(right) ?? typeOf(left);
      return type === undefined
        ? `($type(${value}) in ['number', 'string'] and $type(${value}) = $type(${other}) ? ${value} ${operator} ${other} : false)`
        : `($type(${isPath(left) ? value : other}) = '${type}' ? ${value} ${operator} ${other} : false)`;
    }
    case 'in':
    case 'nin': {
      if (right.kind !== 'value' || !isArray(right.value)) {
        throw new Refusal(`the filter compares by '${operator}' with a list that is not written in it`);
      }
      return operator === 'in' ? `${value} in ${other}` : `($exists(${value}) ? $not(${value} in ${other}) : false)`;
    }
    default:
      throw new Refusal(`JSONata has no exact equivalent of '${operator}' in a filter`);
  }
}

function isPath(operand: Operand): operand is Operand & { readonly path: Path } {
  return 'path' in operand;
}

/** The type of an order that a constant decides; a constant that has none is refused, since nothing is less than it. */
function typeOf(operand: Operand): 'number' | 'string' | undefined {
  if (operand.kind !== 'value') {
    return undefined;
  }
  const { type } = constant(operand.value);
  if (type !== 'number' && type !== 'string') {
    throw new Refusal('a filter compares the order of what is neither a number nor text');
  }
  return type;
}

import type { Analysis } from '../analysis/analysis';
import type { DataTypes } from '../analysis/data/dataTypes';
import { isKnown, shapeText } from '../analysis/data/likely';
import { type Expression, expressionsOf } from '../analysis/expressions';
import { any, type Shape } from '../analysis/shape';
import type { Span } from '../source/span';
import { dataTypesOf, type Knowledge } from './knowledge';

/** A type that is shown behind an expression. */
export interface TypeHint {
  /** Offset. */
  readonly at: number;
  readonly type: string;
}

/** What the expressions within a range likely give; of those that give true or false to a condition it goes without saying. */
export function typeHints(analysis: Analysis, within: Span, knowledge: Knowledge): TypeHint[] {
  const types = dataTypesOf(analysis, knowledge);
  const hints: TypeHint[] = [];
  for (const state of analysis.symbols.states) {
    if (state.member.end < within.start || state.member.start > within.end) {
      continue;
    }
    for (const expression of expressionsOf(state)) {
      const { node, field } = expression;
      if (node.end < within.start || node.start > within.end || field.name === 'Condition' || field.name === 'ResultPath') {
        continue;
      }
      const shape = shapeOf(expression, types);
      if (isKnown(shape)) {
        hints.push({ at: node.end, type: shapeText(shape, 1) });
      }
    }
  }
  return hints.sort((a, b) => a.at - b.at);
}

function shapeOf(expression: Expression, types: DataTypes): Shape {
  const { state, field, clause } = expression;
  const view = { state, field: field.name, ...(clause && { clause }) };
  switch (expression.kind) {
    case 'jsonata':
      return types.jsonata(expression.reading, view);
    case 'path':
      return expression.path ? types.path(expression.path, view) : any;
    case 'intrinsic':
      return types.dynamic(expression.node, view);
    default:
      return any;
  }
}

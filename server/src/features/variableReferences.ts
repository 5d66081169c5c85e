import type { Analysis } from '../analysis/analysis';
import { expressionSpan } from '../analysis/expressions';
import { isDistributed, variablesOf, type Assignment, type VariableRead } from '../analysis/variables';
import type { Scope } from '../asl/ast';
import { touches, type Span } from '../source/span';
import { contentOf } from './stateAt';

/** A variable, and every place that assigns or reads it. */
export interface VariableUses {
  readonly name: string;
  /** The scope that assigns it: scopes inside see the same variable. */
  readonly scope: Scope;
  readonly assignments: readonly VariablePlace[];
  readonly reads: readonly VariablePlace[];
}

export interface VariablePlace {
  /** The name alone: without the `$` of a read or the `.$` of a key. */
  readonly span: Span;
  readonly assignment: Assignment | undefined;
  readonly read: VariableRead | undefined;
}

/** The variable whose name is at `offset`, in an Assign or in an expression; absent where nothing assigns it. */
export function variableAt(analysis: Analysis, offset: number): VariableUses | undefined {
  const { assignments, reads } = variablesOf(analysis);
  const assigned = assignments.find((each) => touches(keySpan(each, analysis.text), offset));
  if (assigned) {
    return usesOf(analysis, assigned.name, assigned.state.scope);
  }
  const read = reads.find((each) => {
    const { start, end } = nameSpan(each, analysis.text);
    return start - 1 <= offset && offset <= end;
  });
  const scope = read && scopeOf(analysis, read);
  return scope && usesOf(analysis, read.name, scope);
}

/** The innermost scope that a read can see and that assigns its variable. */
function scopeOf(analysis: Analysis, { name, expression }: VariableRead): Scope | undefined {
  const { assignments } = variablesOf(analysis);
  for (
    let scope: Scope | undefined = expression.state.scope;
    scope;
    scope = isDistributed(scope) ? undefined : scope.owner?.scope
  ) {
    const here = scope;
    if (assignments.some((each) => each.name === name && each.state.scope === here)) {
      return here;
    }
  }
  return undefined;
}

function usesOf(analysis: Analysis, name: string, scope: Scope): VariableUses {
  const { assignments, reads } = variablesOf(analysis);
  return {
    name,
    scope,
    assignments: assignments
      .filter((each) => each.name === name && each.state.scope === scope)
      .map((assignment) => ({ span: keySpan(assignment, analysis.text), assignment, read: undefined })),
    reads: reads
      .filter((each) => each.name === name && scopeOf(analysis, each) === scope)
      .map((read) => ({ span: nameSpan(read, analysis.text), assignment: undefined, read })),
  };
}

function keySpan({ key, name }: Assignment, text: string): Span {
  const { start, end } = contentOf(text, key);
  return key.value === name ? { start, end } : { start, end: Math.max(start, end - (key.value.length - name.length)) };
}

function nameSpan({ expression, span }: VariableRead, text: string): Span {
  return expressionSpan(expression, { start: span.start + 1, end: span.end }, text);
}

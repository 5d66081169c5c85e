import type { State } from '../asl/ast';
import { member, type Member, type Node } from '../source/node';

/** A variable that a state of a loop adds one to. */
export interface Counter {
  readonly name: string;
  readonly state: State;
  /** The object with the field Assign: the state's, or that of its catcher. */
  readonly owner: Node;
  readonly assign: Member;
}

/** What is compared with a bound: `name` is a variable, or the last segment of a path; `bound` is as written. */
export interface Comparison {
  readonly left: string;
  readonly operator: '<' | '<=' | '>' | '>=' | '=';
  readonly bound: string;
  readonly isConstant: boolean;
}

/** The variables that `Assign` of the states, or of their catchers, adds one to. */
export function counters(states: readonly State[]): Counter[] {
  return states.flatMap((state) =>
    [state.node, ...state.catchers.map(({ node }) => node)].flatMap((owner) => {
      const assign = member(owner, 'Assign');
      const members = assign?.value?.kind === 'object' ? assign.value.members : [];
      return members
        .filter(isIncrement)
        .map(({ key }): Counter => ({ name: key.value.replace(/\.\$$/, ''), state, owner: owner!, assign: assign! }));
    }),
  );
}

function isIncrement({ key, value }: Member): boolean {
  if (value?.kind !== 'string') {
    return false;
  }
  const [, name] = /^(\w+)(?:\.\$)?$/.exec(key.value) ?? [];
  const [, jsonPath, jsonata] =
    /^(?:States\.MathAdd\(\s*\$(\w+)\s*,\s*1\s*\)|\{%\s*\$(\w+)\s*\+\s*1\s*%\})$/.exec(value.value) ?? [];
  return name !== undefined && name === (jsonPath ?? jsonata);
}

const operators: Readonly<Record<string, Comparison['operator']>> = {
  NumericLessThanEquals: '<=',
  NumericLessThan: '<',
  NumericGreaterThanEquals: '>=',
  NumericGreaterThan: '>',
  NumericEquals: '=',
};
const comparisons: ReadonlyMap<string, Pick<Comparison, 'operator' | 'isConstant'>> = new Map(
  Object.entries(operators).flatMap(([name, operator]): [string, Pick<Comparison, 'operator' | 'isConstant'>][] => [
    [name, { operator, isConstant: true }],
    [`${name}Path`, { operator, isConstant: false }],
  ]),
);

/** The comparison of numbers that a rule of a Choice is; absent when it is anything else. */
export function comparisonOf(rule: Node | undefined): Comparison | undefined {
  const condition = member(rule, 'Condition')?.value;
  if (condition?.kind === 'string') {
    const found = /^\{%\s*(\$[\w.]+)\s*(<=|>=|<|>|=)\s*(\$[\w.]+|\d+)\s*%\}$/.exec(condition.value);
    return found
      ? { left: found[1]!, operator: found[2] as Comparison['operator'], bound: found[3]!, isConstant: /^\d/.test(found[3]!) }
      : undefined;
  }
  const variable = member(rule, 'Variable')?.value;
  if (rule?.kind !== 'object' || variable?.kind !== 'string') {
    return undefined;
  }
  for (const { key, value } of rule.members) {
    const found = comparisons.get(key.value);
    if (found?.isConstant && value?.kind === 'number') {
      return { left: variable.value, bound: value.text, ...found };
    }
    if (found?.isConstant === false && value?.kind === 'string') {
      return { left: variable.value, bound: value.value, ...found };
    }
  }
  return undefined;
}

/** Whether a text reads the variable. */
export function mentions(text: string, variable: string): boolean {
  return new RegExp(`\\$${variable}(?!\\w)`).test(text);
}

import type { Node, Problem } from '../source/node';

/** Reads an object of names and their values, the values of `${Name}` in definitions; answers what is wrong with it. */
export function substitutionsFrom(
  node: Node | undefined,
  values: Map<string, string>,
): readonly Pick<Problem, 'start' | 'end' | 'message'>[] {
  if (node?.kind !== 'object') {
    return [
      {
        start: node?.start ?? 0,
        end: node?.end ?? 0,
        message: 'An object is expected here: names of placeholders with their values, such as {"TableName": "orders"}.',
      },
    ];
  }
  const problems: Pick<Problem, 'start' | 'end' | 'message'>[] = [];
  for (const { key, value, start, end } of node.members) {
    if (value?.kind === 'string') {
      values.set(key.value, value.value);
    } else if (value?.kind === 'number') {
      values.set(key.value, value.text);
    } else if (value?.kind === 'boolean') {
      values.set(key.value, String(value.value));
    } else {
      problems.push({
        start,
        end,
        message: `The value of the placeholder "${key.value}" must be a string, a number, true or false.`,
      });
    }
  }
  return problems;
}

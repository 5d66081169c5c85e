import { mentions } from '../../analysis/counters';
import type { State } from '../../asl/ast';
import { member } from '../../source/node';

/** The variables that a state, its rules or its catchers assign. */
export function assignedBy(state: State): string[] {
  return [state.node, ...state.choices.map(({ node }) => node), ...state.catchers.map(({ node }) => node)].flatMap((node) => {
    const assign = member(node, 'Assign')?.value;
    return assign?.kind === 'object' ? assign.members.map(({ key }) => key.value.replace(/\.\$$/, '')) : [];
  });
}

/** Whether a state of the scope that stays reads what the states that go assign. */
export function isMissed(text: string, going: readonly State[]): boolean {
  const names = new Set(going.flatMap(assignedBy));
  const staying = (going[0]?.scope.states ?? []).filter((state) => !going.includes(state));
  return [...names].some((name) => staying.some(({ member: { start, end } }) => mentions(text.slice(start, end), name)));
}

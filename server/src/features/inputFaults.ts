import type { Scope, State } from '../asl/ast';
import type { Analysis } from '../analysis/analysis';
import { analyzeParsed } from '../analysis/analyze';
import { any, number, objectOf, type Shape, text, unite } from '../analysis/shape';
import { statesByName } from '../analysis/statesByName';
import { inferWithInput } from '../analysis/types';
import { check } from '../rules/check';
import { type Json, isArray, isNumber, isObject } from '../source/json';

/**
 * What a state machine cannot do with an input, one sentence each with the state's name in front: fields that are read and are not in it, or
 * hold another type than is asked for. Only states that are entered in every execution count, so that what a Choice guards is not told.
 */
export function inputFaults({ text: source, root, problems, format, type }: Analysis, input: Json): string[] {
  const read = (): Analysis => analyzeParsed(source, { root, problems }, { format, type });
  const known = new Set(check(read()).map(({ code, pointer }) => `${code} ${pointer}`));
  const analysis = read();
  inferWithInput(analysis, closedShape(input));
  const always = alwaysEntered(analysis);
  const faults = check(analysis)
    .filter(({ code, pointer }) => !known.has(`${code} ${pointer}`))
    .flatMap(({ start, message }) => {
      // In text order inner states follow their container.
      const state = analysis.symbols.states.findLast(({ member }) => member.start <= start && start < member.end);
      return state && always.has(state) ? [`${state.key.value}: ${message}`] : [];
    });
  return [...new Set(faults)];
}

/** The shape of data that has no other fields than these. Recursion is as deep as the data. */
function closedShape(value: Json): Shape {
  if (isArray(value)) {
    return { kind: 'array', items: value.length > 0 ? value.map(closedShape).reduce(unite) : any };
  }
  if (isObject(value)) {
    return objectOf(new Map(Object.entries(value).map(([key, each]) => [key, closedShape(each)])), false, 'the input');
  }
  return isNumber(value)
    ? number
    : typeof value === 'string'
      ? text
      : typeof value === 'boolean'
        ? { kind: 'boolean' }
        : { kind: 'null' };
}

/** The states that every execution enters that goes well: up to the first Choice, in each scope that they contain. */
function alwaysEntered({ symbols }: Analysis): ReadonlySet<State> {
  const entered = new Set<State>();
  const open: Scope[] = symbols.scopes.slice(0, 1);
  for (let scope = open.pop(); scope; scope = open.pop()) {
    const byName = statesByName(scope);
    let state = scope.startAt && byName.get(scope.startAt.value);
    while (state && !entered.has(state)) {
      entered.add(state);
      open.push(...state.scopes);
      const next: State['transitions'][number] | undefined =
        state.type?.value === 'Choice' ? undefined : state.transitions.find(({ kind }) => kind === 'next');
      state = next && byName.get(next.target.value);
    }
  }
  return entered;
}

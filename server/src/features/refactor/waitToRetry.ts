import type { Analysis } from '../../analysis/analysis';
import { counters } from '../../analysis/counters';
import { ignoresInput, type RetryLoop } from '../../analysis/loops';
import type { Clause, State } from '../../asl/ast';
import type { Edit } from '../../source/edit';
import { member, type ObjectNode } from '../../source/node';
import { fields } from './draft';
import { counterStart, loopControl, onlyHas, onlyStarts, unassign } from './loopControl';
import { insertMember, removeMembers } from './memberEdits';
import type { Refactoring } from './refactoring';
import { isPlain, onwardOf, relink, retarget } from './stateEdits';

/**
 * A Wait that leads back to a failed Task, so and so often, becomes the Task's Retry. Offered where the tries are counted in a variable
 * and each try gets the same input, or does not look at it.
 */
export function waitToRetry(analysis: Analysis, { tried, wait, states }: RetryLoop): Refactoring | undefined {
  const { text } = analysis;
  const { scope } = tried;
  const inside = new Set(states.map(({ name }) => name));
  const clauses = tried.catchers.filter(({ node }) => inside.has(nextOf(node) ?? ''));
  const [clause] = clauses;
  const ring = clause && ringFrom(nextOf(clause.node)!, tried, states);
  const choice = ring?.find((s) => s.type?.value === 'Choice');
  const [counter, ...others] = counters(states);
  if (
    !isPlain(scope) ||
    clauses.length !== 1 ||
    !ring ||
    !choice ||
    !counter ||
    others.length > 0 ||
    member(tried.node, 'Retry')
  ) {
    return undefined;
  }
  const control = loopControl(choice, inside);
  const start = control && control.variable === counter.name ? counterStart(analysis, states, control.variable) : undefined;
  const isCountedByCatch = counter.owner === clause.node;
  const isEntered = scope.states.some(
    (s) => !inside.has(s.name) && s.transitions.some(({ target }) => ring.some(({ name }) => name === target.value)),
  );
  if (
    !control ||
    !start ||
    isEntered ||
    !/^\d+$/.test(control.bound) ||
    (!isCountedByCatch && !ring.includes(counter.state)) ||
    (counter.assign.value as ObjectNode).members.length !== 1
  ) {
    return undefined;
  }
  if (!ring.every((state) => passesOn(state, counter.state)) || !(keepsInput(clause, tried) || ignoresInput(tried, text))) {
    return undefined;
  }
  const isCountedFirst = isCountedByCatch || ring.indexOf(counter.state) < ring.indexOf(choice);
  const retries = Number(control.bound) - start.value - (isCountedFirst ? 1 : 0) + (control.isInclusive ? 1 : 0);
  const seconds = ring.reduce((sum, state) => sum + (state.type?.value === 'Wait' ? secondsOf(state)! : 0), 0);
  if (retries < 1 || seconds < 1) {
    return undefined;
  }
  const skips = onlyStarts(start);
  const gone = skips ? [...ring, start.state] : ring;
  const edits: Edit[] = [
    insertMember(text, tried.node!, ['Retry', retriers(tried, clause, seconds, retries)], beforeCatch(tried)),
    retarget(text, member(clause.node, 'Next')!.value!, control.exit),
    ...(isCountedByCatch ? removeMembers(text, clause.node, new Set([counter.assign])) : []),
    ...removeMembers(text, scope.statesMember!.value as ObjectNode, new Set(gone.map((s) => s.member))),
    ...(skips
      ? relink(text, scope, new Map([[start.state.name, nameBehind(start.state)]]), gone)
      : unassign(text, start.state.node!, start.assign, control.variable)),
  ];
  return {
    title: `Try "${tried.name}" again by Retry instead of Wait`,
    kind: 'rewrite',
    edits,
    resolves: { code: 'wait-instead-of-retry', start: wait.key.start, end: wait.key.end },
  };
}

/** The states from the catcher round to the Task, each with one way on within the loop; absent when it is no plain ring. */
function ringFrom(first: string, tried: State, states: readonly State[]): State[] | undefined {
  const ring: State[] = [];
  let name = first;
  while (name !== tried.name) {
    const state = states.find((s) => s.name === name);
    const ways =
      state?.transitions.map(({ target }) => target.value).filter((target) => states.some((s) => s.name === target)) ?? [];
    if (!state || ring.includes(state) || ways.length !== 1) {
      return undefined;
    }
    ring.push(state);
    name = ways[0]!;
  }
  const choices = ring.filter((s) => s.type?.value === 'Choice');
  return ring.length === states.length - 1 && choices.length === 1 ? ring : undefined;
}

/** Whether a state of the ring puts out its input, and does nothing but wait, count or choose. */
function passesOn(state: State, counting: State): boolean {
  const assign = state === counting ? ['Assign'] : [];
  switch (state.type?.value) {
    case 'Pass':
      return onlyHas(state.node, ['Type', 'Comment', 'QueryLanguage', 'Next', ...assign]);
    case 'Wait':
      return (
        onlyHas(state.node, ['Type', 'Comment', 'QueryLanguage', 'Seconds', 'Next', ...assign]) && secondsOf(state) !== undefined
      );
    default:
      return state.type?.value === 'Choice';
  }
}

function secondsOf(wait: State): number | undefined {
  const seconds = member(wait.node, 'Seconds')?.value;
  return seconds?.kind === 'number' && /^\d+$/.test(seconds.text) ? Number(seconds.text) : undefined;
}

/** Whether the catcher hands the Task's own input on. */
function keepsInput({ node }: Clause, { queryLanguage }: State): boolean {
  const output = member(node, 'Output')?.value;
  return queryLanguage === 'JSONata'
    ? output?.kind === 'string' && /^\{%\s*\$states\.input\s*%\}$/.test(output.value)
    : member(node, 'ResultPath')?.value?.kind === 'null';
}

/** The retrier, behind one for the errors of earlier catchers, which were never tried again. */
function retriers({ catchers }: State, clause: Clause, seconds: number, retries: number) {
  const earlier = catchers
    .filter(({ index }) => index < clause.index)
    .flatMap(({ errorEquals }) => errorEquals.map(({ value }) => value));
  return [
    ...(earlier.length > 0 ? [fields({ ErrorEquals: earlier, MaxAttempts: 0 })] : []),
    fields({
      ErrorEquals: clause.errorEquals.map(({ value }) => value),
      IntervalSeconds: seconds,
      MaxAttempts: retries,
      BackoffRate: 1,
    }),
  ];
}

function beforeCatch({ node }: State) {
  const index = node!.members.findIndex(({ key }) => key.value === 'Catch');
  return node!.members[index - 1];
}

function nextOf(node: ObjectNode): string | undefined {
  const next = member(node, 'Next')?.value;
  return next?.kind === 'string' ? next.value : undefined;
}

function nameBehind(state: State): string {
  const onward = onwardOf(state);
  return onward === undefined || onward === 'end' ? state.name : onward.next;
}

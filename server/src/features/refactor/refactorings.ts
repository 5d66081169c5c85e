import type { Analysis } from '../../analysis/analysis';
import type { Scope, State } from '../../asl/ast';
import type { Span } from '../../source/span';
import { stateAt } from '../stateAt';
import { dataLoopToMap } from './dataLoopToMap';
import { deleteState } from './deleteState';
import { extractToMap, extractToParallel } from './extractStates';
import { inlineContainer } from './inlineContainer';
import { insertAfter, insertBefore } from './insertState';
import { retryLoops, type SerialLoop, serialLoops } from '../../analysis/loops';
import { iteratorToItemProcessor } from './iteratorToItemProcessor';
import { loopToMap } from './loopToMap';
import type { Refactoring } from './refactoring';
import { machineInJsonata, stateInJsonata } from '../toJsonata/refactorings';
import { waitToRetry } from './waitToRetry';

/** The changes of the whole that can be made with what is selected: one state (the cursor in it), or several of one scope. */
export function refactorings(analysis: Analysis, selection: Span): Refactoring[] {
  if (!canBeRewritten(analysis)) {
    return [];
  }
  const selected = selectedStates(analysis, selection);
  const [state] = selected?.states ?? [];
  if (!selected || !state) {
    return [];
  }
  const { scope, states } = selected;
  const found =
    states.length > 1
      ? [extractToParallel(analysis, scope, states), extractToMap(analysis, scope, states)]
      : [
          ...loopRefactorings(analysis, state),
          iteratorToItemProcessor(analysis, state),
          inlineContainer(analysis, state),
          insertAfter(analysis, state),
          insertBefore(analysis, state),
          deleteState(analysis, state),
          extractToParallel(analysis, scope, [state]),
          extractToMap(analysis, scope, [state]),
          stateInJsonata(analysis, state),
        ];
  return found.filter((refactoring) => refactoring !== undefined);
}

/** The changes of the whole machine, wherever the cursor is. */
export function machineRefactorings(analysis: Analysis): Refactoring[] {
  const found = canBeRewritten(analysis) ? machineInJsonata(analysis) : undefined;
  return found ? [found] : [];
}

/** What can be made of the loop that a state is part of. */
export function loopRefactorings(analysis: Analysis, state: State): Refactoring[] {
  const { scope } = state;
  const serial = serialLoops(scope, analysis.text).find(({ states }) => states.includes(state));
  const retry = retryLoops(scope).find(({ states }) => states.includes(state));
  return [serial && serialToMap(analysis, serial), retry && waitToRetry(analysis, retry)].filter(
    (refactoring) => refactoring !== undefined,
  );
}

/** A loop over records as a Map: whether it counts in a variable or in its data; or why it stays a loop. */
function serialToMap(analysis: Analysis, loop: SerialLoop): Refactoring {
  const counted = loopToMap(analysis, loop) ?? dataLoopToMap(analysis, loop);
  return typeof counted === 'string'
    ? {
        title: 'Work on each record in a Map state instead of one after the other',
        kind: 'rewrite',
        edits: [],
        refusal: `An iteration may need what another one made: ${counted}.`,
      }
    : counted;
}

/** Moving text needs text that is whole; and what an alias of YAML stands for depends on its place. */
export function canBeRewritten({ root, problems, text }: Analysis): boolean {
  return (
    root?.kind === 'object' &&
    problems.every(({ code }) => code === 'byte-order-mark') &&
    (text[root.start] === '{' || !/(?:^|[\s[{,])[&*][\w-]/m.test(text))
  );
}

/** The states that the selection touches, in the innermost scope that holds all of it. */
export function selectedStates(analysis: Analysis, { start, end }: Span): { scope: Scope; states: State[] } | undefined {
  if (start === end) {
    const state = stateAt(analysis, start);
    return state && { scope: state.scope, states: [state] };
  }
  let scope: Scope | undefined = analysis.machine;
  for (let inner = scope; inner;) {
    scope = inner;
    const holder: State | undefined = scope.states.find(({ member }) => member.start <= start && end <= member.end);
    inner = holder?.scopes.find(
      ({ statesMember }) => statesMember?.value && statesMember.value.start <= start && end <= statesMember.value.end,
    );
  }
  const states = scope?.states.filter(({ member }) => member.start < end && start < member.end);
  return scope && states && { scope, states };
}

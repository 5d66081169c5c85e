import type { Analysis } from '../../analysis/analysis';
import type { Scope, State } from '../../asl/ast';
import type { Edit } from '../../source/edit';
import { member, type ObjectNode } from '../../source/node';
import { Fields, fields, Verbatim, type Draft } from './draft';
import { layoutOf } from './layout';
import { removeMembers, replaceMember } from './memberEdits';
import { freeName } from './names';
import type { Refactoring } from './refactoring';
import { assignedBy } from './variables';
import { isPlain, leadTo, relink, retarget, type Onward } from './stateEdits';

/** States of one scope that can become a scope of their own: one way in, one way out. */
export interface Region {
  readonly scope: Scope;
  /** In text order. */
  readonly states: readonly State[];
  readonly entry: State;
  readonly onward: Onward;
  /** The Catch of the only state leads out of the region: it belongs to the container. */
  readonly catchLeads: boolean;
}

/** The region that `states` (of one scope) are; absent where more than one way leads in or out, or for what `Assign` stores, which could not be read behind it. */
export function regionOf(scope: Scope, states: readonly State[]): Region | undefined {
  if (states.length === 0 || !isPlain(scope) || states.some((state) => assignedBy(state).length > 0)) {
    return undefined;
  }
  const inside = new Set(states.map(({ name }) => name));
  const entries = new Set(
    [
      scope.startAt!.value,
      ...scope.states.filter((s) => !inside.has(s.name)).flatMap((s) => s.transitions.map((t) => t.target.value)),
    ].filter((name) => inside.has(name)),
  );
  const [entry] = entries;
  const [first] = states;
  const catches = first!.transitions.filter(({ kind }) => kind === 'catch');
  const catchLeads =
    states.length === 1 &&
    catches.length > 0 &&
    catches.every(({ target }) => !inside.has(target.value)) &&
    !readsStateContext(first!);
  const ways = states.flatMap((state) =>
    state.transitions
      .filter(({ kind, target }) => !inside.has(target.value) && !(kind === 'catch' && catchLeads))
      .map(({ target }) => target.value),
  );
  const exits = new Set(ways);
  const ends = states.some((state) => state.isEnd && state.type?.value !== 'Fail');
  if (entries.size !== 1 || exits.size + (ends ? 1 : 0) > 1) {
    return undefined;
  }
  const [exit] = exits;
  return {
    scope,
    states: scope.states.filter(({ name }) => inside.has(name)),
    entry: states.find(({ name }) => name === entry)!,
    onward: exit === undefined ? 'end' : { next: exit },
    catchLeads,
  };
}

/** Whether a catcher reads `$$.State`, which tells of the state that it stands in. */
function readsStateContext({ catchers }: State): boolean {
  return catchers.some(({ node }) =>
    node.members.some(({ value }) => value?.kind === 'string' && /context\.State|\$\$\.State/.test(value.value)),
  );
}

/** The state around the region's scope. */
export interface Container {
  /** Its name, when that is free. */
  readonly name: string;
  /** Members before and behind the place of the scope. */
  readonly before: Readonly<Record<string, Draft | undefined>>;
  /** Puts the scope into its place. */
  around(scope: Fields): Readonly<Record<string, Draft>>;
  readonly after: Readonly<Record<string, Draft | undefined>>;
  /** A state before the entry. */
  readonly first?: { readonly name: string; readonly fields: Fields };
  /** Where the container leads; where the region does, when absent. */
  readonly onward?: Onward;
  /** Edits of the states that are moved. */
  readonly inner?: readonly Edit[];
  /** States outside of the region that go away as well, and what takes their place where something leads to them. */
  readonly replaced?: ReadonlyMap<State, string | undefined>;
}

/** The edits that put the region into a container state. */
export function containRegion(analysis: Analysis, region: Region, container: Container): readonly Edit[] {
  const { text } = analysis;
  const { scope, states, entry } = region;
  const { first, replaced = new Map<State, string | undefined>(), onward = region.onward } = container;
  const object = scope.statesMember!.value as ObjectNode;
  const layout = layoutOf(text, object);
  const name = freeName(analysis, container.name);
  const { edits, ending } = closeRegion(analysis, region);
  const inner = [...edits, ...(container.inner ?? [])];
  const [only] = states;
  const caught = region.catchLeads ? member(only!.node, 'Catch')! : undefined;
  if (caught) {
    inner.push(...removeMembers(text, only!.node!, new Set([caught])));
  }
  const moved = states.map((state) => Verbatim.of(layout, state.member, inner));
  const written = new Fields([
    ...fields({
      ...container.before,
      ...container.around(
        fields({
          StartAt: first?.name ?? entry.name,
          States: new Fields([...(first ? [[first.name, first.fields] as const] : []), ...moved, ...ending]),
        }),
      ),
      ...container.after,
    }).members,
    ...(caught ? [Verbatim.of(layoutOf(text, only!.node!), caught)] : []),
    ...fields(onward === 'end' ? { End: true } : { Next: onward.next }).members,
  ]);
  const redirected = new Map([
    [entry.name, name],
    ...[...replaced].map(([state, other]) => [state.name, other ?? name] as const),
  ]);
  const gone = [...states.filter((s) => s !== entry), ...replaced.keys()];
  return [
    ...relink(text, scope, redirected, [...states, ...replaced.keys()]),
    ...removeMembers(text, object, new Set(gone.map((s) => s.member))),
    replaceMember(text, object, entry.member, [name, written]),
  ];
}

/** Makes what leaves the region end it; a choice, default or catcher that leaves needs a state for that. */
function closeRegion(
  analysis: Analysis,
  { states, entry, onward, catchLeads }: Region,
): { edits: Edit[]; ending: [string, Draft][] } {
  if (onward === 'end') {
    return { edits: [], ending: [] };
  }
  const { text } = analysis;
  const end = freeName(analysis, `${entry.name} done`);
  const edits: Edit[] = [];
  let isNeeded = false;
  for (const state of states) {
    for (const { kind, target } of state.transitions) {
      if (target.value !== onward.next || (kind === 'catch' && catchLeads)) {
        continue;
      }
      if (kind === 'next') {
        edits.push(...leadTo(text, state, 'end'));
      } else {
        edits.push(retarget(text, target.node, end));
        isNeeded = true;
      }
    }
  }
  return { edits, ending: isNeeded ? [[end, fields({ Type: 'Succeed' })]] : [] };
}

/** The states become the branch of a Parallel; with one state this wraps it. Its output is that of the branch. */
export function extractToParallel(analysis: Analysis, scope: Scope, states: readonly State[]): Refactoring | undefined {
  const region = regionOf(scope, states);
  if (!region || (region.catchLeads && region.entry.queryLanguage !== scope.queryLanguage)) {
    return undefined;
  }
  const isJsonata = scope.queryLanguage === 'JSONata';
  const edits = containRegion(analysis, region, {
    name: `${region.entry.name} in parallel`,
    before: { Type: 'Parallel' },
    around: (inner) => ({ Branches: [inner] }),
    after: isJsonata ? { Output: '{% $states.result[0] %}' } : { OutputPath: '$[0]' },
  });
  const what =
    states.length === 1
      ? `Wrap "${region.entry.name}" in a Parallel state`
      : `Extract ${states.length} states into a branch of a Parallel state`;
  return { title: what, kind: states.length === 1 ? 'rewrite' : 'extract', edits };
}

/**
 * The states become the item processor of a Map over one item, the input: change Items to make it more. JSONPath cannot make a
 * list of the input, so that the Map of a JSONPath machine is a JSONata state.
 */
export function extractToMap(analysis: Analysis, scope: Scope, states: readonly State[]): Refactoring | undefined {
  const region = regionOf(scope, states);
  if (
    !region ||
    (region.catchLeads && region.entry.queryLanguage !== 'JSONata') ||
    // It would tell of another Map.
    states.some(({ member: { start, end } }) => analysis.text.slice(start, end).includes('Map.Item'))
  ) {
    return undefined;
  }
  const edits = containRegion(analysis, region, {
    name: `Each ${region.entry.name}`,
    before: {
      Type: 'Map',
      QueryLanguage: scope.queryLanguage === 'JSONata' ? undefined : 'JSONata',
      Items: '{% [$states.input] %}',
    },
    around: (inner) => ({ ItemProcessor: new Fields([['ProcessorConfig', fields({ Mode: 'INLINE' })], ...inner.members]) }),
    after: { Output: '{% $states.result[0] %}' },
  });
  const what = states.length === 1 ? `"${region.entry.name}"` : `${states.length} states`;
  return { title: `Extract ${what} into a Map state of one item`, kind: 'extract', edits };
}

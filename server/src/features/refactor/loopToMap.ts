import type { Analysis } from '../../analysis/analysis';
import { counters, mentions } from '../../analysis/counters';
import { ignoresInput, type SerialLoop } from '../../analysis/loops';
import type { State } from '../../asl/ast';
import type { ObjectNode } from '../../source/node';
import { containRegion, type Region } from './extractStates';
import { Fields, fields } from './draft';
import { counterStart, loopControl, onlyStarts, unassign, type CounterStart } from './loopControl';
import { freeName } from './names';
import type { Refactoring } from './refactoring';
import { assignedBy } from './variables';
import { isPlain, onwardOf } from './stateEdits';

/**
 * A loop that counts through records becomes a Map over the numbers. Offered where no iteration reads what another one wrote:
 * the counter is a variable, the first state of an iteration and the state behind the loop do not look at their input, and nothing else
 * is carried from one iteration to the next.
 */
export function loopToMap(analysis: Analysis, loop: SerialLoop): Refactoring | undefined {
  const { choice, entry, states } = loop;
  const { scope } = choice;
  const { text } = analysis;
  const inside = new Set(states.map(({ name }) => name));
  const body = states.filter((s) => s !== choice);
  const control = loopControl(choice, inside);
  const [counter, ...others] = counters(body);
  if (
    !isPlain(scope) ||
    !control ||
    !counter ||
    others.length > 0 ||
    counter.owner !== counter.state.node ||
    counter.name !== control.variable
  ) {
    return undefined;
  }
  const start = counterStart(analysis, states, control.variable);
  const exit = scope.states.find(({ name }) => name === control.exit);
  const leaves =
    body.some((s) => s.isEnd && s.type?.value !== 'Fail') ||
    body.some((s) => s.transitions.some(({ target }) => !inside.has(target.value)));
  const assigning = body.filter((s) => assignedBy(s).length > 0);
  const assigned = (counter.assign.value as ObjectNode).members;
  if (!start || !exit || leaves || assigning.length !== 1 || assigned.length !== 1) {
    return undefined;
  }
  if (
    !countsOnce(body, entry, choice, counter.state) ||
    !ignoresInput(entry, text) ||
    !ignoresInput(exit, text) ||
    exit === start.state
  ) {
    return undefined;
  }
  const after = reachableFrom(counter.state, body);
  if (
    after.some(({ member: { start: from, end } }) => mentions(text.slice(from, end), control.variable)) ||
    choice.name === exit.name
  ) {
    return undefined;
  }
  return write(analysis, {
    loop,
    body,
    start,
    control: { ...control, last: control.isInclusive ? control.bound : `${control.bound} - 1` },
    counter,
  });
}

interface Found {
  readonly loop: SerialLoop;
  readonly body: readonly State[];
  readonly start: CounterStart;
  readonly control: { readonly variable: string; readonly exit: string; readonly last: string };
  readonly counter: ReturnType<typeof counters>[number];
}

function write(analysis: Analysis, { loop, body, start, control, counter }: Found): Refactoring {
  const { text } = analysis;
  const { choice, entry } = loop;
  const { scope } = choice;
  const { variable } = control;
  const isJsonata = scope.queryLanguage === 'JSONata';
  const region: Region = { scope, states: body, entry, onward: { next: choice.name }, catchLeads: false };
  const skips = onlyStarts(start);
  const edits = containRegion(analysis, region, {
    name: `For each ${variable}`,
    before: { Type: 'Map', QueryLanguage: isJsonata ? undefined : 'JSONata', Items: `{% [${start.value}..${control.last}] %}` },
    around: (inner) => ({ ItemProcessor: new Fields([['ProcessorConfig', fields({ Mode: 'INLINE' })], ...inner.members]) }),
    // Nobody reads the list of results: it does not count against the limit of what a state puts out.
    after: { Output: fields({}) },
    first: {
      name: freeName(analysis, `Take ${variable}`),
      fields: fields({
        Type: 'Pass',
        Assign: fields(isJsonata ? { [variable]: '{% $states.input %}' } : { [`${variable}.$`]: '$' }),
        Next: entry.name,
      }),
    },
    onward: { next: control.exit },
    inner: unassign(text, counter.state.node!, counter.assign, variable),
    replaced: new Map<State, string | undefined>([
      [choice, undefined],
      ...(skips ? [[start.state, followed(start.state)] as const] : []),
    ]),
  });
  return {
    title: `Work on each ${variable} in a Map state instead of one after the other`,
    kind: 'rewrite',
    edits: skips ? edits : [...edits, ...unassign(text, start.state.node!, start.assign, variable)],
    resolves: { code: 'serial-iteration', start: choice.key.start, end: choice.key.end },
  };
}

function followed(state: State): string | undefined {
  const onward = onwardOf(state);
  return onward === 'end' ? undefined : onward?.next;
}

/** The states of `body` that come behind `state` within one iteration. */
function reachableFrom(state: State, body: readonly State[]): State[] {
  const byName = new Map(body.map((each) => [each.name, each]));
  const found = new Set<State>();
  const open = state.transitions.map(({ target }) => target.value);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const next = byName.get(name);
    if (next && !found.has(next)) {
      found.add(next);
      open.push(...next.transitions.map(({ target }) => target.value));
    }
  }
  return [...found];
}

/** Whether every way from the entry to the Choice goes through the counting state, and none through any state twice. */
function countsOnce(body: readonly State[], entry: State, choice: State, counting: State): boolean {
  if (body.some((state) => reachableFrom(state, body).includes(state))) {
    return false;
  }
  const without = body.filter((s) => s !== counting);
  const before = entry === counting ? [] : [entry, ...reachableFrom(entry, without)];
  return before.every((state) => state.transitions.every(({ target }) => target.value !== choice.name));
}

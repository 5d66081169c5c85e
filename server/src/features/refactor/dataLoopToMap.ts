import type { Analysis } from '../../analysis/analysis';
import { comparisonOf } from '../../analysis/counters';
import type { SerialLoop } from '../../analysis/loops';
import type { Scope, State } from '../../asl/ast';
import { member, type Node } from '../../source/node';
import { Fields, fields } from './draft';
import { containRegion, type Region } from './extractStates';
import { bareChoice, onlyHas, opposite } from './loopControl';
import { freeName } from './names';
import type { Refactoring } from './refactoring';
import { isPlain } from './stateEdits';

/** A number in the data that a state adds one to. */
interface DataCounter {
  readonly state: State;
  /** Names from the root of the data. */
  readonly path: readonly string[];
}

/**
 * A loop that counts in its data becomes a Map over the numbers, each iteration with the data as it was before the loop and its own number; behind the
 * loop the data has the last one. Exact where all other states of the loop hand their input on as it is. Otherwise the answer says why not.
 */
export function dataLoopToMap(analysis: Analysis, { choice, entry, states }: SerialLoop): Refactoring | string {
  const { scope } = choice;
  const inside = new Set(states.map(({ name }) => name));
  const counted = states.flatMap((state) => counterOf(state) ?? []);
  const [counter] = counted;
  if (!counter || counted.length > 1 || !isPlain(scope)) {
    return 'no single state of the loop adds 1 to a number of the data and keeps the rest';
  }
  const body = states.filter((state) => state !== choice && state !== counter.state);
  const control = controlOf(choice, counter, inside);
  if (!control) {
    return `"${choice.name}" does more than to compare that number with a bound of the data`;
  }
  const changing = body.find((state) => !handsOn(state));
  if (changing) {
    return `"${changing.name}" changes the data that the next iteration gets`;
  }
  const leaving = body.find(
    (state) => (state.isEnd && state.type?.value !== 'Fail') || state.transitions.some(({ target }) => !inside.has(target.value)),
  );
  if (leaving) {
    return `"${leaving.name}" leads out of the loop`;
  }
  const heads = headsOf(scope, inside);
  const [head] = heads;
  const isCountedLast =
    counter.state.transitions.every(({ target }) => target.value === choice.name) &&
    body.every(({ transitions }) => transitions.every(({ target }) => target.value !== choice.name));
  if (entry === counter.state || !isCountedLast || heads.size !== 1 || (head !== choice.name && head !== entry.name)) {
    return 'the loop is entered at several places, or does not count last';
  }
  return write(analysis, { choice, entry, states }, { counter, body, control, isChecked: head === choice.name });
}

interface Control {
  /** JSONata: the first number that does not go round. */
  readonly beyond: string;
  readonly exit: string;
}

function write(
  analysis: Analysis,
  { choice, entry }: SerialLoop,
  found: { counter: DataCounter; body: readonly State[]; control: Control; isChecked: boolean },
): Refactoring {
  const { counter, body, control, isChecked } = found;
  const { scope } = choice;
  const { path } = counter;
  const name = path.at(-1)!;
  const now = `$states.input.${path.join('.')}`;
  const region: Region = { scope, states: body, entry, onward: { next: counter.state.name }, catchLeads: false };
  const language = scope.queryLanguage === 'JSONata' ? undefined : 'JSONata';
  const edits = containRegion(analysis, region, {
    name: `For each ${name}`,
    before: {
      Type: 'Map',
      QueryLanguage: language,
      Items: isChecked ? `{% [${now}..${control.beyond} - 1] %}` : `{% [${now}..$max([${now}, ${control.beyond} - 1])] %}`,
      ItemSelector: fields({ data: '{% $states.input %}', number: '{% $states.context.Map.Item.Value %}' }),
    },
    around: (inner) => ({ ItemProcessor: new Fields([['ProcessorConfig', fields({ Mode: 'INLINE' })], ...inner.members]) }),
    after: {
      Output: `{% ${put('$states.input', path, `$max([${isChecked ? now : `${now} + 1`}, ${control.beyond}])`)} %}`,
    },
    first: {
      name: freeName(analysis, `Take ${name}`),
      fields: fields({
        Type: 'Pass',
        QueryLanguage: language,
        Output: `{% ${put('$states.input.data', path, '$states.input.number')} %}`,
        Next: entry.name,
      }),
    },
    onward: { next: control.exit },
    replaced: new Map<State, string | undefined>([
      [choice, undefined],
      [counter.state, undefined],
    ]),
  });
  return {
    title: `Work on each ${name} in a Map state instead of one after the other`,
    kind: 'rewrite',
    edits,
    resolves: { code: 'serial-iteration', start: choice.key.start, end: choice.key.end },
  };
}

/** `value` at a place of the data, as JSONata. */
function put(data: string, [first, ...rest]: readonly string[], value: string): string {
  return `$merge([${data}, { '${first}': ${rest.length === 0 ? value : put(`${data}.${first}`, rest, value)} }])`;
}

/** The number that a Pass state adds one to, all other data kept. */
function counterOf(state: State): DataCounter | undefined {
  const { node, type, queryLanguage } = state;
  if (type?.value !== 'Pass' || !node) {
    return undefined;
  }
  if (queryLanguage === 'JSONata') {
    const output = textOf(member(node, 'Output')?.value) ?? '';
    const [, name, read] =
      /^\{%\s*\$merge\(\[\s*\$states\.input\s*,\s*\{\s*['"](\w+)['"]\s*:\s*\$states\.input\.(\w+)\s*\+\s*1\s*\}\s*\]\)\s*%\}$/.exec(
        output,
      ) ?? [];
    const isAlone = onlyHas(node, ['Type', 'Comment', 'QueryLanguage', 'Output', 'Next']);
    return name !== undefined && name === read && isAlone ? { state, path: [name] } : undefined;
  }
  const [, owner] = /^\$\.(\w+)$/.exec(textOf(member(node, 'ResultPath')?.value) ?? '') ?? [];
  const parameters = member(node, 'Parameters')?.value;
  if (!owner || parameters?.kind !== 'object' || !onlyHas(node, ['Type', 'Comment', 'Parameters', 'ResultPath', 'Next'])) {
    return undefined;
  }
  const counted: string[] = [];
  const kept: string[] = [];
  for (const { key, value } of parameters.members) {
    const text = textOf(value) ?? '';
    const name = key.value.replace(/\.\$$/, '');
    const place = `$.${owner}.${name}`;
    if (key.value === name || !/^\w+$/.test(name)) {
      return undefined;
    }
    if (text.replace(/\s/g, '') === `States.MathAdd(${place},1)`) {
      counted.push(name);
    } else if (text === place) {
      kept.push(name);
    } else {
      return undefined;
    }
  }
  const [name] = counted;
  // What it does not name is gone after the first round: it has to be all that there is.
  const isAll = startsWith(state, owner, [...counted, ...kept]);
  return counted.length === 1 && isAll ? { state, path: [owner, name!] } : undefined;
}

/** Whether the object of the counter has these fields and no others: the only state that writes it besides says so. */
function startsWith(counting: State, owner: string, names: readonly string[]): boolean {
  const writers = counting.scope.states.filter(
    ({ node }) => node !== counting.node && textOf(member(node, 'ResultPath')?.value)?.startsWith(`$.${owner}`),
  );
  const [writer] = writers;
  const made = member(writer?.node, 'Result')?.value ?? member(writer?.node, 'Parameters')?.value;
  return (
    writers.length === 1 &&
    writer?.type?.value === 'Pass' &&
    textOf(member(writer.node, 'ResultPath')?.value) === `$.${owner}` &&
    made?.kind === 'object' &&
    made.members.length === names.length &&
    made.members.every(({ key }) => names.includes(key.value.replace(/\.\$$/, '')))
  );
}

function controlOf(choice: State, { path }: DataCounter, inside: ReadonlySet<string>): Control | undefined {
  const bare = bareChoice(choice, inside);
  const comparison = bare && comparisonOf(bare.clause.node);
  if (!bare || !comparison) {
    return undefined;
  }
  const operator = bare.goesRound ? comparison.operator : opposite[comparison.operator];
  const root = choice.queryLanguage === 'JSONata' ? '$states.input.' : '$.';
  const isData = /^[\w.]+$/.test(comparison.bound.slice(root.length)) && comparison.bound.startsWith(root);
  const bound = /^\d+$/.test(comparison.bound)
    ? comparison.bound
    : /^\$\w+$/.test(comparison.bound)
      ? comparison.bound
      : isData
        ? `$states.input.${comparison.bound.slice(root.length)}`
        : undefined;
  if (comparison.left !== root + path.join('.') || bound === undefined || (operator !== '<' && operator !== '<=')) {
    return undefined;
  }
  return { beyond: operator === '<' ? bound : `${bound} + 1`, exit: bare.exit };
}

/** Whether a state puts out its input as it is, and assigns nothing. */
function handsOn({ node, type, queryLanguage, catchers }: State): boolean {
  const has = (field: string): boolean => member(node, field) !== undefined;
  if (has('Assign') || catchers.length > 0) {
    return false;
  }
  const works = ['Task', 'Map', 'Parallel'].includes(type?.value ?? '');
  if (queryLanguage === 'JSONata') {
    const output = textOf(member(node, 'Output')?.value);
    const isInput = /^\{%\s*\$states\.input\s*%\}$/.test(output ?? '');
    return type?.value === 'Fail' || isInput || (!works && !has('Output') && !ruleSays(node, ['Assign', 'Output']));
  }
  if (type?.value === 'Choice') {
    return !has('InputPath') && !has('OutputPath') && !ruleSays(node, ['Assign']);
  }
  const isDropped = member(node, 'ResultPath')?.value?.kind === 'null';
  return (
    type?.value === 'Fail' ||
    (!has('OutputPath') &&
      (works || type?.value === 'Pass') &&
      (isDropped || onlyHas(node, ['Type', 'Comment', 'Next'])) &&
      (!works || isDropped))
  );
}

function ruleSays(node: Node | undefined, names: readonly string[]): boolean {
  const choices = member(node, 'Choices')?.value;
  return choices?.kind === 'array' && choices.items.some((rule) => names.some((name) => member(rule, name) !== undefined));
}

/** Where what is outside leads into the loop. */
function headsOf(scope: Scope, inside: ReadonlySet<string>): Set<string> {
  const outer = scope.states.filter(({ name }) => !inside.has(name)).flatMap(({ transitions }) => transitions);
  return new Set([scope.startAt?.value ?? '', ...outer.map(({ target }) => target.value)].filter((name) => inside.has(name)));
}

function textOf(node: Node | undefined): string | undefined {
  return node?.kind === 'string' ? node.value : undefined;
}

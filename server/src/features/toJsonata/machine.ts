import type { Analysis } from '../../analysis/analysis';
import type { State } from '../../asl/ast';
import type { Edit } from '../../source/edit';
import { member, type Node, type ObjectNode } from '../../source/node';
import { insertMember, replaceMember } from '../refactor/memberEdits';
import { JsonPathReader } from './data';
import { Refusal } from './expression';
import { StateWriter } from './state';

/** A state that stays in JSONPath, and why: the field, and what has no equivalent. */
export interface Refused {
  readonly state: State;
  readonly reason: string;
}

/** The edits that write one state in JSONata, or why there are none. */
export function stateToJsonata(
  { text, symbols }: Analysis,
  state: State,
  language: 'own' | 'inherited' = 'own',
  variables = variablesOf(symbols.states),
): Edit[] | Refused {
  try {
    const edits = new StateWriter(text, state, new JsonPathReader(variables.integers)).write(language);
    const hidden = hiddenFunction(edits, variables.all);
    return hidden === undefined
      ? edits
      : { state, reason: `the variable $${hidden} of the state machine hides the function of that name, which it takes` };
  } catch (refusal) {
    if (refusal instanceof Refusal) {
      return { state, reason: refusal.message };
    }
    throw refusal;
  }
}

/** A state machine in JSONata: its edits, and the states that stay in JSONPath. As long as there are some, the machine's own language stays. */
export function machineToJsonata(analysis: Analysis): { readonly edits: readonly Edit[]; readonly refused: readonly Refused[] } {
  const { machine, symbols, text } = analysis;
  const states = symbols.states.filter(({ queryLanguage, node }) => queryLanguage === 'JSONPath' && node !== undefined);
  const variables = variablesOf(symbols.states);
  const write = (language: 'own' | 'inherited') => states.map((state) => stateToJsonata(analysis, state, language, variables));
  const whole = write('inherited');
  const refused = whole.filter((answer): answer is Refused => !Array.isArray(answer));
  const edits = (refused.length === 0 ? whole : write('own')).flatMap((answer) => (Array.isArray(answer) ? answer : []));
  if (refused.length > 0 || !machine || machine.queryLanguage === 'JSONata') {
    return { edits, refused };
  }
  return { edits: [languageEdit(text, machine.node), ...edits], refused };
}

function languageEdit(text: string, root: ObjectNode): Edit {
  const written = ['QueryLanguage', 'JSONata'] as const;
  const stated = member(root, 'QueryLanguage');
  const comment = member(root, 'Comment');
  return stated
    ? replaceMember(text, root, stated, written)
    : insertMember(text, root, written, comment === root.members[0] ? comment : undefined);
}

interface Assignment {
  readonly name: string;
  readonly value: Node | undefined;
}

/** What a state, its rules and its catchers assign. */
function assignments(state: State): Assignment[] {
  return [state.node, ...state.choices.map(({ node }) => node), ...state.catchers.map(({ node }) => node)].flatMap((node) => {
    const assign = member(node, 'Assign')?.value;
    return assign?.kind === 'object'
      ? assign.members.map(({ key, value }) => ({ name: key.value.replace(/\.\$$/, ''), value }))
      : [];
  });
}

/** The variables of a machine, and those to which nothing but integers is assigned anywhere. */
function variablesOf(states: readonly State[]): { readonly all: ReadonlySet<string>; readonly integers: ReadonlySet<string> } {
  const assigned = states.flatMap(assignments);
  const isInteger = (value: Node | undefined): boolean =>
    (value?.kind === 'number' && Number.isSafeInteger(Number(value.text)) && /^-?\d+$/.test(value.text)) ||
    (value?.kind === 'string' && /^States\.(?:MathAdd|MathRandom|ArrayLength)\(/.test(value.value));
  const others = new Set(assigned.filter(({ value }) => !isInteger(value)).map(({ name }) => name));
  const all = new Set(assigned.map(({ name }) => name));
  return { all, integers: new Set([...all].filter((name) => !others.has(name))) };
}

/** A function that the edits call although a variable has its name. */
function hiddenFunction(edits: readonly Edit[], variables: ReadonlySet<string>): string | undefined {
  return edits
    .flatMap(({ text }) => [...text.matchAll(/\$([a-zA-Z]\w*)\(/g)])
    .map(([, name]) => name!)
    .find((name) => variables.has(name));
}

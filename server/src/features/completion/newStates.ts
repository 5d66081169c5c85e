import type { Analysis } from '../../analysis/analysis';
import { stateTypes, type QueryLanguage, type State, type StateType } from '../../asl/ast';
import { freeName } from '../refactor/names';
import { leadTo, onwardOf } from '../refactor/stateEdits';
import type { Role } from '../role';
import { stateNamed } from '../stateReferences';
import type { Completion } from './completion';
import type { Place } from './place';
import { literal } from './snippet';
import { writeMember } from './write';

/**
 * New states where a key is being written in States: one for each target that is still missing, one of each type that leads on to the state behind it,
 * and the same put into the way that leads on from the state before it.
 */
export function newStates(analysis: Analysis, role: Role, place: Place): Completion[] {
  if (role.kind !== 'states' || place.kind !== 'key') {
    return [];
  }
  const { scope } = role;
  const wanted = [
    ...scope.states.flatMap((s) => s.transitions.map((t) => t.target.value)),
    ...(scope.startAt ? [scope.startAt.value] : []),
  ];
  const missing = [...new Set(wanted)].filter((name) => name !== '' && !stateNamed(scope, name));
  const [firstMissing] = missing;
  const following = scope.states.find(({ member, node }) => node && member.start >= place.replace.end)?.name;
  return [
    ...missing.map((name): Completion => ({
      label: name,
      kind: 'state',
      detail: 'state that is missing',
      documentation: `A transition leads to "${name}", and there is no such state yet.`,
      suggestsNext: false,
      ...writeMember(place, quoted(name), '{\n\t"Type": "${1|Task,Pass,Choice,Wait,Succeed,Fail,Parallel,Map|}"$0\n}'),
    })),
    ...stateTypes.map((type): Completion => {
      const name = firstMissing ?? freeName(analysis, type);
      const inner = freeName(analysis, `${type} step`);
      return {
        label: type,
        kind: 'snippet',
        detail: `new ${type} state`,
        suggestsNext: false,
        ...writeMember(place, `\${1:${quoted(name)}}`, stateBody(type, scope.queryLanguage, following, inner)),
      };
    }),
    ...insertedStates(analysis, role, place),
  ];
}

/** Types of states that lead on. */
const passing: readonly StateType[] = ['Task', 'Pass', 'Choice', 'Wait', 'Parallel', 'Map'];

/** New states between the state before the cursor and where that leads; its Next is changed with it, so the name is no tab stop. */
function insertedStates(analysis: Analysis, { scope }: Extract<Role, { kind: 'states' }>, place: Place): Completion[] {
  const before = scope.states.findLast(({ member, node }) => node && member.end <= place.replace.start);
  const onward = before && onwardOf(before);
  if (!before || !onward) {
    return [];
  }
  const target = onward === 'end' ? undefined : onward.next;
  return passing.map((type) => {
    const name = freeName(analysis, type);
    const body = stateBody(type, scope.queryLanguage, target, freeName(analysis, `${type} step`));
    const { extra, ...written } = writeMember(place, quoted(name), body);
    return {
      label: `${type} after ${before.name}`,
      kind: 'snippet',
      detail: `insert a ${type} state here`,
      documentation: inWords(before, name, target),
      suggestsNext: false,
      ...written,
      extra: [...leadTo(analysis.text, before, { next: name }), ...extra],
    };
  });
}

function inWords(before: State, name: string, target: string | undefined): string {
  return `"${before.name}" leads to the new state "${name}", which ${target === undefined ? 'ends' : `leads on to "${target}"`}.`;
}

/** A name between the quotes of a JSON string within a snippet. */
function quoted(name: string): string {
  return literal(JSON.stringify(name).slice(1, -1));
}

/**
 * A state of that type as a snippet; its first tab stop is 2, because 1 is the name. `next`: where it leads, absent: it ends; `inner` names the first
 * state in it.
 */
function stateBody(type: StateType, language: QueryLanguage, next: string | undefined, inner: string): string {
  const lines = bodies[type][language].map((line) =>
    line
      .replace(/@inner(\d)/g, (_all, stop: string) => `\${${stop}:${quoted(inner)}}`)
      .replace(/^@(\d)$/, (_all, stop: string) => (next === undefined ? '"End": true' : `"Next": "\${${stop}:${quoted(next)}}"`))
      .replace(/@(\d)/g, (_all, stop: string) => (next === undefined ? `$${stop}` : `\${${stop}:${quoted(next)}}`)),
  );
  return `{\n${[`"Type": "${type}"`, ...lines].map((line) => line.replace(/^/gm, '\t')).join(',\n')}\n}`;
}

/** A scope with one state that ends it; the state's name is that tab stop. */
const scope = (stop: number): string =>
  `"StartAt": "@inner${stop}",\n\t"States": {\n\t\t"@inner${stop}": {\n\t\t\t"Type": "Pass",\n\t\t\t"End": true\n\t\t}\n\t}`;

/** `@3`: Next, or End; within a line the name of the next state. */
const bodies: Readonly<Record<StateType, Readonly<Record<QueryLanguage, readonly string[]>>>> = {
  Task: {
    JSONPath: [
      '"Resource": "arn:aws:states:::lambda:invoke"',
      '"Parameters": {\n\t"FunctionName": "$2",\n\t"Payload.\\$": "\\$"\n}',
      '@3',
    ],
    JSONata: [
      '"Resource": "arn:aws:states:::lambda:invoke"',
      '"Arguments": {\n\t"FunctionName": "$2",\n\t"Payload": "{% \\$states.input %\\}"\n}',
      '@3',
    ],
  },
  Pass: { JSONPath: ['"Result": {\n\t$2\n}', '@3'], JSONata: ['"Output": {\n\t$2\n}', '@3'] },
  Choice: {
    JSONPath: [
      '"Choices": [\n\t{\n\t\t"Variable": "\\$.${2:field}",\n\t\t"StringEquals": "${3:text}",\n\t\t"Next": "@4"\n\t}\n]',
      '"Default": "@5"',
    ],
    JSONata: ['"Choices": [\n\t{\n\t\t"Condition": "{% ${2:true} %\\}",\n\t\t"Next": "@3"\n\t}\n]', '"Default": "@4"'],
  },
  Wait: { JSONPath: ['"Seconds": ${2:60}', '@3'], JSONata: ['"Seconds": ${2:60}', '@3'] },
  Succeed: { JSONPath: [], JSONata: [] },
  Fail: {
    JSONPath: ['"Error": "${2:Failed}"', '"Cause": "${3:What went wrong}"'],
    JSONata: ['"Error": "${2:Failed}"', '"Cause": "${3:What went wrong}"'],
  },
  Parallel: {
    JSONPath: [`"Branches": [\n\t{\n\t\t${scope(2).replace(/\n/g, '\n\t')}\n\t}\n]`, '@3'],
    JSONata: [`"Branches": [\n\t{\n\t\t${scope(2).replace(/\n/g, '\n\t')}\n\t}\n]`, '@3'],
  },
  Map: {
    JSONPath: [
      '"ItemsPath": "${2:\\$}"',
      `"ItemProcessor": {\n\t"ProcessorConfig": {\n\t\t"Mode": "INLINE"\n\t},\n\t${scope(3)}\n}`,
      '@4',
    ],
    JSONata: [
      '"Items": "{% ${2:\\$states.input} %\\}"',
      `"ItemProcessor": {\n\t"ProcessorConfig": {\n\t\t"Mode": "INLINE"\n\t},\n\t${scope(3)}\n}`,
      '@4',
    ],
  },
};

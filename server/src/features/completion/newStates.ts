import { stateTypes, type QueryLanguage, type StateType } from '../../asl/ast';
import { stateNamed } from '../stateReferences';
import type { Completion } from './completion';
import type { Place } from './place';
import type { Role } from '../role';
import { literal } from './snippet';
import { writeMember } from './write';

/** New states where a key is being written in States: one for each target that is still missing, one of each type. */
export function newStates(role: Role, place: Place): Completion[] {
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
  return [
    ...missing.map((name): Completion => ({
      label: name,
      kind: 'state',
      detail: 'state that is missing',
      documentation: `A transition leads to "${name}", and there is no such state yet.`,
      suggestsNext: false,
      ...writeMember(
        place,
        literal(JSON.stringify(name).slice(1, -1)),
        '{\n\t"Type": "${1|Task,Pass,Choice,Wait,Succeed,Fail,Parallel,Map|}"$0\n}',
      ),
    })),
    ...stateTypes.map((type): Completion => {
      const name = firstMissing ?? freeName(type, (n) => stateNamed(scope, n) !== undefined);
      return {
        label: type,
        kind: 'snippet',
        detail: `new ${type} state`,
        suggestsNext: false,
        ...writeMember(place, `\${1:${literal(JSON.stringify(name).slice(1, -1))}}`, stateBody(type, scope.queryLanguage)),
      };
    }),
  ];
}

function freeName(wanted: string, isTaken: (name: string) => boolean): string {
  let name = wanted;
  for (let i = 2; isTaken(name); i++) {
    name = `${wanted} ${i}`;
  }
  return name;
}

/** A state of that type as a snippet; its first tab stop is 2, because 1 is the name. */
function stateBody(type: StateType, language: QueryLanguage): string {
  const lines = bodies[type][language];
  return `{\n${[`"Type": "${type}"`, ...lines].map((line) => line.replace(/^/gm, '\t')).join(',\n')}\n}`;
}

const scope = (stop: number): string => `"StartAt": "$${stop}",\n\t"States": {\n\t\t$${stop + 1}\n\t}`;

const bodies: Readonly<Record<StateType, Readonly<Record<QueryLanguage, readonly string[]>>>> = {
  Task: {
    JSONPath: [
      '"Resource": "arn:aws:states:::lambda:invoke"',
      '"Parameters": {\n\t"FunctionName": "$2",\n\t"Payload.\\$": "\\$"\n}',
      '"Next": "$3"',
    ],
    JSONata: [
      '"Resource": "arn:aws:states:::lambda:invoke"',
      '"Arguments": {\n\t"FunctionName": "$2",\n\t"Payload": "{% \\$states.input %\\}"\n}',
      '"Next": "$3"',
    ],
  },
  Pass: { JSONPath: ['"Result": {\n\t$2\n}', '"Next": "$3"'], JSONata: ['"Output": {\n\t$2\n}', '"Next": "$3"'] },
  Choice: {
    JSONPath: [
      '"Choices": [\n\t{\n\t\t"Variable": "\\$.$2",\n\t\t"StringEquals": "$3",\n\t\t"Next": "$4"\n\t}\n]',
      '"Default": "$5"',
    ],
    JSONata: ['"Choices": [\n\t{\n\t\t"Condition": "{% $2 %\\}",\n\t\t"Next": "$3"\n\t}\n]', '"Default": "$4"'],
  },
  Wait: { JSONPath: ['"Seconds": ${2:60}', '"Next": "$3"'], JSONata: ['"Seconds": ${2:60}', '"Next": "$3"'] },
  Succeed: { JSONPath: [], JSONata: [] },
  Fail: { JSONPath: ['"Error": "$2"', '"Cause": "$3"'], JSONata: ['"Error": "$2"', '"Cause": "$3"'] },
  Parallel: {
    JSONPath: [`"Branches": [\n\t{\n\t\t${scope(2).replace(/\n/g, '\n\t')}\n\t}\n]`, '"Next": "$4"'],
    JSONata: [`"Branches": [\n\t{\n\t\t${scope(2).replace(/\n/g, '\n\t')}\n\t}\n]`, '"Next": "$4"'],
  },
  Map: {
    JSONPath: [
      '"ItemsPath": "\\$.$2"',
      `"ItemProcessor": {\n\t"ProcessorConfig": {\n\t\t"Mode": "INLINE"\n\t},\n\t${scope(3)}\n}`,
      '"Next": "$5"',
    ],
    JSONata: [
      '"Items": "{% $2 %\\}"',
      `"ItemProcessor": {\n\t"ProcessorConfig": {\n\t\t"Mode": "INLINE"\n\t},\n\t${scope(3)}\n}`,
      '"Next": "$5"',
    ],
  },
};

import type { Program, ProgramState } from '../../execution/program';
import type { StateId } from '../../asl/ast';
import { isArray, isObject, readJson, writeJson } from '../../source/json';
import type { Json, JsonObject } from '../../source/json';
import { validation } from '../apiError';
import { accept } from '../definitions';

/** The state under test in a program that begins with it. */
export interface Subject {
  readonly program: Program;
  readonly id: StateId;
  readonly state: ProgramState;
  /** The state as written. */
  readonly source: JsonObject;
}

/** How a state is called whose definition stands alone (seen on AWS). */
export const loneName = 'StateName';

/** Finds the state in a definition: a state alone, or a state machine and the name of one of its states. Throws ApiError. */
export function subjectOf(definition: string, stateName: string | undefined): Subject {
  const { value } = readJson(definition);
  if (stateName === undefined) {
    const alone = isObject(value) && (value['States'] === undefined || value['Type'] !== undefined);
    if (isObject(value) && !alone) {
      throw validation('StateName must be specified when the definition is a state machine');
    }
    return made(isObject(value) ? machineAround(value) : definition, loneName);
  }
  if (isObject(value) && stateIn(value, stateName) === undefined) {
    throw validation('State not found in definition');
  }
  return made(definition, stateName);
}

function made(definition: string, name: string): Subject {
  const program = accept(definition, 'STANDARD');
  const state = [...program.states.values()].find((s) => s.name === name)!;
  const source = stateIn(readJson(definition).value ?? null, name)!;
  return { program: { ...program, start: state.id, timeoutSeconds: undefined }, id: state.id, state, source };
}

/** A state machine that the state can stand in: every state that it names is there. */
function machineAround(state: JsonObject): string {
  const targets = new Set<string>();
  const note = (value: Json | undefined): void => {
    if (typeof value === 'string' && value !== loneName) {
      targets.add(value);
    }
  };
  note(state['Next']);
  note(state['Default']);
  for (const field of ['Choices', 'Catch']) {
    const clauses = state[field];
    for (const clause of isArray(clauses) ? clauses : []) {
      note(isObject(clause) ? clause['Next'] : undefined);
    }
  }
  const states = [`${JSON.stringify(loneName)}:${writeJson(state)}`];
  for (const target of targets) {
    states.push(`${JSON.stringify(target)}:{"Type":"Succeed"}`);
  }
  return `{"StartAt":${JSON.stringify(loneName)},"States":{${states.join(',')}}}`;
}

/** A state by its name, wherever in the machine. Recursion is as deep as the definition, which `readJson` bounds. */
function stateIn(scope: Json, name: string): JsonObject | undefined {
  if (!isObject(scope)) {
    return undefined;
  }
  const states = scope['States'];
  if (!isObject(states)) {
    return undefined;
  }
  const own = states[name];
  if (isObject(own)) {
    return own;
  }
  for (const state of Object.values(states).filter(isObject)) {
    const branches = state['Branches'];
    const scopes = [state['ItemProcessor'], state['Iterator'], ...(isArray(branches) ? branches : [])];
    for (const inner of scopes) {
      const found = inner === undefined ? undefined : stateIn(inner, name);
      if (found) {
        return found;
      }
    }
  }
  return undefined;
}

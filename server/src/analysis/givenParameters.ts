import type { State } from '../asl/ast';
import { factsOfStates } from '../asl/facts';
import { hasPlaceholder } from '../asl/placeholder';
import { type Parameters, parametersOf } from '../integrations/parameters';
import { type Member, member } from '../source/node';
import { taskOf } from './tasks';

/** What a Task gives to the action of a service, where that is written as an object. */
export interface GivenParameters {
  /** `service:action`, `aws-sdk:service:action`. */
  readonly action: string;
  /** The member Parameters or Arguments. */
  readonly field: Member;
  /** By name, without the `.$` of a path. */
  readonly given: ReadonlyMap<string, Member>;
  /** Something in it is only put in by the deployment. */
  readonly isIncomplete: boolean;
  readonly known: Parameters;
}

const found = factsOfStates<GivenParameters | null>();

/** What a Task that calls an integration gives to it; absent where it does not, or not in an object. */
export function givenParameters(state: State): GivenParameters | undefined {
  let given = found.get(state);
  if (given === undefined) {
    given = read(state) ?? null;
    found.set(state, given);
  }
  return given ?? undefined;
}

function read(state: State): GivenParameters | undefined {
  const task = taskOf(state);
  if (task?.read?.kind !== 'integration' || task.parameters?.kind !== 'object') {
    return undefined;
  }
  const { read: called, parameters, action } = task;
  const isPath = state.queryLanguage === 'JSONPath';
  const given = new Map<string, Member>();
  let isIncomplete = false;
  for (const each of parameters.members) {
    const name = each.key.value;
    isIncomplete ||= hasPlaceholder(name);
    // In JSONata such a key is told of as such.
    given.set(name.endsWith('.$') ? name.slice(0, -2) : name, each);
  }
  return {
    action: action!,
    field: member(state.node, isPath ? 'Parameters' : 'Arguments')!,
    given,
    isIncomplete,
    known: parametersOf(called.sdk ? `aws-sdk:${called.service}` : called.service, called.action),
  };
}

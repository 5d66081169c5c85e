import type { Scope } from '../../asl/ast';
import { factsOfScopes } from '../../asl/facts';
import { addAssignments, type Assignment, isDistributed } from '../variables';

const known = factsOfScopes<ReadonlyMap<string, readonly Assignment[]>>();

/** What the states of a scope assign, by name; worked out once, without looking at who reads it. */
function assignedIn(scope: Scope): ReadonlyMap<string, readonly Assignment[]> {
  let found = known.get(scope);
  if (!found) {
    const all: Assignment[] = [];
    scope.states.forEach((state) => addAssignments(state, all));
    const byName = new Map<string, Assignment[]>();
    for (const each of all) {
      const list = byName.get(each.name);
      if (list) {
        list.push(each);
      } else {
        byName.set(each.name, [each]);
      }
    }
    found = byName;
    known.set(scope, found);
  }
  return found;
}

/** A scope and those around it whose variables it sees: up to a distributed Map. */
function* scopesSeenFrom(scope: Scope): Iterable<Scope> {
  for (let at: Scope | undefined = scope; at; at = isDistributed(at) ? undefined : at.owner?.scope) {
    yield at;
  }
}

/** The names of the variables that a state of the scope may read. */
export function variablesSeenFrom(scope: Scope): ReadonlySet<string> {
  return new Set([...scopesSeenFrom(scope)].flatMap((each) => [...assignedIn(each).keys()]));
}

/** Where a variable that a state of the scope may read is assigned. */
export function assignmentsSeenFrom(scope: Scope, name: string): readonly Assignment[] {
  return [...scopesSeenFrom(scope)].flatMap((each) => assignedIn(each).get(name) ?? []);
}

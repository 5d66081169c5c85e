import type { Scope, State, StateId, StateMachine } from '../asl/ast';
import { noFactsOfSymbols } from '../asl/facts';
import type { Symbols } from './analysis';

/** Collects every scope and state of the machine, in text order, inner ones behind their container. */
export function collectSymbols(machine: StateMachine | undefined): Symbols {
  const symbols = new CollectedSymbols();
  if (machine) {
    symbols.add(machine);
  }
  return symbols;
}

/** A class for the same reason as that of the analysis. */
class CollectedSymbols implements Symbols {
  readonly scopes: Scope[] = [];
  readonly states: State[] = [];
  readonly facts = noFactsOfSymbols();
  private indexed: Map<StateId, State> | undefined;

  /** Of two states of the same name in one scope the last one counts, as everywhere in JSON. */
  get byId(): ReadonlyMap<StateId, State> {
    return (this.indexed ??= new Map(this.states.map((state) => [state.id, state])));
  }

  add(scope: Scope): void {
    this.scopes.push(scope);
    for (const state of scope.states) {
      this.states.push(state);
      for (const inner of state.scopes) {
        this.add(inner);
      }
    }
  }
}

import type { Scope, StateId, StateMachine } from '../asl/ast';
import { isNumber, toNumber } from '../source/json';
import { member } from '../source/node';
import type { Span } from '../source/span';
import { type ScopeCompiler, StateCompiler } from './compileState';
import { jsonOf } from './compileTemplate';
import type { PassState, Program, ProgramState, Way } from './program';

/** Why a state machine cannot run, and where. Offsets are those of the document. */
export interface ProgramProblem extends Span {
  readonly message: string;
}

export interface Compiled {
  /** Absent when there are problems. */
  readonly program: Program | undefined;
  readonly problems: readonly ProgramProblem[];
}

/** Checks a state machine and makes it runnable. The whole of it is checked; all problems are told. */
export function compile(machine: StateMachine): Compiled {
  const compiler = new Compiler();
  const start = compiler.scope(machine);
  const timeout = jsonOf(member(machine.node, 'TimeoutSeconds')?.value);
  if (compiler.problems.length > 0 || start === undefined) {
    return { program: undefined, problems: compiler.problems };
  }
  const { states } = compiler;
  link(states);
  chain(states);
  const timeoutSeconds = isNumber(timeout) ? toNumber(timeout) : undefined;
  return { program: { start, states, queryLanguage: machine.queryLanguage, timeoutSeconds }, problems: [] };
}

/** Puts the states themselves beside their names on every way. */
function link(states: ReadonlyMap<StateId, ProgramState>): void {
  const lead = (way: Way | undefined): void => {
    if (way?.next !== undefined) {
      way.to = states.get(way.next);
    }
  };
  for (const state of states.values()) {
    lead(state.onward);
    if (state.type === 'Choice') {
      state.choices.forEach(({ way }) => lead(way));
      lead(state.otherwise);
    }
  }
}

/** Finds the Pass states in a row that do nothing but pass their input on. */
function chain(states: ReadonlyMap<StateId, ProgramState>): void {
  for (const first of states.values()) {
    const found: PassState[] = [];
    let state: ProgramState | undefined = first;
    while (state?.type === 'Pass' && state.passesOn && state.onward.to && !state.chain) {
      state.chain = found;
      state.link = found.length;
      found.push(state);
      state = state.onward.to;
    }
  }
}

class Compiler implements ScopeCompiler {
  readonly problems: ProgramProblem[] = [];
  readonly states = new Map<StateId, ProgramState>();

  /** Compiles the states of a scope and those inside; answers its first state. */
  scope(scope: Scope): StateId | undefined {
    // One text for one id, wherever it stands: comparing it is comparing a pointer then.
    const ids = new Map(scope.states.map((s) => [s.name, s.id]));
    for (const state of scope.states) {
      const compiled = new StateCompiler(this, state, ids).state();
      if (compiled) {
        this.states.set(compiled.id, compiled);
      }
    }
    if (!scope.startAt) {
      this.problem(scope.node, `The field 'StartAt' is missing${place(scope)}.`, true);
      return undefined;
    }
    const start = ids.get(scope.startAt.value);
    if (start === undefined) {
      this.problem(scope.startAt.node, `StartAt names the state '${scope.startAt.value}', which does not exist${place(scope)}.`);
      return undefined;
    }
    return start;
  }

  problem(at: Span, message: string, firstCharacter = false): void {
    this.problems.push({ start: at.start, end: firstCharacter ? Math.min(at.start + 1, at.end) : at.end, message });
  }
}

function place(scope: Scope): string {
  return scope.owner ? ` in '${scope.owner.name}'` : '';
}

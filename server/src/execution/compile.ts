import { type Scope, type StateId, type StateMachine, stateId } from '../asl/ast';
import { isNumber, toNumber } from '../source/json';
import { member } from '../source/node';
import type { Span } from '../source/span';
import { type ScopeCompiler, StateCompiler } from './compileState';
import { jsonOf } from './compileTemplate';
import type { Program, ProgramState } from './program';

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
  const timeoutSeconds = isNumber(timeout) ? toNumber(timeout) : undefined;
  return { program: { start, states, queryLanguage: machine.queryLanguage, timeoutSeconds }, problems: [] };
}

class Compiler implements ScopeCompiler {
  readonly problems: ProgramProblem[] = [];
  readonly states = new Map<StateId, ProgramState>();

  /** Compiles the states of a scope and those inside; answers its first state. */
  scope(scope: Scope): StateId | undefined {
    const names = new Set(scope.states.map((s) => s.name));
    for (const state of scope.states) {
      const compiled = new StateCompiler(this, state, names).state();
      if (compiled) {
        this.states.set(compiled.id, compiled);
      }
    }
    if (!scope.startAt) {
      this.problem(scope.node, `The field 'StartAt' is missing${place(scope)}.`, true);
      return undefined;
    }
    if (!names.has(scope.startAt.value)) {
      this.problem(scope.startAt.node, `StartAt names the state '${scope.startAt.value}', which does not exist${place(scope)}.`);
      return undefined;
    }
    return stateId(scope.path, scope.startAt.value);
  }

  problem(at: Span, message: string, firstCharacter = false): void {
    this.problems.push({ start: at.start, end: firstCharacter ? Math.min(at.start + 1, at.end) : at.end, message });
  }
}

function place(scope: Scope): string {
  return scope.owner ? ` in '${scope.owner.name}'` : '';
}

import type { DebugProtocol } from '@vscode/debugprotocol';
import { type StateId, nameOf } from '../asl/ast';
import { parsePath } from '../asl/jsonPath';
import { samePath } from '../project/paths';
import type { Program, ProgramState } from '../execution/program';
import { type Breakpoint, type FailureFilter, type Terms, fits } from './breakpoints';
import type { Moment } from './moments';
import { type Place, describeMoment } from './places';
import { failureFilters } from './sessionCapabilities';
import type { Requests, SessionContext } from './sessionContext';

interface Wanted extends Terms {
  /** From 1, as the client counts. */
  readonly line: number;
  readonly column: number | undefined;
  /** What it means: that stays when the text is edited. */
  readonly anchor: { readonly state: StateId; readonly moment: Moment } | undefined;
}

type WithTerms = Pick<DebugProtocol.SourceBreakpoint, 'condition' | 'hitCondition' | 'logMessage'>;

/** The breakpoints of a session: what the client asks for, and the moments of states that they mean. */
export class SessionBreakpoints {
  #source: Wanted[] = [];
  #functions: Breakpoint[] = [];
  #data: Breakpoint[] = [];
  #failures: Breakpoint[] = [];
  #lastId = 0;

  constructor(private readonly context: SessionContext) {}

  readonly requests: Requests = {
    setBreakpoints: (args: DebugProtocol.SetBreakpointsArguments) => {
      const { launch } = this.context.running();
      if (args.source.path === undefined || !samePath(args.source.path, launch.program)) {
        const message = `This session debugs ${launch.program}; breakpoints in other files have no effect in it.`;
        return { breakpoints: (args.breakpoints ?? []).map(() => ({ verified: false, message })) };
      }
      this.#source = (args.breakpoints ?? []).map((each) => this.#wanted(each));
      this.context.arm();
      return { breakpoints: this.#source.map((wanted) => this.#answer(wanted)) };
    },
    setFunctionBreakpoints: ({ breakpoints }: DebugProtocol.SetFunctionBreakpointsArguments) => {
      const answers = breakpoints.map((each) => this.#function(each));
      this.#functions = answers.flatMap(({ found }) => found);
      this.context.arm();
      return { breakpoints: answers.map(({ answer }) => answer) };
    },
    dataBreakpointInfo: ({ variablesReference, name, frameId }: DebugProtocol.DataBreakpointInfoArguments) => {
      const expression = variablesReference ? this.context.references.pathOf(variablesReference, name) : name;
      const data = expression === undefined ? undefined : dataPath(expression);
      this.context.frame(frameId);
      return data
        ? { dataId: data.text, description: `${data.text} changes`, accessTypes: ['write'], canPersist: true }
        : { dataId: null, description: `'${name}' cannot be watched: variables and paths into the input of states can.` };
    },
    setDataBreakpoints: ({ breakpoints }: DebugProtocol.SetDataBreakpointsArguments) => {
      const answers = breakpoints.map(({ dataId, ...terms }) => {
        const path = dataPath(dataId);
        const id = ++this.#lastId;
        return path
          ? {
              answer: { id, verified: true },
              found: [{ kind: 'data', expression: dataId, path, ...termsOf(id, terms) } as const],
            }
          : { answer: { id, verified: false, message: `'${dataId}' is no path.` }, found: [] };
      });
      this.#data = answers.flatMap(({ found }) => found);
      this.context.arm();
      return { breakpoints: answers.map(({ answer }) => answer) };
    },
    setExceptionBreakpoints: (args: DebugProtocol.SetExceptionBreakpointsArguments) => {
      const options = [...args.filters.map((filterId) => ({ filterId })), ...(args.filterOptions ?? [])];
      const known = options.filter(({ filterId }) => failureFilters.some(({ filter }) => filter === filterId));
      this.#failures = [
        ...known.map((option) => this.#failure(option)),
        ...(args.exceptionOptions ?? []).flatMap((option) => this.#byNames(option)),
      ];
      this.context.arm();
      return { breakpoints: options.map((option) => ({ verified: known.includes(option) })) };
    },
    breakpointLocations: ({ source, line, endLine }: DebugProtocol.BreakpointLocationsArguments) => {
      const { launch } = this.context.running();
      const isProgram = source.path !== undefined && samePath(source.path, launch.program);
      const places = isProgram ? this.context.places().between(line - 1, (endLine ?? line) - 1) : [];
      return { breakpoints: places.map((place) => ({ line: place.line + 1, column: place.character + 1 })) };
    },
  };

  /** All breakpoints, as the debugger takes them. */
  get all(): Breakpoint[] {
    const source = this.#source.flatMap(({ anchor, id, condition, hits, log }): Breakpoint[] =>
      anchor ? [{ kind: 'source', ...anchor, id, ...defined({ condition, hits, log }) }] : [],
    );
    return [...source, ...this.#functions, ...this.#data, ...this.#failures];
  }

  /** Where the breakpoints stand in another text: each stays with its state. */
  moved(): DebugProtocol.Breakpoint[] {
    return this.#source.map((wanted) => this.#answer(wanted));
  }

  #wanted({ line, column, ...terms }: DebugProtocol.SourceBreakpoint): Wanted {
    const place = this.context.places().at(line - 1, column === undefined ? undefined : column - 1);
    const anchor = place && { state: place.state, moment: place.moment };
    return { line, column, anchor, ...termsOf(++this.#lastId, terms) };
  }

  #answer({ id, line, anchor, log }: Wanted): DebugProtocol.Breakpoint {
    const places = this.context.places();
    const place: Place | undefined = anchor && places.of(anchor.state, anchor.moment);
    if (!anchor || !place) {
      const message = anchor
        ? `The text has no state '${nameOf(anchor.state)}' any more.`
        : "No state is on this line. A breakpoint stands on the line of a state's name or of a field that it works.";
      return { id, verified: false, reason: 'failed', line, message };
    }
    const what = `${log === undefined ? 'Stops' : 'Tells'} when ${nameOf(anchor.state)} ${describeMoment(anchor.moment)}.`;
    return { id, verified: true, line: place.line + 1, column: place.character + 1, message: what };
  }

  #function({ name, ...terms }: DebugProtocol.FunctionBreakpoint): { answer: DebugProtocol.Breakpoint; found: Breakpoint[] } {
    const { launch } = this.context.running();
    const id = ++this.#lastId;
    const states = statesNamed(name, launch.runner.program);
    if (states.length === 0) {
      const message = `No state fits '${name}': write a name, a pattern such as Check*, Type:Choice, or a resource such as lambda:invoke.`;
      return { answer: { id, verified: false, reason: 'failed', message }, found: [] };
    }
    const shown = states.slice(0, 5).map((state) => nameOf(state));
    const more = states.length - shown.length;
    return {
      answer: { id, verified: true, message: `Stops when ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''} is entered.` },
      found: states.map((state) => ({ kind: 'function', state, moment: 'entry', ...termsOf(id, terms) })),
    };
  }

  #failure({ filterId, condition }: DebugProtocol.ExceptionFilterOptions): Breakpoint {
    const filter = filterId as FailureFilter;
    const id = ++this.#lastId;
    if (condition === undefined || condition.trim() === '') {
      return { kind: 'failure', id, filter };
    }
    // Names of errors may have these characters; an expression has others.
    return /^[\w.*?,\s-]+$/.test(condition)
      ? { kind: 'failure', id, filter, names: condition.split(',').map((name) => name.trim()) }
      : { kind: 'failure', id, filter, condition };
  }

  #byNames({ path, breakMode }: DebugProtocol.ExceptionOptions): Breakpoint[] {
    const names = path?.at(-1)?.names ?? [];
    const terms = { kind: 'failure', id: ++this.#lastId, ...(names.length > 0 ? { names } : {}) } as const;
    switch (breakMode) {
      case 'never':
        return [];
      case 'always':
        return [{ ...terms, filter: undefined }];
      default:
        return [{ ...terms, filter: 'uncaught' }];
    }
  }
}

function termsOf(id: number, { condition, hitCondition, logMessage }: WithTerms): Terms {
  return { id, ...defined({ condition, hits: hitCondition, log: logMessage }) };
}

/** Without what is undefined or empty: clients send either. */
function defined(terms: { readonly [K in keyof Omit<Terms, 'id'>]: Terms[K] | undefined }): Omit<Terms, 'id'> {
  return Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined && value.trim() !== ''));
}

/** A path that data breakpoints can watch: `$states.input.a` is what JSONata calls `$.a`. */
function dataPath(expression: string): ReturnType<typeof parsePath>['path'] {
  const { path } = parsePath(expression.replace(/^\$states\.input\b/, '$').replace(/\.`([^`]*)`/g, "['$1']"));
  return path && path.root.kind !== 'context' && !/^\$states\b/.test(path.text) ? path : undefined;
}

/** The states that a name means: their own name or id, a pattern, `Type:Choice`, or the resource of a Task. */
export function statesNamed(name: string, program: Program): StateId[] {
  const wanted = name.trim();
  const type = /^type\s*:\s*(\w+)$/i.exec(wanted)?.[1]?.toLowerCase();
  const means = (state: ProgramState): boolean => {
    if (type !== undefined) {
      return state.type.toLowerCase() === type;
    }
    if (state.name === wanted || state.id === wanted || fits(wanted, state.name) || fits(wanted, state.id)) {
      return true;
    }
    const resource = state.type === 'Task' ? state.resource : undefined;
    return resource !== undefined && wanted !== '' && (fits(wanted, resource) || fits(`*:${wanted}`, resource));
  };
  return [...program.states.values()].filter(means).map(({ id }) => id);
}

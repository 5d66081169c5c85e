import type { DebugProtocol } from '@vscode/debugprotocol';
import { type StateId, nameOf } from '../../asl/ast';
import { parsePath } from '../../asl/jsonPath';
import { resolveFrom } from '../../project/paths';
import type { Program, ProgramState } from '../../execution/program';
import { type Breakpoint, type BreakpointMode, type FailureFilter, type Terms, fits } from '../breakpoints';
import type { Moment } from '../moments';
import type { Debuggee } from '../debuggee';
import type { EditorSource } from '../editorSource';
import { describeMoment } from '../places';
import { failureFilters } from './sessionCapabilities';
import type { AboutExecution, ExecutionContext, Requests } from './sessionContext';

interface Wanted extends Terms {
  /** From 1, as the client counts. */
  readonly line: number;
  /** What it means: that stays when the text is edited. */
  readonly anchor:
    { readonly source: string; readonly state: StateId; readonly moment: Moment; readonly mode?: BreakpointMode } | undefined;
  /** Why it means nothing. */
  readonly problem?: string;
}

interface WantedFunction extends Terms {
  readonly name: string;
}

/** Where breakpoints stand. */
export interface BreakpointSite extends Pick<Debuggee, 'programs' | 'definitionsIn' | 'sourceOf'> {
  /** Throws while there is no such execution. */
  executionOf(args: AboutExecution): ExecutionContext;
  /** Tells the breakpoints to the debuggers. */
  arm(): void;
}

type WithTerms = Pick<DebugProtocol.SourceBreakpoint, 'condition' | 'hitCondition' | 'logMessage'>;

/** The breakpoints of a session: what the client asks for, and the moments of states that they mean. */
export class SessionBreakpoints {
  /** By file. */
  readonly #source = new Map<string, readonly Wanted[]>();
  #functions: readonly WantedFunction[] = [];
  #data: Breakpoint[] = [];
  #events: Breakpoint[] = [];
  #failures: Breakpoint[] = [];
  #lastId = 0;

  constructor(private readonly site: BreakpointSite) {}

  readonly requests: Requests = {
    setBreakpoints: async ({ source: { path = '' }, breakpoints = [] }: DebugProtocol.SetBreakpointsArguments) => {
      const wanted = await this.#inFile(path, breakpoints);
      this.#source.set(resolveFrom('', path), wanted);
      this.site.arm();
      return { breakpoints: wanted.map((each) => this.#answer(each)) };
    },
    setFunctionBreakpoints: ({ breakpoints }: DebugProtocol.SetFunctionBreakpointsArguments) => {
      this.#functions = breakpoints.map(({ name, ...terms }) => ({ name, ...termsOf(++this.#lastId, terms) }));
      this.site.arm();
      return { breakpoints: this.#functions.map((wanted) => this.#answerFunction(wanted)) };
    },
    dataBreakpointInfo: ({ variablesReference, name, frameId }: DebugProtocol.DataBreakpointInfoArguments) => {
      const context = this.site.executionOf({ ...(variablesReference && { variablesReference }), ...(frameId && { frameId }) });
      const expression = variablesReference ? context.references.pathOf(variablesReference, name) : name;
      const data = expression === undefined ? undefined : dataPath(expression);
      context.frame(frameId);
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
      this.site.arm();
      return { breakpoints: answers.map(({ answer }) => answer) };
    },
    setInstructionBreakpoints: ({ breakpoints }: DebugProtocol.SetInstructionBreakpointsArguments) => {
      const answers = breakpoints.map(({ instructionReference, offset = 0, ...terms }) => {
        const id = ++this.#lastId;
        const event = Number(instructionReference) + offset;
        return Number.isSafeInteger(event) && event > 0
          ? { answer: { id, verified: true }, found: [{ kind: 'event', event, ...termsOf(id, terms) } as const] }
          : {
              answer: { id, verified: false, message: `'${instructionReference}' is no id of an event: 1, 2, 3 …` },
              found: [],
            };
      });
      this.#events = answers.flatMap(({ found }) => found);
      this.site.arm();
      return { breakpoints: answers.map(({ answer }) => answer) };
    },
    setExceptionBreakpoints: (args: DebugProtocol.SetExceptionBreakpointsArguments) => {
      const options = [...args.filters.map((filterId) => ({ filterId })), ...(args.filterOptions ?? [])];
      const known = options.filter(({ filterId }) => failureFilters.some(({ filter }) => filter === filterId));
      this.#failures = [
        ...known.map((option) => this.#failure(option)),
        ...(args.exceptionOptions ?? []).flatMap((option) => this.#byNames(option)),
      ];
      this.site.arm();
      return { breakpoints: options.map((option) => ({ verified: known.includes(option) })) };
    },
    breakpointLocations: async ({ source: { path = '' }, line, endLine }: DebugProtocol.BreakpointLocationsArguments) => {
      const sources = await Promise.resolve(this.site.definitionsIn(path)).catch(() => []);
      const places = sources.flatMap((source) => source.places.between(line - 1, (endLine ?? line) - 1));
      return { breakpoints: places.map((place) => ({ line: place.line + 1, column: place.character + 1 })) };
    },
  };

  /** All breakpoints that mean something in a program, which a definition of that key is the source of, as the debugger takes them. */
  of(key: string, program: Program): Breakpoint[] {
    const source = [...this.#source.values()]
      .flat()
      .flatMap(({ anchor, ...wanted }): Breakpoint[] =>
        anchor?.source === key
          ? momentsOf(anchor, program).map((moment) => ({ kind: 'source', state: anchor.state, moment, ...terms(wanted) }))
          : [],
      );
    const functions = this.#functions.flatMap((wanted): Breakpoint[] =>
      statesNamed(wanted.name, program).map((state) => ({ kind: 'function', state, moment: 'entry', ...terms(wanted) })),
    );
    return [...source, ...functions, ...this.#data, ...this.#events, ...this.#failures];
  }

  /** Where the breakpoints stand in another text: each stays with its state. */
  moved(): DebugProtocol.Breakpoint[] {
    return [...this.#source.values()].flat().map((wanted) => this.#answer(wanted));
  }

  async #inFile(path: string, breakpoints: readonly DebugProtocol.SourceBreakpoint[]): Promise<Wanted[]> {
    try {
      const sources = await this.site.definitionsIn(path);
      return breakpoints.map((each) => this.#wanted(each, sources));
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      return breakpoints.map(({ line, ...rest }) => ({ line, anchor: undefined, problem, ...termsOf(++this.#lastId, rest) }));
    }
  }

  #wanted({ line, column, mode, ...rest }: DebugProtocol.SourceBreakpoint, sources: readonly EditorSource[]): Wanted {
    const at = { line, ...termsOf(++this.#lastId, rest) };
    for (const source of sources) {
      const place = source.places.at(line - 1, column === undefined ? undefined : column - 1);
      if (place) {
        const moment = mode === 'enter' ? 'entry' : mode === 'exit' || mode === 'edge' ? 'exit' : place.moment;
        return { ...at, anchor: { source: source.key, state: place.state, moment, ...(mode === 'edge' ? { mode } : {}) } };
      }
    }
    return { ...at, anchor: undefined };
  }

  #answer({ id, line, anchor, log, problem }: Wanted): DebugProtocol.Breakpoint {
    const place = anchor && this.site.sourceOf(anchor.source)?.places.of(anchor.state, anchor.moment);
    if (!anchor || !place) {
      const message = anchor
        ? `The text has no state '${nameOf(anchor.state)}' any more.`
        : (problem ?? "No state is on this line. A breakpoint stands on the line of a state's name or of a field that it works.");
      return { id, verified: false, reason: 'failed', line, message };
    }
    const happens = anchor.mode === 'edge' ? 'goes on, whichever way' : describeMoment(anchor.moment);
    const what = `${log === undefined ? 'Stops' : 'Tells'} when ${nameOf(anchor.state)} ${happens}.`;
    return { id, verified: true, line: place.line + 1, column: place.character + 1, message: what };
  }

  #answerFunction({ id, name }: WantedFunction): DebugProtocol.Breakpoint {
    const states = this.site.programs.flatMap((program) => statesNamed(name, program));
    if (states.length === 0) {
      const message = `No state fits '${name}': write a name, a pattern such as Check*, Type:Choice, or a resource such as lambda:invoke.`;
      return { id, verified: false, reason: 'failed', message };
    }
    const shown = states.slice(0, 5).map((state) => nameOf(state));
    const more = states.length - shown.length;
    return { id, verified: true, message: `Stops when ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''} is entered.` };
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

/** The moments that a breakpoint stands at; `edge`: all ways out of the state. */
function momentsOf({ state, moment, mode }: NonNullable<Wanted['anchor']>, program: Program): Moment[] {
  const definition = program.states.get(state);
  if (mode !== 'edge' || !definition) {
    return [moment];
  }
  if (definition.type === 'Choice') {
    return [...definition.choices.map((_, index) => `Choices/${index}/Next`), 'Default'];
  }
  const catchers = 'catchers' in definition ? definition.catchers.map((_, index) => `Catch/${index}/Next`) : [];
  return definition.type === 'Succeed' ? ['exit'] : ['Next', 'End', ...catchers];
}

function termsOf(id: number, { condition, hitCondition, logMessage }: WithTerms): Terms {
  return { id, ...defined({ condition, hits: hitCondition, log: logMessage }) };
}

/** Only the terms. */
function terms({ id, condition, hits, log }: Terms): Terms {
  return { id, ...defined({ condition, hits, log }) };
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

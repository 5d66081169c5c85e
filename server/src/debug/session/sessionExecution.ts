import { Event } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { nameOf } from '../../asl/ast';
import { isoTime } from '../../execution/timestamp';
import { prettyJson } from '../../source/json';
import { Debugger, type Frame, type Wish } from '../debugger';
import type { ExecutionEventBody, ExecutionOverlay } from '../../protocol';
import type { EditorSource } from '../editorSource';
import { executionBody, openTaskBody, timelineBody } from '../eventBodies';
import { exceptionInfo } from '../exceptionInfo';
import { FrameData } from '../frameData';
import { inlineValues } from '../inlineValues';
import { type Hits, Judge } from '../judge';
import type { Launch } from '../launch';
import type { PastExecutions } from '../loopListener';
import type { OpenTasks } from '../openTasks';
import type { Places } from '../places';
import { SessionChanges } from './sessionChanges';
import { SessionConsole } from './sessionConsole';
import {
  type Asked,
  type ExecutionCalls,
  type ExecutionContext,
  Followed,
  type Requests,
  type Running,
  type SessionContext,
  type Stepping,
  baseOf,
} from './sessionContext';
import { type Caller, SessionFrames } from './sessionFrames';
import { SessionFunctions } from './sessionFunctions';
import { SessionLoop } from './sessionLoop';
import type { SessionMocks } from './sessionMocks';
import { SessionSteps } from './sessionSteps';
import { VariableReferences } from './sessionVariables';
import type { Stop } from '../stop';
import { Timeline } from '../timeline';
import { Transcript, strandName } from '../transcript';

/** Milliseconds between two tellings of the graph while the execution runs. */
const tellEvery = 100;

/** So many executions are named that a cut takes away. */
const toldExecutions = 5;

/** What an execution is debugged with. */
export interface ExecutionOptions {
  /** Without one, nothing of it is told before it is shown: a client knows of it only then. */
  readonly slot?: number;
  readonly launch: Launch;
  readonly source: EditorSource;
  readonly mocks: SessionMocks;
  readonly open: OpenTasks;
  /** What its threads are called before their own name, where there are several executions. */
  readonly label?: string;
  /** What they are called so while there are others, where it has no label. */
  readonly title?: string;
  /** The execution and its strand whose Task waits for this one: their frames are below its own. */
  readonly caller?: () => Caller | undefined;
  readonly calls?: ExecutionCalls;
  /** What the graph shows around it: the execution that it is a child of. */
  readonly around?: () => ExecutionOverlay;
  /** Hits of breakpoints that count together with its own. */
  readonly hits?: Hits;
  /** How it waits, where another execution decides when it goes on. */
  readonly waiting?: (signal: AbortSignal) => Promise<void>;
  /** It has stopped. */
  readonly stopped?: () => void;
  /** It stands now, or it goes on. */
  readonly standing?: (stands: boolean) => void;
  /** It is about to wait for what its strands wait for. */
  readonly waits?: () => void;
  /** Its history was cut behind the event of that id: answers the names of executions that are gone with what followed. */
  readonly cut?: (event: number) => readonly string[];
  readonly past?: PastExecutions;
  /** It has come to its end, or cannot go on because of a fault of ours. */
  readonly over: (fault?: unknown) => void;
}

/** One execution that is debugged: a cursor on its history, and what a client may ask about it. */
export class SessionExecution implements ExecutionContext {
  readonly references: VariableReferences;
  readonly requests: Requests;
  readonly source: EditorSource;
  readonly label: string | undefined;
  #slot: number | undefined;
  readonly #now: Running;
  /** Edits before it began are part of what runs. */
  readonly #version: number;
  readonly frames: SessionFrames;
  readonly #steps: SessionSteps;
  readonly #console: SessionConsole;
  readonly #options: ExecutionOptions;
  /** Threads that a client may know. */
  readonly toldThreads = new Set<number>();
  /** What was before it was debugged is not told. */
  #skipped = 0;
  #lastTold = 0;

  constructor(
    private readonly session: SessionContext,
    options: ExecutionOptions,
  ) {
    const { launch, source, mocks, open, slot, label } = options;
    this.#options = options;
    this.source = source;
    this.frames = new SessionFrames(this, options.caller);
    this.label = label;
    this.#slot = slot;
    this.#version = source.version;
    this.references = new VariableReferences(() => this.base);
    const { runner } = launch;
    const program = (): typeof runner.program => runner.program;
    const transcript = new Transcript(launch.definition.analysis.symbols.byId.keys());
    const cursor = new Debugger(runner.history, program, (event, before, name) => {
      if (event.id > this.#skipped && this.isShown) {
        session.tell(transcript.lines(event, before, named(label, name)));
      }
    });
    const data = new FrameData(cursor, program);
    const judge = new Judge(
      cursor,
      data,
      (text) => this.say(`${text}\n`),
      (text) => this.say(`${text}\n`, 'stderr'),
      options.hits,
    );
    const listener = {
      stopped: (stop: Stop) => this.#stopped(stop),
      stuck: () => this.#stuck(),
      ended: (again?: boolean) => this.#ended(again),
      progress: () => this.#tellGraph(false),
      failed: (error: unknown) => options.over(error),
      ...(options.standing ? { standing: options.standing } : {}),
      ...(options.waits ? { waits: options.waits } : {}),
      cut: (event: number, gone: number) => this.#tellCut(event, gone, options.cut?.(event) ?? []),
      ...(options.past ? { past: options.past } : {}),
    };
    const functions = new SessionFunctions(this, session.debuggers, launch.hold);
    const loop = new SessionLoop(runner, cursor, judge, open, listener, launch.isReplay, options.waiting);
    this.#now = { launch, cursor, data, loop, open, mocks, functions, calls: options.calls, timeline: new Timeline(cursor) };
    const changes = new SessionChanges(this);
    this.#steps = new SessionSteps(this);
    this.#console = new SessionConsole(this, changes, this.#steps);
    this.requests = { ...changes.requests, ...this.#steps.requests, ...this.#console.requests, ...this.#own };
  }

  /** Whether a client may know of it. */
  get isShown(): boolean {
    return this.#slot !== undefined;
  }

  /** Its place among the executions that a client knows. */
  get slot(): number {
    return this.#slot ?? 0;
  }

  get base(): number {
    return baseOf(this.slot);
  }

  /** From now on it is told about, in this slot. */
  show(slot: number): void {
    this.#slot = slot;
  }

  /** From now on nothing of it is told. */
  hide(): void {
    this.#slot = undefined;
    this.toldThreads.clear();
  }

  get stepping(): Stepping {
    return this.session.stepping;
  }

  get targets(): string[] {
    return this.session.targets;
  }

  get isAlone(): boolean {
    return this.session.size === 1;
  }

  readonly #own: Requests = {
    stackTrace: ({ threadId, startFrame, levels }: DebugProtocol.StackTraceArguments) =>
      this.frames.stackTrace(this.strandOf(threadId), startFrame, levels),
    scopes: ({ frameId }: DebugProtocol.ScopesArguments) => {
      const frame = this.frame(frameId);
      const isState = frame.state !== undefined;
      const { data } = this.#now;
      return { scopes: data.sections(frame).map((section) => this.references.scope(section, frame.strand, isState)) };
    },
    variables: (args: DebugProtocol.VariablesArguments) => ({ variables: this.references.members(args) }),
    evaluate: async ({ expression, frameId, context }: DebugProtocol.EvaluateArguments, asked: Asked) => {
      const frame = this.frame(frameId);
      if (context === 'repl' && SessionConsole.isCommand(expression)) {
        const answer = await this.#console.run(expression, frame);
        return answer instanceof Followed
          ? new Followed({ variablesReference: 0, ...answer.body }, answer.work)
          : { result: answer, variablesReference: 0 };
      }
      const answer = await this.#now.data.evaluate(frame, expression, () => asked.isCancelled);
      if ('problem' in answer) {
        throw new Error(answer.problem);
      }
      return this.references.result(answer.value, answer.path, context);
    },
    exceptionInfo: () => {
      const { cursor, launch } = this.#now;
      return exceptionInfo(cursor.stop, launch.runner.program, cursor.time);
    },
    'stepwise/execution': () => this.#body(),
    'stepwise/inlineValues': ({ frameId }: { frameId?: number }) => ({
      values: inlineValues(this.#now.data, this.frame(frameId), this.places()),
    }),
  };

  running(): Running {
    return this.#now;
  }

  places(): Places {
    return this.source.places;
  }

  edited(): string | undefined {
    return this.source.version > this.#version ? this.source.edited : undefined;
  }

  frame(id: number | undefined): Frame {
    if (id === undefined) {
      const { stop } = this.#now.cursor;
      return { strand: stop?.strand ?? 0, state: stop?.state };
    }
    return this.frames.find(id);
  }

  strandOf(threadId: number): number {
    return threadId - this.base - 1;
  }

  #threadOf(strand: number): number {
    return this.base + strand + 1;
  }

  get threads(): DebugProtocol.Thread[] {
    const { cursor } = this.#now;
    const label = this.label ?? (this.isAlone ? undefined : this.#options.title);
    const name = (id: number): string => named(label, strandName(cursor.execution, id));
    const threads = cursor.strands.map(({ id }) => ({ id: this.#threadOf(id), name: name(id) }));
    // Before the start and behind the end there is no strand; the protocol wants a thread all the same.
    const told = threads.length > 0 ? threads : [{ id: this.#threadOf(0), name: named(label, 'main') }];
    told.forEach(({ id }) => this.toldThreads.add(id));
    return told;
  }

  /** Goes to the end of what has happened already; of an execution that was just redriven: to before that. Answers whether it was. */
  skip(): boolean {
    const { history } = this.#now.cursor;
    const redriven = history.findLastIndex(({ type }) => !type.endsWith('Redriven')) + 1;
    const isRedriven = redriven < history.length;
    this.#skipped = history[redriven - 1]?.id ?? 0;
    this.#now.cursor.seek({ events: redriven, inner: 0 });
    return isRedriven;
  }

  say(text: string, category: 'stdout' | 'stderr' = 'stdout'): void {
    this.session.say(text, category);
  }

  /** Lets it begin, or go on. */
  go(wish: Wish): void {
    this.#now.loop.go(wish);
  }

  /** Lets it go on by itself: nobody has asked for this thread. */
  goUnasked(wish: Wish): void {
    this.going();
    this.#now.calls?.going();
    this.#now.loop.go(wish);
  }

  going(only?: number): void {
    this.forget();
    if (this.isShown && !this.isAlone && only === undefined) {
      for (const { id } of this.threads) {
        this.session.send(new Event('continued', { threadId: id, allThreadsContinued: false }));
      }
    }
  }

  forget(): void {
    this.frames.forget();
    this.references.clear();
  }

  refresh(): void {
    this.#tellGraph(true);
    this.session.send(new Event('invalidated', { areas: ['stacks', 'variables'] }));
  }

  #tellCut(event: number, events: number, executions: readonly string[]): void {
    const { cursor, launch } = this.#now;
    const { clock } = launch.runner;
    const named = executions.slice(0, toldExecutions).join(', ');
    const more = executions.length > toldExecutions ? ` and ${executions.length - toldExecutions} more` : '';
    if (events > 0) {
      const what = events === 1 ? '1 event' : `${events} events`;
      this.say(`Cut behind event ${event}: ${what} gone${named === '' ? '' : `, and with that ${named}${more}`}.\n`);
      if (clock.kind === 'virtual' && clock.now() > cursor.time) {
        this.say(`Time stays at ${isoTime(clock.now())}, which another execution has come to.\n`);
      }
    }
  }

  #stopped(stop: Stop): void {
    this.#options.stopped?.();
    this.#tellGraph(true);
    const { reason, strand, ids, failure, text } = stop;
    const threadId = this.#threadOf(strand);
    const description = text ?? (failure ? `Stopped at ${failure.error ?? 'an error'}` : undefined);
    const { isAlone } = this;
    if (!isAlone) {
      // Others may run on: what has stopped is told thread by thread.
      for (const { id } of this.threads.filter(({ id }) => id !== threadId)) {
        const also = { reason: 'pause', threadId: id, allThreadsStopped: false, preserveFocusHint: true };
        this.session.send(new Event('stopped', also));
      }
    }
    const body: DebugProtocol.StoppedEvent['body'] = {
      reason,
      threadId,
      allThreadsStopped: isAlone,
      ...(description === undefined ? {} : { description }),
      ...(failure ? { text: failure.error } : text === undefined ? {} : { text }),
      ...(ids ? { hitBreakpointIds: [...ids] } : {}),
    };
    this.session.send(new Event('stopped', body));
    if (this.#now.loop.isReplay && text !== undefined) {
      this.say(`${text} Step back from here; .cut lets the execution go on from where it stands.\n`);
    }
    this.#askOpenTask(stop);
  }

  /** Asks the user about the Task that nothing performs, when it is that which stopped. */
  #askOpenTask({ strand, text }: Stop): void {
    const { open, launch } = this.#now;
    const request = text === undefined ? undefined : open.of(strand);
    if (!request) {
      return;
    }
    this.say(`${text} Answer in this console: .mock {json} or .fail Error, then continue.\n`, 'stderr');
    const body = openTaskBody(request, launch.runner.program, this.#threadOf(request.strand) - 1);
    this.session.send(new Event('stepwise/openTask', body));
  }

  #stuck(): void {
    const { cursor } = this.#now;
    const waiting = cursor.strands.map(({ state }) => `'${nameOf(state)}'`).join(', ');
    this.say(`Nothing can go on: ${waiting} waits for an answer from outside, and nobody is there to give it.\n`, 'stderr');
    this.#stopped(cursor.stop!);
  }

  #ended(again = false): void {
    if (again) {
      this.#tellGraph(true);
    } else if (this.isShown) {
      this.tellOutcome();
    }
    this.#options.over();
  }

  /** Tells the result. */
  tellOutcome(): void {
    const { launch, loop, cursor } = this.#now;
    // Of a recorded history that is not looked at to its end nobody has seen the outcome.
    const outcome = loop.isReplay && !cursor.isAtEnd ? undefined : launch.runner.outcome;
    const { label } = this;
    if (outcome) {
      const { status, output, error, cause } = outcome;
      const failed = status !== 'SUCCEEDED';
      const ofWhom = label === undefined ? [] : [{ text: `${label}: `, tone: 'dim' } as const];
      this.session.tell([[...ofWhom, { text: status, tone: failed ? 'bad' : 'good' }]]);
      if (failed && (status !== 'ABORTED' || error !== undefined || cause !== undefined)) {
        this.say(`${error ?? '(no error name)'}${cause ? `: ${cause}` : ''}\n`, 'stderr');
      } else if (!failed && output !== undefined) {
        this.say(`${prettyJson(output)}\n`);
      }
    }
    this.#tellGraph(true);
  }

  #body(): ExecutionEventBody {
    const { launch, cursor } = this.#now;
    return executionBody(launch, this.base, cursor, this.#options.around?.());
  }

  /** Tells console and graph where the execution is: the graph always when `now`, else not too often. */
  #tellGraph(now: boolean): void {
    if (!this.isShown) {
      return;
    }
    this.session.flush();
    const time = performance.now();
    if (!now && time - this.#lastTold < tellEvery) {
      return;
    }
    this.#lastTold = time;
    const { launch, timeline } = this.#now;
    this.session.send(new Event('stepwise/execution', this.#body()));
    this.session.send(new Event('stepwise/timeline', timelineBody(launch, this.base, timeline.news())));
  }
}

function named(label: string | undefined, strand: string): string {
  return label === undefined ? strand : strand === 'main' ? label : `${label} · ${strand}`;
}

import { jsonOf } from '../../execution/compileTemplate';
import type { Inspection, WaitingFunction } from '../../runner/tasks/binding';
import type { Json } from '../../source/json';
import { member } from '../../source/node';
import type { ExecutionContext } from './sessionContext';

/** Milliseconds after which it is said that a function still waits for its debugger. */
const patience = 10_000;

/** What a session can do for stepping into the source of functions. */
export interface ChildDebuggers {
  /** Whether the client starts debuggers when it is asked to. */
  readonly canStart: boolean;
  /** Why the client has no debugger of Python; undefined where it has, or nobody knows. */
  readonly noPython: string | undefined;
  /** Asks the client to start a debugger; answers why it does not. */
  start(configuration: Readonly<Record<string, unknown>>): Promise<string | undefined>;
}

/** Steps into the source of the local functions behind Tasks: each in a debugger of its own language, which the client starts. */
export class SessionFunctions {
  #wanted: number | undefined;

  /** `hold` stops the execution's time until what it returns is called. */
  constructor(
    private readonly context: ExecutionContext,
    private readonly debuggers: ChildDebuggers,
    private readonly hold: (() => () => void) | undefined,
    private readonly patient = patience,
  ) {}

  /** The function that performs the Task which a strand is in; undefined where none does, or nobody knows yet which. */
  of(strand: number): string | undefined {
    const { cursor, launch } = this.context.running();
    const at = cursor.execution.strands.get(strand);
    const state = at && launch.runner.program.states.get(at.state);
    return state?.type === 'Task' && this.hold
      ? launch.runner.functionOf(state.resource, at!.task?.parameters ?? this.#written(state.id))
      : undefined;
  }

  /** Whether the next that happens to a strand is that its function performs its Task. */
  isNext(strand: number): boolean {
    const { cursor } = this.context.running();
    const { standing } = cursor;
    return cursor.isAtEnd && standing?.strand === strand && standing.moment === 'Resource' && this.of(strand) !== undefined;
  }

  /** The next Task of this strand that a function performs is looked into. */
  want(strand: number): void {
    this.#wanted = strand;
  }

  /** As RunnerOptions has it. */
  inspect(strand: number): Inspection | undefined {
    if (strand !== this.#wanted) {
      return undefined;
    }
    this.#wanted = undefined;
    const name = this.of(strand) ?? '';
    const { noPython } = this.debuggers;
    let release: (() => void) | undefined;
    let timer: NodeJS.Timeout | undefined;
    return {
      ...(noPython === undefined ? {} : { noPython }),
      begins: () => (release ??= this.hold?.()),
      waits: (waiting) => {
        timer = setTimeout(() => this.#remind(waiting), this.patient);
        // No reason for the process to go on.
        timer.unref();
        void this.#start(waiting);
      },
      came: () => clearTimeout(timer),
      refused: (reason) => this.context.say(`The source of the function '${name}' cannot be stepped into: ${reason}\n`, 'stderr'),
      ended: () => {
        clearTimeout(timer);
        // The execution takes the answer before its time goes on.
        setImmediate(() => release?.());
      },
    };
  }

  async #start(waiting: WaitingFunction): Promise<void> {
    const { name, address, language } = waiting;
    const problem = this.debuggers.canStart
      ? await this.debuggers.start(language === 'node' ? nodeDebugger(waiting) : pythonDebugger(waiting))
      : 'this client starts no other debugger';
    if (problem !== undefined) {
      const what = debuggerOf(language);
      this.context.say(`The function '${name}' waits for ${what} at ${address}: attach one there (${problem}).\n`, 'stderr');
    }
  }

  #remind({ name, address, language }: WaitingFunction): void {
    this.context.say(
      `The function '${name}' still waits for ${debuggerOf(language)} at ${address}, and the execution's time stands still. Attach one there; ` +
        'or go on without: pause, and write .mock {json} or .fail Error here, which answers the Task in its place. Stop ends the execution.\n',
      'stderr',
    );
  }

  /** The parameters as the definition has them: they tell the name of a function where that is a plain text. */
  #written(state: string): Json | undefined {
    const node = this.context.running().launch.definition.analysis.symbols.byId.get(state)?.node;
    return jsonOf(member(node, 'Parameters')?.value ?? member(node, 'Arguments')?.value);
  }
}

function debuggerOf(language: WaitingFunction['language']): string {
  return language === 'node' ? 'a debugger of Node.js' : 'a client of debugpy';
}

/** https://github.com/microsoft/vscode-js-debug/blob/main/OPTIONS.md#node-attach */
function nodeDebugger({ name, address, codeUri }: WaitingFunction): Record<string, unknown> {
  const { hostname, port } = new URL(address);
  return {
    type: 'node',
    name: `Function ${name}`,
    address: hostname,
    port: Number(port),
    websocketAddress: address,
    cwd: codeUri,
    continueOnAttach: true,
    autoAttachChildProcesses: false,
    // What calls the handler is no code of the user's.
    skipFiles: ['<node_internals>/**'],
    internalConsoleOptions: 'neverOpen',
  };
}

/** https://code.visualstudio.com/docs/python/debugging#_debugging-by-attaching-over-a-network-connection */
function pythonDebugger({ name, address, codeUri }: WaitingFunction): Record<string, unknown> {
  const [host, port] = address.split(':');
  return {
    type: 'debugpy',
    name: `Function ${name}`,
    connect: { host, port: Number(port) },
    cwd: codeUri,
    justMyCode: true,
    internalConsoleOptions: 'neverOpen',
  };
}

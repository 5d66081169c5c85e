import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** Processes that run; they do not outlive this one. */
const alive = new Set<ChildProcess>();
process.once('exit', () => alive.forEach(killTree));

/** How an invocation ended. */
export type ProcessEnd =
  | { readonly kind: 'answered'; readonly answer: string }
  | { readonly kind: 'exited'; readonly code: number | null; readonly signal: NodeJS.Signals | null }
  | { readonly kind: 'timedOut' }
  | { readonly kind: 'tooBig' }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'notStarted'; readonly reason: string };

/** What runs a function. */
export interface ProcessCommand {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
}

export interface Invocation {
  /** A line for standard input. */
  readonly input: string;
  /** Milliseconds; without it, it may take as long as it likes. */
  readonly timeout: number | undefined;
  /** Bytes that the answer may have. */
  readonly maxAnswer: number;
  readonly signal: AbortSignal;
  readonly log: (stream: 'stdout' | 'stderr', line: string) => void;
  /** Hears what the process tells before its answer. */
  readonly note?: (text: string) => void;
}

/** Longest line that is passed on to the log, UTF-16 units. */
const maxLine = 10_000;

/**
 * A process that stays: it takes a line of standard input for an invocation and answers with a line on file descriptor 3, which begins
 * with `=`, or with `!` when the process ends afterwards; lines before it that begin with `?` are notes. It does not keep this process from ending while it is idle.
 */
export class FunctionProcess {
  readonly #child: ChildProcess;
  readonly #streams: readonly Socket[];
  #current: { readonly invocation: Invocation; readonly finish: (end: ProcessEnd) => void } | undefined;
  #end: ProcessEnd | undefined;
  #chunks: Buffer[] = [];
  #size = 0;
  #usable = true;

  constructor(command: ProcessCommand) {
    const child = spawn(command.command, command.arguments, {
      cwd: command.directory,
      env: command.environment,
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      // A group of its own, so that what the function starts can be ended with it.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    this.#child = child;
    alive.add(child);
    this.#streams = child.stdio as unknown as readonly Socket[];
    // A process that ends before it has read everything is told about by 'exit'.
    this.#streams.forEach((stream) => stream.on('error', () => undefined));
    const [, stdout, stderr, answers] = this.#streams;
    for (const [name, stream] of [
      ['stdout', stdout!],
      ['stderr', stderr!],
    ] as const) {
      createInterface({ input: stream }).on('line', (line) =>
        this.#current?.invocation.log(name, line.length > maxLine ? `${line.slice(0, maxLine)}…` : line),
      );
    }
    answers!.on('data', (chunk: Buffer) => this.#read(chunk));
    child.once('error', (error) => {
      this.#end ??= { kind: 'notStarted', reason: error.message };
      if (child.pid === undefined) {
        this.#gone(null, null);
      }
    });
    // 'exit' and not 'close': a grandchild that holds the pipes open must not hold the answer.
    child.once('exit', (code, signal) => setImmediate(() => setImmediate(() => this.#gone(code, signal))));
    this.#hold(false);
  }

  /** Whether it can take another invocation. */
  get usable(): boolean {
    return this.#usable;
  }

  /** One invocation at a time. Ends the process, with all it has started, when the time is over or `signal` aborts. Never rejects. */
  invoke(invocation: Invocation): Promise<ProcessEnd> {
    return new Promise((resolve) => {
      const abort = (): void => this.#kill({ kind: 'aborted' });
      const { timeout } = invocation;
      const timer = timeout === undefined ? undefined : setTimeout(() => this.#kill({ kind: 'timedOut' }), timeout);
      this.#current = {
        invocation,
        finish: (end) => {
          clearTimeout(timer);
          invocation.signal.removeEventListener('abort', abort);
          this.#current = undefined;
          this.#hold(false);
          resolve(end);
        },
      };
      this.#hold(true);
      invocation.signal.addEventListener('abort', abort);
      if (invocation.signal.aborted) {
        abort();
      }
      this.#streams[0]!.write(`${invocation.input}\n`);
    });
  }

  /** Ends it, with all it has started. */
  end(): void {
    this.#usable = false;
    killTree(this.#child);
  }

  #read(chunk: Buffer): void {
    const { invocation } = this.#current ?? {};
    if (!invocation) {
      return;
    }
    this.#size += chunk.length;
    if (this.#size > invocation.maxAnswer) {
      this.#kill({ kind: 'tooBig' });
      return;
    }
    this.#chunks.push(chunk);
    if (!chunk.includes(10)) {
      return;
    }
    let line = Buffer.concat(this.#chunks).toString('utf8');
    this.#chunks = [];
    this.#size = 0;
    while (line.startsWith('?')) {
      const end = line.indexOf('\n');
      if (end < 0) {
        break;
      }
      invocation.note?.(line.slice(1, end));
      line = line.slice(end + 1);
    }
    if (!line.endsWith('\n')) {
      this.#chunks = line === '' ? [] : [Buffer.from(line)];
      return;
    }
    if (line.startsWith('!')) {
      this.#usable = false;
    }
    // What the function has printed before comes by other pipes: it is read first.
    setImmediate(() =>
      setImmediate(() => this.#current?.finish(this.#end ?? { kind: 'answered', answer: line.slice(1).trimEnd() })),
    );
  }

  #kill(as: ProcessEnd): void {
    this.#end ??= as;
    this.end();
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
      this.#current?.finish(this.#end);
    }
  }

  #gone(code: number | null, signal: NodeJS.Signals | null): void {
    this.#usable = false;
    // What the function has left running is ended with it.
    killTree(this.#child);
    alive.delete(this.#child);
    this.#current?.finish(this.#end ?? { kind: 'exited', code, signal });
  }

  /** Whether this process waits for it before it ends. */
  #hold(on: boolean): void {
    for (const each of [this.#child, ...this.#streams]) {
      if (on) {
        each.ref?.();
      } else {
        each.unref?.();
      }
    }
  }
}

function killTree(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) {
    return;
  }
  if (process.platform === 'win32') {
    if (child.exitCode === null) {
      spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { windowsHide: true }).on('error', () => child.kill());
    }
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group is gone already.
  }
}

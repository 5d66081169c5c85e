import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Processes under way; they do not outlive this one. */
const alive = new Set<ChildProcess>();
process.once('exit', () => alive.forEach(killTree));

/** How a function's process ended. */
export type ProcessEnd =
  | { readonly kind: 'answered'; readonly answer: string }
  | { readonly kind: 'exited'; readonly code: number | null; readonly signal: NodeJS.Signals | null }
  | { readonly kind: 'timedOut' }
  | { readonly kind: 'tooBig' }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'notStarted'; readonly reason: string };

export interface ProcessRequest {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Given to standard input. */
  readonly input: string;
  /** Milliseconds. */
  readonly timeout: number;
  /** Bytes that the answer may have. */
  readonly maxAnswer: number;
  readonly signal: AbortSignal;
  readonly log: (stream: 'stdout' | 'stderr', line: string) => void;
}

/** Longest line that is passed on to the log, UTF-16 units. */
const maxLine = 10_000;

/** Runs a process that answers on file descriptor 3. Ends it, with all it has started, when its time is over or `signal` aborts. Never rejects. */
export function runProcess(request: ProcessRequest): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    let end: ProcessEnd | undefined;
    const chunks: Buffer[] = [];
    let size = 0;
    const child = spawn(request.command, request.arguments, {
      cwd: request.directory,
      env: request.environment,
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      // A group of its own, so that what the function starts can be ended with it.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    alive.add(child);
    const finish = (as: ProcessEnd): void => {
      end ??= as;
      killTree(child);
    };
    const abort = (): void => finish({ kind: 'aborted' });
    const timer = setTimeout(() => finish({ kind: 'timedOut' }), request.timeout);
    request.signal.addEventListener('abort', abort);
    if (request.signal.aborted) {
      abort();
    }
    const [stdin, stdout, stderr, answers] = child.stdio as unknown as [
      NodeJS.WritableStream,
      NodeJS.ReadableStream,
      NodeJS.ReadableStream,
      NodeJS.ReadableStream,
    ];
    // A process that ends before it has read everything is told about by 'close'.
    stdin.on('error', () => undefined);
    stdin.end(request.input);
    for (const [name, stream] of [
      ['stdout', stdout],
      ['stderr', stderr],
    ] as const) {
      stream.on('error', () => undefined);
      createInterface({ input: stream }).on('line', (line) =>
        request.log(name, line.length > maxLine ? `${line.slice(0, maxLine)}…` : line),
      );
    }
    answers.on('error', () => undefined);
    answers.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > request.maxAnswer) {
        finish({ kind: 'tooBig' });
      } else {
        chunks.push(chunk);
      }
    });
    child.once('error', (error) => {
      end ??= { kind: 'notStarted', reason: error.message };
      if (child.pid === undefined) {
        done(null, null);
      }
    });
    const done = (code: number | null, signal: NodeJS.Signals | null): void => {
      clearTimeout(timer);
      request.signal.removeEventListener('abort', abort);
      // What the function has left running is ended like a sandbox is frozen: nobody waits for it.
      killTree(child);
      alive.delete(child);
      resolve(
        end ??
          (chunks.length > 0
            ? { kind: 'answered', answer: Buffer.concat(chunks).toString('utf8') }
            : { kind: 'exited', code, signal }),
      );
    };
    // 'exit' and not 'close': a grandchild that holds the pipes open must not hold the answer.
    child.once('exit', (code, signal) => setImmediate(() => setImmediate(() => done(code, signal))));
  });
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

import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { FunctionProcess, type Invocation, type ProcessCommand, type ProcessEnd } from './functionProcess';

/** Processes of one function that work at the same time at most; further invocations wait. */
const mostAtOnce = 10;
/** Processes of all functions that are kept while they have nothing to do, and for how long, milliseconds. */
const mostIdle = 16;
const idleFor = 60_000;

interface Idle {
  readonly key: string;
  readonly process: FunctionProcess;
  readonly stamp: string;
  readonly timer: NodeJS.Timeout;
}

/** Keeps the processes of functions between invocations, as Lambda keeps its sandboxes warm: a process serves one invocation at a time. */
export class FunctionPool {
  /** The one that has been idle the longest first. */
  #idle: Idle[] = [];
  readonly #working = new Map<string, number>();
  readonly #waiting = new Map<string, (() => void)[]>();
  readonly #stamps = new Map<string, { readonly at: number; readonly stamp: string }>();

  /** Invokes the function `key` whose code is in `directory`, in a process that is warm or in a new one. */
  async invoke(key: string, command: ProcessCommand, invocation: () => Invocation): Promise<ProcessEnd> {
    while ((this.#working.get(key) ?? 0) >= mostAtOnce) {
      await new Promise<void>((resolve) => {
        const waiting = this.#waiting.get(key) ?? [];
        waiting.push(resolve);
        this.#waiting.set(key, waiting);
      });
    }
    const request = invocation();
    if (request.signal.aborted) {
      this.#waiting.get(key)?.shift()?.();
      return { kind: 'aborted' };
    }
    this.#working.set(key, (this.#working.get(key) ?? 0) + 1);
    const stamp = this.#stamp(command.directory);
    const process = this.#take(key, stamp) ?? new FunctionProcess(command);
    const end = await process.invoke(request);
    this.#working.set(key, this.#working.get(key)! - 1);
    this.#give({ key, process, stamp });
    this.#waiting.get(key)?.shift()?.();
    return end;
  }

  /** Ends the processes that have nothing to do. */
  close(): void {
    for (const { process, timer } of this.#idle.splice(0)) {
      clearTimeout(timer);
      process.end();
    }
  }

  /** The process that was used last; those with code that has changed since are ended. */
  #take(key: string, stamp: string): FunctionProcess | undefined {
    for (;;) {
      const at = this.#idle.findLastIndex((each) => each.key === key);
      const [found] = at < 0 ? [] : this.#idle.splice(at, 1);
      if (!found) {
        return undefined;
      }
      clearTimeout(found.timer);
      if (found.process.usable && found.stamp === stamp) {
        return found.process;
      }
      found.process.end();
    }
  }

  #give({ key, process, stamp }: Omit<Idle, 'timer'>): void {
    if (!process.usable) {
      process.end();
      return;
    }
    const timer = setTimeout(() => {
      this.#idle = this.#idle.filter((each) => each.process !== process);
      process.end();
    }, idleFor);
    timer.unref();
    this.#idle.push({ key, process, stamp, timer });
    if (this.#idle.length > mostIdle) {
      const oldest = this.#idle.shift()!;
      clearTimeout(oldest.timer);
      oldest.process.end();
    }
  }

  /** What changes when a file of the code does; looked at a few times a second at most. */
  #stamp(directory: string): string {
    const known = this.#stamps.get(directory);
    const now = performance.now();
    if (known && now - known.at < 200) {
      return known.stamp;
    }
    const stamp = stampOf(directory);
    this.#stamps.set(directory, { at: now, stamp });
    return stamp;
  }
}

/** Files of code whose times are looked at, at most: a change beyond them needs another start. */
const maxFiles = 500;

function stampOf(directory: string): string {
  let files = 0;
  let latest = 0;
  const look = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (files >= maxFiles || entry.name === 'node_modules' || entry.name === '__pycache__' || entry.name.startsWith('.')) {
        continue;
      }
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) {
        look(file);
      } else if (/\.(py|js|mjs|cjs)$/.test(entry.name)) {
        files++;
        latest = Math.max(latest, statSync(file).mtimeMs);
      }
    }
  };
  try {
    look(directory);
  } catch {
    // A file that goes while it is looked at: the next look tells.
  }
  return `${files} ${latest}`;
}

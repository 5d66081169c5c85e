/** One of the executions that debug sessions tell of. */
export interface ToldExecution {
  /** Of the debug session. */
  readonly session: string;
  /** Of the execution's main line. */
  readonly threadId: number;
}

interface Shown extends ToldExecution {
  isStanding: boolean;
  isOver: boolean;
}

/** Of each state machine, by its key, the execution that is shown where sessions tell of several at once. */
export class ShownExecutions {
  readonly #shown = new Map<string, Shown>();

  /**
   * Whether what is told of an execution is to be seen: it is the one that is shown, or takes its place because that one is over, or
   * because it stands and that one does not.
   */
  takes(key: string, told: ToldExecution, isStanding: boolean, isOver: boolean): boolean {
    const shown = this.#shown.get(key);
    const isOther = shown && !isSame(shown, told);
    if (isOther && !shown.isOver && !(isStanding && !shown.isStanding)) {
      return false;
    }
    this.#shown.set(key, { ...told, isStanding, isOver });
    return true;
  }

  /** The user looks at this execution. */
  choose(key: string, told: ToldExecution, isStanding: boolean): void {
    this.#shown.set(key, { ...told, isStanding, isOver: false });
  }

  isShown(key: string, told: ToldExecution): boolean {
    const shown = this.#shown.get(key);
    return shown !== undefined && isSame(shown, told);
  }

  /** The session tells nothing more. */
  end(session: string): void {
    for (const shown of this.#shown.values()) {
      if (shown.session === session) {
        shown.isOver = true;
        shown.isStanding = false;
      }
    }
  }

  forget(key: string): void {
    this.#shown.delete(key);
  }
}

function isSame(a: ToldExecution, b: ToldExecution): boolean {
  return a.session === b.session && a.threadId === b.threadId;
}

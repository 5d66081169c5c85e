import * as vscode from 'vscode';
import type { SeekArguments, TimelineBody } from '../../server/src/protocol';
import { keyOf, type Chosen } from './definitions';
import { uriOf } from './executionViews';
import type { ShownExecutions } from './shownExecutions';

/** The timelines of state machines that are, or were last, debugged. */
export interface Timelines {
  /** Tells all that is known of one to whoever shows it. */
  show(drawn: Chosen): void;
  /** Moves the debugger to the point behind so many events. */
  seek(drawn: Chosen, events: number): Promise<void>;
  clear(drawn: Chosen): void;
  /** Asks for all of an execution that is shown from now on. */
  ask(session: vscode.DebugSession, threadId: number): void;
}

interface Known {
  session: vscode.DebugSession;
  /** Of the execution's main line. */
  threadId: number;
  isOpen: boolean;
  /** From the beginning on, piece by piece. */
  told: TimelineBody[];
}

/** Collects what debug sessions tell of their histories; `changed` hears each piece, with the key of the state machine and whether the session can still be moved. */
export function followTimelines(
  context: vscode.ExtensionContext,
  shown: ShownExecutions,
  changed: (key: string, told: readonly TimelineBody[], isOpen: boolean) => void,
): Timelines {
  const known = new Map<string, Known>();
  const take = (session: vscode.DebugSession, body: TimelineBody): void => {
    const { program, stateMachine, threadId } = body;
    const key = keyOf({ uri: uriOf(program), ...(stateMachine !== undefined && { stateMachine }) });
    if (!shown.isShown(key, { session: session.id, threadId })) {
      return;
    }
    const before = known.get(key);
    if (body.from === 0) {
      known.set(key, { session, threadId, isOpen: true, told: [body] });
    } else if (before?.session === session && before.threadId === threadId) {
      before.told = added(before.told, body);
    } else {
      // Another one was shown before.
      ask(session, threadId);
      return;
    }
    changed(key, [body], true);
  };
  const ask = (session: vscode.DebugSession, threadId: number): void => {
    session.customRequest('stepwise/timeline', { threadId }).then(
      (whole) => take(session, whole as TimelineBody),
      () => undefined,
    );
  };
  context.subscriptions.push(
    vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
      if (session.type === 'asl' && event === 'stepwise/timeline') {
        take(session, body as TimelineBody);
      }
    }),
    vscode.debug.onDidTerminateDebugSession((session) => {
      for (const [key, timeline] of known) {
        if (timeline.session === session) {
          timeline.isOpen = false;
          changed(key, [], false);
        }
      }
    }),
  );
  return {
    show: (drawn) => {
      const key = keyOf(drawn);
      const timeline = known.get(key);
      if (timeline) {
        changed(key, timeline.told, timeline.isOpen);
      }
    },
    seek: async (drawn, events) => {
      const timeline = known.get(keyOf(drawn));
      // The adapter itself says in the console why it does not move; a session that has just ended cannot be asked.
      if (timeline?.isOpen) {
        const args: SeekArguments = { events, threadId: timeline.threadId };
        await timeline.session.customRequest('stepwise/seek', args).then(undefined, () => undefined);
      }
    },
    clear: (drawn) => void known.delete(keyOf(drawn)),
    ask,
  };
}

/** The pieces with one more; one that only moves the cursor takes the place of another such. */
function added(told: readonly TimelineBody[], body: TimelineBody): TimelineBody[] {
  const last = told.at(-1);
  const moves = (each: TimelineBody): boolean => each.times.length === 0 && each.bars.length === 0;
  return last && moves(last) && moves(body) && last.from > 0 ? [...told.slice(0, -1), body] : [...told, body];
}

import * as vscode from 'vscode';
import type { ExecutionEventBody, ExecutionOverlay } from '../../server/src/protocol';
import { keyOf, type Chosen } from './definitions';
import type { ShownExecutions } from './shownExecutions';

/** How a document's latest execution stands. */
export interface ExecutionView {
  readonly overlay: ExecutionOverlay;
  /** Where the debugger stands: StateId. */
  readonly focus?: string;
}

/** The latest execution of each state machine, as the debug adapter tells it. */
export interface ExecutionViews {
  get(drawn: Chosen): ExecutionView | undefined;
  clear(drawn: Chosen): void;
}

/**
 * Collects what debug sessions tell about executions; `changed` is called with the key of the state machine. It stays after the end, to be
 * looked at. Of several executions of one state machine that one is shown whose thread is looked at in the Call Stack; `chosen` hears which.
 */
export function followExecutions(
  context: vscode.ExtensionContext,
  shown: ShownExecutions,
  changed: (key: string) => void,
  chosen: (session: vscode.DebugSession, threadId: number) => void,
): ExecutionViews {
  const views = new Map<string, ExecutionView>();
  /** Keys of the state machines that each session has told of. */
  const told = new Map<string, Set<string>>();
  /** Of threads that were looked at: their executions. */
  const mains = new Map<string, { readonly key: string; readonly threadId: number }>();
  const look = async (item: vscode.DebugThread | vscode.DebugStackFrame | undefined): Promise<void> => {
    if (item?.session.type !== 'asl') {
      return;
    }
    const { session, threadId: looked } = item;
    const thread = `${session.id} ${looked}`;
    const known = mains.get(thread);
    if (known && shown.isShown(known.key, { session: session.id, threadId: known.threadId })) {
      return;
    }
    const body = (await session.customRequest('stepwise/execution', { threadId: looked })) as ExecutionEventBody;
    const { threadId, overlay, focus } = body;
    const key = keyOfBody(body);
    mains.set(thread, { key, threadId });
    if (!shown.isShown(key, { session: session.id, threadId })) {
      shown.choose(key, { session: session.id, threadId }, focus !== undefined);
      set(key, { overlay, focus });
      chosen(session, threadId);
    }
  };
  const set = (key: string, view: ExecutionView): void => {
    views.set(key, view);
    changed(key);
  };
  context.subscriptions.push(
    vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
      if (session.type !== 'asl' || event !== 'stepwise/execution') {
        return;
      }
      const { threadId, overlay, focus, isOver } = body as ExecutionEventBody;
      const key = keyOfBody(body as ExecutionEventBody);
      told.set(session.id, (told.get(session.id) ?? new Set()).add(key));
      if (shown.takes(key, { session: session.id, threadId }, focus !== undefined, isOver === true)) {
        set(key, { overlay, focus });
      }
    }),
    // A thread that is gone meanwhile, or its session, cannot be asked about.
    vscode.debug.onDidChangeActiveStackItem((item) => void look(item).catch(() => undefined)),
    vscode.debug.onDidTerminateDebugSession((session) => {
      const isAttached = session.configuration.request === 'attach';
      for (const key of told.get(session.id) ?? []) {
        const view = views.get(key);
        // A session that was stopped tells no end of its execution.
        if (view && (view.focus !== undefined || view.overlay.status === 'RUNNING')) {
          const { overlay } = view;
          if (isAttached && overlay.status === 'RUNNING') {
            // It runs on, and nobody tells how far it has come.
            views.delete(key);
            changed(key);
          } else {
            set(key, { overlay: overlay.status === 'RUNNING' ? aborted(overlay) : overlay });
          }
        }
      }
      told.delete(session.id);
      shown.end(session.id);
      for (const thread of [...mains.keys()].filter((each) => each.startsWith(`${session.id} `))) {
        mains.delete(thread);
      }
    }),
  );
  return {
    get: (drawn) => views.get(keyOf(drawn)),
    clear: (drawn) => {
      views.delete(keyOf(drawn));
      shown.forget(keyOf(drawn));
    },
  };
}

function keyOfBody({ program, stateMachine }: ExecutionEventBody): string {
  return keyOf({ uri: uriOf(program), ...(stateMachine !== undefined && { stateMachine }) });
}

/** `program` is a path or a URI, as the launch configuration gave it. A drive letter is no scheme. */
export function uriOf(program: string): vscode.Uri {
  return /^[a-z][a-z0-9+.-]+:/i.test(program) ? vscode.Uri.parse(program) : vscode.Uri.file(program);
}

function aborted(overlay: ExecutionOverlay): ExecutionOverlay {
  const states = Object.entries(overlay.states).map(([id, state]) => {
    const isOpen = state.status === 'running' || state.status === 'stopped';
    return [id, isOpen ? { ...state, status: 'aborted' as const } : state] as const;
  });
  return { ...overlay, status: 'ABORTED', states: Object.fromEntries(states) };
}

import * as vscode from 'vscode';
import type { ExecutionEventBody, ExecutionOverlay } from '../../server/src/protocol';
import { keyOf, type Chosen } from './definitions';

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

/** Collects what debug sessions tell about executions; `changed` is called with the key of the state machine. It stays after the end, to be looked at. */
export function followExecutions(context: vscode.ExtensionContext, changed: (key: string) => void): ExecutionViews {
  const views = new Map<string, ExecutionView>();
  const programs = new Map<string, string>();
  const set = (key: string, view: ExecutionView): void => {
    views.set(key, view);
    changed(key);
  };
  context.subscriptions.push(
    vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
      if (session.type !== 'asl' || event !== 'stepwise/execution') {
        return;
      }
      const { program, stateMachine, overlay, focus } = body as ExecutionEventBody;
      const key = keyOf({ uri: uriOf(program), ...(stateMachine !== undefined && { stateMachine }) });
      programs.set(session.id, key);
      set(key, { overlay, focus });
    }),
    vscode.debug.onDidTerminateDebugSession((session) => {
      const key = programs.get(session.id);
      programs.delete(session.id);
      const view = key === undefined ? undefined : views.get(key);
      // A session that was stopped tells no end of its execution.
      if (key !== undefined && view && (view.focus !== undefined || view.overlay.status === 'RUNNING')) {
        const { overlay } = view;
        set(key, { overlay: overlay.status === 'RUNNING' ? aborted(overlay) : overlay });
      }
    }),
  );
  return {
    get: (drawn) => views.get(keyOf(drawn)),
    clear: (drawn) => void views.delete(keyOf(drawn)),
  };
}

/** `program` is a path or a URI, as the launch configuration gave it. A drive letter is no scheme. */
function uriOf(program: string): vscode.Uri {
  return /^[a-z][a-z0-9+.-]+:/i.test(program) ? vscode.Uri.parse(program) : vscode.Uri.file(program);
}

function aborted(overlay: ExecutionOverlay): ExecutionOverlay {
  const states = Object.entries(overlay.states).map(([id, state]) => {
    const isOpen = state.status === 'running' || state.status === 'stopped';
    return [id, isOpen ? { ...state, status: 'aborted' as const } : state] as const;
  });
  return { ...overlay, status: 'ABORTED', states: Object.fromEntries(states) };
}

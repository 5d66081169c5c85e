import * as vscode from 'vscode';
import type { ExecutionEventBody, ExecutionOverlay } from '../../server/src/protocol';

/** How a document's latest execution stands. */
export interface ExecutionView {
  readonly overlay: ExecutionOverlay;
  /** Where the debugger stands: StateId. */
  readonly focus?: string;
}

/** The latest execution of each document, as the debug adapter tells it. */
export interface ExecutionViews {
  get(uri: vscode.Uri): ExecutionView | undefined;
  clear(uri: vscode.Uri): void;
}

/** Collects what debug sessions tell about executions; `changed` is called with the document's URI. It stays after the end, to be looked at. */
export function followExecutions(context: vscode.ExtensionContext, changed: (uri: string) => void): ExecutionViews {
  const views = new Map<string, ExecutionView>();
  const programs = new Map<string, string>();
  const set = (uri: string, view: ExecutionView): void => {
    views.set(uri, view);
    changed(uri);
  };
  context.subscriptions.push(
    vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
      if (session.type !== 'asl' || event !== 'stepwise/execution') {
        return;
      }
      const { program, overlay, focus } = body as ExecutionEventBody;
      const uri = uriOf(program).toString();
      programs.set(session.id, uri);
      set(uri, { overlay, focus });
    }),
    vscode.debug.onDidTerminateDebugSession((session) => {
      const uri = programs.get(session.id);
      programs.delete(session.id);
      const view = uri === undefined ? undefined : views.get(uri);
      // A session that was stopped tells no end of its execution.
      if (uri !== undefined && view && (view.focus !== undefined || view.overlay.status === 'RUNNING')) {
        const { overlay } = view;
        set(uri, { overlay: overlay.status === 'RUNNING' ? aborted(overlay) : overlay });
      }
    }),
  );
  return {
    get: (uri) => views.get(uri.toString()),
    clear: (uri) => void views.delete(uri.toString()),
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

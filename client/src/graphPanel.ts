import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type {
  ExecutionEventBody,
  FromGraphPage,
  GraphAnswer,
  GraphParams,
  StateAtAnswer,
  StateAtParams,
  StateRangeAnswer,
  StateRangeParams,
  TimelineBody,
  ToGraphPage,
} from '../../server/src/protocol';
import { chooseStateMachine, isDefinition, keyOf, type Chosen } from './definitions';
import { followExecutions, uriOf, type ExecutionViews } from './executionViews';
import { graphPage } from './graphPage';
import { ShownExecutions } from './shownExecutions';
import { followTimelines, type Timelines } from './timelines';

const viewType = 'stepwise.graph';
/** Milliseconds of quiet after which an edit is drawn, and a moved cursor followed. */
const drawDelay = 100;
const cursorDelay = 60;
/** Milliseconds within which VS Code has shown in the text where the debugger stopped, which moves the focus there; and for how long behind that it may do so. */
const stopDelay = 5000;
const focusDelay = 500;

/** Registers the graph: its command, one panel per document beside the editor, which follow the debugger from one to the other, and their return after a reload of the window. */
export function registerGraphPanel(context: vscode.ExtensionContext, client: LanguageClient): void {
  const panels = new Map<string, GraphPanel>();
  const shown = new ShownExecutions();
  const timelines = followTimelines(context, shown, (key, told, isOpen) => panels.get(key)?.showTimeline(told, isOpen));
  const executions = followExecutions(
    context,
    shown,
    (key) => panels.get(key)?.showExecution(),
    (session, threadId) => timelines.ask(session, threadId),
  );
  const open = (drawn: Chosen, panel: vscode.WebviewPanel): void => {
    const key = keyOf(drawn);
    const graph = new GraphPanel(drawn, panel, context, client, executions, timelines);
    panels.set(key, graph);
    panel.onDidDispose(() => {
      graph.dispose();
      if (panels.get(key) === graph) {
        panels.delete(key);
        closed.add(key);
      }
    });
  };
  /** Graphs that the user has closed: they do not come back by themselves. */
  const closed = new Set<string>();
  /** The state machines that a session has told of. */
  const told = new Map<string, Set<string>>();
  /** Where the graph of one of a session's state machines is seen, that of the one which has stopped takes its place. */
  const follow = (session: vscode.DebugSession, drawn: Chosen, hasStopped: boolean): void => {
    const key = keyOf(drawn);
    const keys = told.get(session.id) ?? new Set<string>();
    told.set(session.id, keys.add(key));
    const seen = [...keys].map((each) => panels.get(each)?.panel).find((panel) => panel?.visible);
    if (!hasStopped || !seen || panels.get(key)?.panel.visible) {
      return;
    }
    const known = panels.get(key);
    if (known) {
      known.panel.reveal(undefined, true);
    } else if (!closed.has(key)) {
      const column = { viewColumn: seen.viewColumn ?? vscode.ViewColumn.Beside, preserveFocus: true };
      open(drawn, vscode.window.createWebviewPanel(viewType, titleOf(drawn), column, optionsOf(context)));
    }
  };
  context.subscriptions.push(
    vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
      if (session.type === 'asl' && event === 'stepwise/execution') {
        const { program, stateMachine, focus } = body as ExecutionEventBody;
        follow(session, { uri: uriOf(program), ...(stateMachine !== undefined && { stateMachine }) }, focus !== undefined);
      }
    }),
    vscode.debug.onDidTerminateDebugSession(({ id }) => void told.delete(id)),
    vscode.commands.registerCommand('stepwise.openGraph', async (target?: unknown, stateMachine?: unknown) => {
      const chosen = await chooseStateMachine(client, target, stateMachine, 'Open Graph');
      if (!chosen) {
        return;
      }
      const drawn = chosen.definition ? { uri: await openAsDefinition(chosen.definition) } : chosen;
      closed.delete(keyOf(drawn));
      const known = panels.get(keyOf(drawn));
      if (known) {
        known.panel.reveal(undefined, true);
        return;
      }
      const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      open(drawn, vscode.window.createWebviewPanel(viewType, titleOf(drawn), column, optionsOf(context)));
    }),
    vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: (panel, state: { uri?: unknown; stateMachine?: unknown } | undefined) => {
        const drawn = typeof state?.uri === 'string' && {
          uri: vscode.Uri.parse(state.uri),
          ...(typeof state.stateMachine === 'string' && { stateMachine: state.stateMachine }),
        };
        if (drawn && !panels.has(keyOf(drawn))) {
          panel.webview.options = optionsOf(context);
          open(drawn, panel);
        } else {
          panel.dispose();
        }
        return Promise.resolve();
      },
    }),
  );
}

/** Opens the file that a template names as its definition; whatever it is called, it is a state machine. */
async function openAsDefinition(uri: vscode.Uri): Promise<vscode.Uri> {
  const document = await vscode.workspace.openTextDocument(uri);
  if (!isDefinition(document)) {
    await vscode.languages.setTextDocumentLanguage(document, /\.ya?ml$/i.test(uri.path) ? 'asl-yaml' : 'asl');
  }
  return uri;
}

function titleOf({ uri, stateMachine }: Chosen): string {
  return `Graph: ${stateMachine ?? uri.path.slice(uri.path.lastIndexOf('/') + 1)}`;
}

function optionsOf(context: vscode.ExtensionContext): vscode.WebviewPanelOptions & vscode.WebviewOptions {
  return {
    enableScripts: true,
    enableForms: false,
    localResourceRoots: [vscode.Uri.joinPath(context.extensionUri, 'dist', 'media')],
    // A hidden graph keeps its place and goes on following the run.
    retainContextWhenHidden: true,
  };
}

/** The graph of one document. */
class GraphPanel {
  private readonly subscriptions: vscode.Disposable[] = [];
  private readonly uri: vscode.Uri;
  private drawing: vscode.CancellationTokenSource | undefined;
  private drawTimer: NodeJS.Timeout | undefined;
  private cursorTimer: NodeJS.Timeout | undefined;
  private focusTimer: NodeJS.Timeout | undefined;
  private isReady = false;
  /** Whoever moves along the timeline stays there: until then (epoch milliseconds) the focus is taken back. */
  private keepsFocusUntil = 0;
  /** Whether the debugger has gone where the timeline was moved to: what VS Code shows from now on is that. */
  private isSought = false;
  /** Breakpoints of the document by the state that they stand on. */
  private breakpoints = new Map<string, vscode.SourceBreakpoint[]>();

  constructor(
    private readonly drawn: Chosen,
    readonly panel: vscode.WebviewPanel,
    context: vscode.ExtensionContext,
    private readonly client: LanguageClient,
    private readonly executions: ExecutionViews,
    private readonly timelines: Timelines,
  ) {
    this.uri = drawn.uri;
    panel.title = titleOf(drawn);
    this.subscriptions.push(
      panel.webview.onDidReceiveMessage((message: FromGraphPage) => this.receive(message)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.isOurs(document) && this.drawSoon()),
      // Another language is chosen by closing and opening.
      vscode.workspace.onDidOpenTextDocument((document) => this.isOurs(document) && this.drawSoon()),
      vscode.window.onDidChangeTextEditorSelection(
        ({ textEditor }) => this.isOurs(textEditor.document) && this.followSoon(textEditor),
      ),
      vscode.window.onDidChangeActiveTextEditor((editor) => editor && this.isOurs(editor.document) && this.followSoon(editor)),
      vscode.debug.onDidChangeBreakpoints(() => void this.showBreakpoints()),
      vscode.debug.onDidChangeActiveStackItem(() => {
        if (this.isSought) {
          this.keepsFocusUntil = Math.min(this.keepsFocusUntil, Date.now() + focusDelay);
          // Whoever was quick has moved before VS Code knew that the graph has the focus: it tells of no change then.
          clearTimeout(this.focusTimer);
          this.focusTimer = setTimeout(() => this.keepFocus(), focusDelay / 5);
        }
      }),
      panel.onDidChangeViewState(() => this.keepFocus()),
    );
    panel.webview.html = graphPage(panel.webview, context.extensionUri, drawn.uri, drawn.stateMachine);
  }

  dispose(): void {
    clearTimeout(this.drawTimer);
    clearTimeout(this.cursorTimer);
    clearTimeout(this.focusTimer);
    this.drawing?.cancel();
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  /** Shows how the document's execution stands now. */
  showExecution(): void {
    const execution = this.executions.get(this.drawn);
    this.post({ type: 'execution', overlay: execution?.overlay, focus: execution?.focus });
  }

  /** Shows what has happened since it was shown last. */
  showTimeline(told: readonly TimelineBody[], isOpen: boolean): void {
    this.post({ type: 'timeline', told, isOpen });
  }

  private post(message: ToGraphPage): void {
    if (this.isReady) {
      void this.panel.webview.postMessage(message);
    }
  }

  private isOurs(document: vscode.TextDocument): boolean {
    return document.uri.toString() === this.uri.toString();
  }

  private async receive(message: FromGraphPage): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.isReady = true;
        await this.draw();
        this.showExecution();
        this.timelines.show(this.drawn);
        return;
      case 'reveal':
        return this.reveal(message.state);
      case 'toggleBreakpoint':
        return this.toggleBreakpoint(message.state);
      case 'clearExecution':
        this.executions.clear(this.drawn);
        this.timelines.clear(this.drawn);
        return this.showExecution();
      case 'seek':
        return this.seek(message.events);
      case 'export':
        return this.export(message.svg);
    }
  }

  private async seek(events: number): Promise<void> {
    this.keepsFocusUntil = Date.now() + stopDelay;
    this.isSought = false;
    await this.timelines.seek(this.drawn, events);
    this.isSought = true;
  }

  private keepFocus(): void {
    if (Date.now() >= this.keepsFocusUntil) {
      return;
    }
    if (this.panel.active) {
      this.post({ type: 'focus' });
    } else {
      this.keepsFocusUntil = Date.now() + focusDelay;
      this.panel.reveal(undefined, false);
    }
  }

  private drawSoon(): void {
    clearTimeout(this.drawTimer);
    this.drawTimer = setTimeout(() => void this.draw(), drawDelay);
  }

  /** Asks for the picture of the text as it is now; an older question that is still open is dropped. */
  private async draw(): Promise<void> {
    this.drawing?.cancel();
    const drawing = new vscode.CancellationTokenSource();
    this.drawing = drawing;
    const title = titleOf(this.drawn);
    try {
      // The server knows documents that are open in the editor only.
      await vscode.workspace.openTextDocument(this.uri);
      const params: GraphParams = this.asked();
      const { picture, message } = await this.client.sendRequest<GraphAnswer>('stepwise/graph', params, drawing.token);
      if (drawing.token.isCancellationRequested) {
        return;
      }
      this.post({ type: 'show', title, picture, message });
      await this.showBreakpoints();
      const editor = this.editor();
      if (editor) {
        await this.follow(editor);
      }
    } catch (error) {
      if (!drawing.token.isCancellationRequested) {
        this.client.warn('The graph could not be drawn.', error);
        this.post({
          type: 'show',
          title,
          message: `The graph could not be drawn: ${error instanceof Error ? error.message : String(error)}`,
        });
      }
    }
  }

  private asked(): GraphParams {
    const { stateMachine } = this.drawn;
    return { uri: this.uri.toString(), ...(stateMachine !== undefined && { stateMachine }) };
  }

  private editor(): vscode.TextEditor | undefined {
    const shown = vscode.window.visibleTextEditors.filter((editor) => this.isOurs(editor.document));
    return shown.find((editor) => editor === vscode.window.activeTextEditor) ?? shown[0];
  }

  private followSoon(editor: vscode.TextEditor): void {
    clearTimeout(this.cursorTimer);
    this.cursorTimer = setTimeout(() => void this.follow(editor), cursorDelay);
  }

  /** Selects the state under the cursor; scrolls to it only when the user is in the text. */
  private async follow(editor: vscode.TextEditor): Promise<void> {
    const state = await this.stateAt(editor.selection.active);
    this.post({ type: 'select', state, reveal: editor === vscode.window.activeTextEditor });
  }

  private async stateAt(position: vscode.Position): Promise<string | undefined> {
    const params: StateAtParams = { ...this.asked(), position: { line: position.line, character: position.character } };
    try {
      return (await this.client.sendRequest<StateAtAnswer>('stepwise/stateAt', params)).state;
    } catch {
      // The server is starting again or gone; it says so itself.
      return undefined;
    }
  }

  private async rangeOf(state: string): Promise<vscode.Range | undefined> {
    const ask = (id: string): Promise<StateRangeAnswer> => {
      const params: StateRangeParams = { ...this.asked(), state: id };
      return this.client.sendRequest<StateRangeAnswer>('stepwise/stateRange', params);
    };
    // Of two states with one name the picture numbers the first; the text knows the last.
    const { selection } = (await ask(state)).selection ? await ask(state) : await ask(state.replace(/#\d+$/, ''));
    return (
      selection && new vscode.Range(selection.start.line, selection.start.character, selection.end.line, selection.end.character)
    );
  }

  private async reveal(state: string): Promise<void> {
    const selection = await this.rangeOf(state);
    if (selection) {
      const viewColumn = this.editor()?.viewColumn ?? vscode.ViewColumn.One;
      await vscode.window.showTextDocument(this.uri, { selection, viewColumn });
    }
  }

  private async showBreakpoints(): Promise<void> {
    const ours = vscode.debug.breakpoints.filter(
      (each): each is vscode.SourceBreakpoint =>
        each instanceof vscode.SourceBreakpoint && each.location.uri.toString() === this.uri.toString(),
    );
    const found = new Map<string, vscode.SourceBreakpoint[]>();
    if (ours.length > 0) {
      const document = await vscode.workspace.openTextDocument(this.uri);
      for (const breakpoint of ours) {
        const { line } = breakpoint.location.range.start;
        if (line < document.lineCount) {
          const character = document.lineAt(line).firstNonWhitespaceCharacterIndex;
          const state = await this.stateAt(new vscode.Position(line, character));
          if (state !== undefined) {
            found.set(state, [...(found.get(state) ?? []), breakpoint]);
          }
        }
      }
    }
    this.breakpoints = found;
    this.post({
      type: 'breakpoints',
      states: [...found].filter(([, list]) => list.some((each) => each.enabled)).map(([state]) => state),
    });
  }

  private async toggleBreakpoint(state: string): Promise<void> {
    const known = this.breakpoints.get(state);
    if (known) {
      vscode.debug.removeBreakpoints(known);
      return;
    }
    const range = await this.rangeOf(state);
    if (range) {
      vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(new vscode.Location(this.uri, range.start))]);
    }
  }

  private async export(svg: string): Promise<void> {
    const file =
      this.drawn.stateMachine ??
      this.uri.path.slice(this.uri.path.lastIndexOf('/') + 1).replace(/(\.asl)?\.(json|ya?ml)$|\.asl$/, '');
    const folder =
      this.uri.scheme === 'untitled' ? vscode.workspace.workspaceFolders?.[0]?.uri : vscode.Uri.joinPath(this.uri, '..');
    const target = await vscode.window.showSaveDialog({
      title: 'Export Graph as SVG',
      filters: { 'SVG pictures': ['svg'] },
      ...(folder && { defaultUri: vscode.Uri.joinPath(folder, `${file}.svg`) }),
    });
    if (!target) {
      return;
    }
    try {
      await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(svg));
    } catch (error) {
      void vscode.window.showErrorMessage(
        `The graph could not be written to ${target.fsPath}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}

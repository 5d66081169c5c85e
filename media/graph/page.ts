import { neighbourOf, type Direction } from '../../server/src/graph/neighbour';
import { svgFile } from '../../server/src/graph/svg';
import { pictureRules } from '../../server/src/graph/style';
import type { ExecutionOverlay, FromGraphPage, Picture, ToGraphPage } from '../../server/src/protocol';
import { Stage } from './stage';
import { type TimelineState, TimelineStrip } from './timeline';
import { createToolbar } from './toolbar';
import { Viewport, type View } from './viewport';

/** What a reload of the window brings back. */
export interface PageState {
  readonly uri?: string;
  /** Of a template: the logical id. */
  readonly stateMachine?: string;
  readonly view?: View;
  /** The view was chosen by hand, not fitted to the panel. */
  readonly isByHand?: boolean;
  readonly timeline?: TimelineState;
}

export interface PageHost {
  post(message: FromGraphPage): void;
  readonly restored: PageState | undefined;
  save(state: PageState): void;
}

/** Builds the page in `body`; `receive` takes the extension's messages. */
export function createPage(body: HTMLElement, host: PageHost): { receive(message: ToGraphPage): void } {
  // Rules that are made here instead of a style element: the page allows no inline styles.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(pictureRules);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

  const page = new Page(body, host);
  return { receive: (message) => page.receive(message) };
}

class Page {
  private readonly stage: Stage;
  private readonly viewport: Viewport;
  private readonly svg: SVGSVGElement;
  private readonly toolbar: ReturnType<typeof createToolbar>;
  private readonly uri: string | undefined;
  private readonly stateMachine: string | undefined;
  private readonly banner: HTMLElement;
  private readonly empty: HTMLElement;
  private readonly timeline: TimelineStrip;
  private timelineState: TimelineState | undefined;
  private title = 'State machine';
  private selected: string | undefined;
  private overlay: ExecutionOverlay | undefined;
  /** The view of before a reload, until the first picture is there. */
  private restored: View | undefined;
  /** How the picture was fitted last: readable, or the whole of it. */
  private isReadable = true;
  private saving = 0;
  private isWaiting = false;

  constructor(
    body: HTMLElement,
    private readonly host: PageHost,
  ) {
    this.uri = body.dataset.uri ?? host.restored?.uri;
    this.stateMachine = body.dataset.stateMachine;
    this.restored =
      host.restored?.uri === this.uri && host.restored?.stateMachine === this.stateMachine && host.restored?.isByHand
        ? host.restored?.view
        : undefined;
    this.svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    this.svg.setAttribute('class', 'stepwise stage');
    this.svg.setAttribute('role', 'group');
    this.svg.setAttribute('tabindex', '0');
    this.svg.setAttribute('aria-label', 'Graph of the state machine');
    this.svg.setAttribute(
      'aria-description',
      'Tab leads to a state, arrow keys from state to state, Enter shows it in the text, F9 sets a breakpoint; plus and minus scale, F fits the whole graph.',
    );
    const content = document.createElementNS('http://www.w3.org/2000/svg', 'g');
    this.svg.append(content);
    this.banner = element('div', 'banner', 'status');
    this.empty = element('div', 'empty', 'status');
    this.stage = new Stage(content);
    this.viewport = new Viewport(this.svg, content, (view) => this.viewChanged(view));
    this.toolbar = createToolbar({
      zoomIn: () => this.viewport.zoom(1.25),
      zoomOut: () => this.viewport.zoom(1 / 1.25),
      actualSize: () => this.viewport.zoom(1 / this.viewport.current.scale),
      fit: () => this.fit(false),
      exportSvg: () => this.export(),
      clearExecution: () => this.host.post({ type: 'clearExecution' }),
    });
    this.timelineState = host.restored?.timeline;
    this.timeline = new TimelineStrip(
      {
        seek: (events) => this.host.post({ type: 'seek', events }),
        resized: (height) => {
          body.style.setProperty('--timeline', `${height}px`);
          this.resized();
        },
        changed: (state) => {
          this.timelineState = state;
          this.save();
        },
      },
      this.timelineState,
    );
    body.replaceChildren(this.svg, this.empty, this.banner, this.toolbar.run, this.toolbar.buttons, this.timeline.element);
    this.listen();
    this.showMessage(undefined, 'Drawing …');
    this.save();
  }

  receive(message: ToGraphPage): void {
    switch (message.type) {
      case 'show':
        this.show(message.title, message.picture, message.message);
        break;
      case 'select':
        this.select(message.state, message.reveal);
        break;
      case 'execution':
        this.overlay = message.overlay;
        this.stage.setExecution(message.overlay, message.focus);
        this.toolbar.showRun(message.overlay, message.focus);
        if (!message.overlay) {
          this.timeline.clear();
        }
        if (message.focus !== undefined) {
          this.reveal(message.focus);
        }
        break;
      case 'breakpoints':
        this.stage.setBreakpoints(message.states);
        break;
      case 'timeline':
        this.timeline.take(message.told, message.isOpen);
        break;
      case 'focus':
        if (!document.hasFocus()) {
          window.focus();
        }
        break;
    }
  }

  private show(title: string, picture: Picture | undefined, message: string | undefined): void {
    this.title = title;
    const before = this.stage.picture;
    // While the text holds no state machine the last picture stays.
    if (picture && (picture.nodes.length > 0 || !before)) {
      const anchor = before && this.anchor(before);
      this.stage.show(picture);
      if (!before || before.nodes.length === 0) {
        this.firstView();
      } else if (anchor) {
        this.keep(anchor);
      }
    }
    this.showMessage(this.stage.picture, message);
  }

  private firstView(): void {
    // A panel that is still hidden has no size; its first view waits for one.
    this.isWaiting = this.svg.clientWidth === 0;
    if (this.isWaiting) {
      return;
    }
    if (this.restored) {
      this.viewport.set(this.restored);
      this.viewport.isByHand = true;
      this.restored = undefined;
    } else {
      this.fit(true);
    }
  }

  /** The state that keeps its place on the screen when the picture changes: the selected one, else the one nearest to the middle. */
  private anchor(picture: Picture): { id: string; x: number; y: number } | undefined {
    const { x, y, scale } = this.viewport.current;
    const { width, height } = this.viewport.size();
    const middle = { x: (width / 2 - x) / scale, y: (height / 2 - y) / scale };
    let best: { id: string; x: number; y: number } | undefined;
    let least = Infinity;
    for (const node of picture.nodes) {
      if (node.kind !== 'state' && node.kind !== 'container' && node.kind !== 'start') {
        continue;
      }
      const at = { id: node.id, x: node.x + node.width / 2, y: node.y };
      const distance = node.id === this.selected ? -1 : Math.abs(at.x - middle.x) + Math.abs(at.y - middle.y);
      if (distance < least) {
        least = distance;
        best = at;
      }
    }
    return best;
  }

  private keep({ id, x, y }: { id: string; x: number; y: number }): void {
    const node = this.stage.node(id);
    if (node) {
      const { scale } = this.viewport.current;
      this.viewport.shift((x - (node.x + node.width / 2)) * scale, (y - node.y) * scale);
    }
  }

  private showMessage(picture: Picture | undefined, message: string | undefined): void {
    const drawn = picture !== undefined && picture.nodes.length > 0;
    this.svg.classList.toggle('stale', drawn && message !== undefined);
    this.svg.classList.toggle('blank', !drawn);
    this.banner.classList.toggle('hidden', !drawn || message === undefined);
    this.banner.textContent = drawn ? (message ?? '') : '';
    this.empty.classList.toggle('hidden', drawn);
    this.empty.textContent = drawn ? '' : (message ?? 'No states yet: the graph appears as soon as "States" holds one.');
    this.toolbar.enable(drawn);
  }

  private select(state: string | undefined, reveal: boolean): void {
    this.selected = state;
    this.stage.select(state);
    if (reveal && state !== undefined) {
      this.reveal(state);
    }
  }

  /** Selects a state and shows it in the text. */
  private choose(state: string): void {
    this.select(state, false);
    this.host.post({ type: 'reveal', state });
  }

  private reveal(state: string): void {
    const node = this.stage.node(state);
    if (node) {
      this.viewport.reveal(node);
    }
  }

  private fit(readable: boolean): void {
    const { picture } = this.stage;
    if (picture) {
      this.isReadable = readable;
      this.viewport.fit(picture.width, picture.height, readable);
    }
  }

  private export(): void {
    const { picture } = this.stage;
    if (picture) {
      this.host.post({
        type: 'export',
        svg: svgFile(picture, { title: this.title, ...(this.overlay && { overlay: this.overlay }) }),
      });
    }
  }

  private viewChanged(view: View): void {
    this.toolbar.showScale(view.scale);
    clearTimeout(this.saving);
    this.saving = window.setTimeout(() => this.save(), 300);
  }

  private save(): void {
    const known = this.stage?.picture !== undefined;
    this.host.save({
      ...(this.timelineState && { timeline: this.timelineState }),
      ...(this.uri !== undefined && { uri: this.uri }),
      ...(this.stateMachine !== undefined && { stateMachine: this.stateMachine }),
      ...(known
        ? { view: this.viewport.current, isByHand: this.viewport.isByHand }
        : this.restored && { view: this.restored, isByHand: true }),
    });
  }

  private listen(): void {
    const stateOf = (target: EventTarget | null): string | undefined => {
      const id = (target as Element | null)?.closest<SVGGElement>('g.node.state, g.node.container')?.dataset.id;
      return id;
    };
    this.svg.addEventListener('click', (event) => {
      const state = stateOf(event.target);
      if (state === undefined || this.svg.classList.contains('dragging')) {
        return;
      }
      if ((event.target as Element).closest('.breakpoint')) {
        this.host.post({ type: 'toggleBreakpoint', state });
      } else {
        this.choose(state);
      }
    });
    this.svg.addEventListener('pointerover', (event) => this.stage.stress(stateOf(event.target)));
    this.svg.addEventListener('pointerleave', () => this.stage.stress(undefined));
    this.svg.addEventListener('focusin', (event) => {
      const state = stateOf(event.target);
      this.stage.stress(state);
      if (state !== undefined) {
        this.stage.stopAt(state);
      }
      // The keyboard's focus brings a state into view; the pointer's is there already.
      if (state !== undefined && (event.target as Element).matches(':focus-visible')) {
        this.reveal(state);
      }
    });
    document.addEventListener('keydown', (event) => this.key(event, stateOf(document.activeElement)));
    window.addEventListener('resize', () => this.resized());
  }

  /** Fits the picture to its panel anew, unless somebody has chosen what is seen. */
  private resized(): void {
    if (this.isWaiting) {
      this.firstView();
    } else if (!this.viewport.isByHand && this.svg.clientWidth > 0) {
      this.fit(this.isReadable);
      const node = this.selected === undefined ? undefined : this.stage.node(this.selected);
      if (node) {
        this.viewport.reveal(node, true);
      }
    }
  }

  /** Goes from state to state; where none has the focus, moves the picture. */
  private arrow(direction: Direction, state: string | undefined, move: () => void): void {
    const { picture } = this.stage;
    if (state === undefined || !picture) {
      move();
      return;
    }
    const next = neighbourOf(picture, state, direction);
    if (next) {
      this.stage.focusOn(next.id);
    }
  }

  private key(event: KeyboardEvent, state: string | undefined): void {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const onButton = document.activeElement instanceof HTMLButtonElement;
    // With Shift they move the picture, wherever the focus is.
    const from = event.shiftKey ? undefined : state;
    const actions: Record<string, (() => void) | undefined> = {
      '+': () => this.viewport.zoom(1.25),
      '=': () => this.viewport.zoom(1.25),
      '-': () => this.viewport.zoom(1 / 1.25),
      '0': () => this.viewport.zoom(1 / this.viewport.current.scale),
      f: () => this.fit(false),
      ArrowLeft: () => this.arrow('left', from, () => this.viewport.pan(60, 0)),
      ArrowRight: () => this.arrow('right', from, () => this.viewport.pan(-60, 0)),
      ArrowUp: () => this.arrow('up', from, () => this.viewport.pan(0, 60)),
      ArrowDown: () => this.arrow('down', from, () => this.viewport.pan(0, -60)),
      ...(state !== undefined &&
        !onButton && {
          Enter: () => this.choose(state),
          ' ': () => this.choose(state),
          F9: () => this.host.post({ type: 'toggleBreakpoint', state }),
        }),
    };
    const action = Object.hasOwn(actions, event.key) ? actions[event.key] : undefined;
    if (action) {
      event.preventDefault();
      // VS Code passes a page's keys on to its own shortcuts.
      event.stopPropagation();
      action();
    }
  }
}

function element(name: string, className: string, role: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  made.setAttribute('role', role);
  return made;
}

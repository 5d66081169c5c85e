import { drawPicture, spoken, statusMark, takenEdges } from '../../server/src/graph/svg';
import { isState } from '../../server/src/graph/neighbour';
import type { ExecutionOverlay, Picture, PictureNode } from '../../server/src/protocol';

/** More nodes than this appear in their new place without moving there. */
const animated = 300;

/** The drawn picture in the page: its elements by id, and what is marked on them. */
export class Stage {
  picture: Picture | undefined;
  private readonly elements = new Map<string, SVGGElement>();
  private readonly nodes = new Map<string, PictureNode>();
  private selected: string | undefined;
  private focus: string | undefined;
  /** Where the Tab key stops. */
  private stop: string | undefined;
  private breakpoints: readonly string[] = [];
  private overlay: ExecutionOverlay | undefined;

  constructor(private readonly content: SVGGElement) {}

  node(id: string): PictureNode | undefined {
    return this.nodes.get(id);
  }

  /** Draws another version; what stands in both moves to its new place. */
  show(picture: Picture): void {
    const before = new Map(this.nodes);
    const focused = document.activeElement?.closest<SVGGElement>('[data-id]')?.dataset.id;
    this.picture = picture;
    this.content.innerHTML = drawPicture(picture, { interactive: true });
    this.nodes.clear();
    this.elements.clear();
    for (const node of picture.nodes) {
      this.nodes.set(node.id, node);
    }
    for (const element of this.content.querySelectorAll<SVGGElement>('g.node')) {
      this.elements.set(element.dataset.id ?? '', element);
      // The Tab key stops at one state; arrow keys lead on from there.
      if (element.hasAttribute('tabindex')) {
        element.setAttribute('tabindex', '-1');
      }
    }
    this.stopAt(this.stop);
    this.select(this.selected);
    this.setBreakpoints(this.breakpoints);
    this.setExecution(this.overlay, this.focus);
    if (focused !== undefined) {
      this.elements.get(focused)?.focus({ preventScroll: true });
    }
    if (before.size > 0 && picture.nodes.length <= animated) {
      this.animate(before);
    }
  }

  select(id: string | undefined): void {
    this.mark('selected', this.selected, id);
    if (this.selected !== undefined) {
      this.elements.get(this.selected)?.removeAttribute('aria-current');
    }
    this.selected = id;
    if (id !== undefined) {
      this.elements.get(id)?.setAttribute('aria-current', 'true');
      this.stopAt(id);
    }
  }

  /** Makes a state the one that the Tab key stops at: without one that is in the picture, the first. */
  stopAt(id: string | undefined): void {
    const before = this.stop === undefined ? undefined : this.elements.get(this.stop);
    before?.setAttribute('tabindex', '-1');
    const known = id === undefined ? undefined : this.nodes.get(id);
    this.stop = known && isState(known) ? id : this.picture?.nodes.find(isState)?.id;
    if (this.stop !== undefined) {
      this.elements.get(this.stop)?.setAttribute('tabindex', '0');
    }
  }

  /** Gives the keyboard's focus to a state. */
  focusOn(id: string): void {
    this.stopAt(id);
    this.elements.get(id)?.focus({ preventScroll: true });
  }

  setBreakpoints(states: readonly string[]): void {
    const before = this.breakpoints;
    this.breakpoints = states;
    for (const id of new Set([...before, ...states])) {
      this.elements.get(id)?.classList.toggle('has-breakpoint', states.includes(id));
      this.speak(id);
    }
  }

  setExecution(overlay: ExecutionOverlay | undefined, focus: string | undefined): void {
    this.mark('focus', this.focus, focus);
    this.focus = focus;
    this.overlay = overlay;
    for (const [id, element] of this.elements) {
      const node = this.nodes.get(id);
      const slot = element.querySelector<SVGGElement>(':scope > .status');
      if (!slot || !node) {
        continue;
      }
      const state = overlay && Object.hasOwn(overlay.states, id) ? overlay.states[id] : undefined;
      element.classList.remove(...[...element.classList].filter((name) => name.startsWith('status-')));
      if (state) {
        element.classList.add(`status-${state.status}`);
      }
      slot.innerHTML = state ? statusMark(node, state) : '';
      this.speak(id);
    }
    const taken = this.picture ? takenEdges(this.picture, overlay) : new Set<string>();
    for (const element of this.content.querySelectorAll<SVGGElement>('.edge, .label')) {
      const isTaken = taken.has(element.dataset.id ?? '');
      element.classList.toggle('taken', isTaken);
      if (isTaken) {
        // Over the lines that it shares its way with.
        element.parentNode?.append(element);
      }
    }
  }

  /** Stresses the lines of a state while the pointer or the focus is on it. */
  stress(id: string | undefined): void {
    const element = id === undefined ? undefined : this.elements.get(id);
    const on = new Set<string>();
    for (const edge of this.picture?.edges ?? []) {
      if (element && (edge.from === id || edge.to === id)) {
        on.add(edge.id);
      }
    }
    for (const edge of this.content.querySelectorAll<SVGGElement>('.edge, .label')) {
      edge.classList.toggle('near', on.has(edge.dataset.id ?? ''));
    }
  }

  /** Sets what a screen reader says of a state. */
  private speak(id: string): void {
    const node = this.nodes.get(id);
    if (node && isState(node)) {
      const status = this.overlay && Object.hasOwn(this.overlay.states, id) ? this.overlay.states[id]?.status : undefined;
      const marks = [id === this.focus && 'the debugger stands here', status, this.breakpoints.includes(id) && 'breakpoint'];
      this.elements.get(id)?.setAttribute('aria-label', [spoken(node), ...marks.filter(Boolean)].join(', '));
    }
  }

  private mark(name: string, before: string | undefined, now: string | undefined): void {
    if (before !== undefined) {
      this.elements.get(before)?.classList.remove(name);
    }
    if (now !== undefined) {
      this.elements.get(now)?.classList.add(name);
    }
  }

  private animate(before: ReadonlyMap<string, PictureNode>): void {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches || document.body.classList.contains('vscode-reduce-motion')) {
      return;
    }
    const time = { duration: 160, easing: 'ease-out' };
    let changed = false;
    for (const [id, element] of this.elements) {
      const [old, now] = [before.get(id), this.nodes.get(id)!];
      if (!old) {
        changed = true;
        element.animate([{ opacity: 0 }, { opacity: 1 }], time);
      } else if (old.x !== now.x || old.y !== now.y) {
        changed = true;
        element.animate(
          [{ transform: `translate(${old.x}px, ${old.y}px)` }, { transform: `translate(${now.x}px, ${now.y}px)` }],
          time,
        );
      }
    }
    if (changed) {
      for (const group of this.content.querySelectorAll('.edges, .labels')) {
        group.animate([{ opacity: 0 }, { opacity: 1 }], { ...time, duration: 220 });
      }
    }
  }
}

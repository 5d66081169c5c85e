/** What of the picture is seen: the picture's point (0, 0) stands at (x, y) of the stage, lengths times `scale`. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const least = 0.02;
const most = 3;
/** Milliseconds of a movement that the user has not made with the hand. */
const glide = 180;

/** Moves and scales the picture under pointer, wheel and keys. */
export class Viewport {
  private view: View = { x: 0, y: 0, scale: 1 };
  private frame = 0;
  /** Whether somebody has chosen what is seen: until then the picture fits its panel, however that changes. */
  isByHand = false;

  constructor(
    private readonly stage: SVGSVGElement,
    private readonly content: SVGGElement,
    private readonly changed: (view: View) => void,
  ) {
    stage.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
    stage.addEventListener('pointerdown', (event) => this.drag(event));
  }

  get current(): View {
    return this.view;
  }

  /** Goes to a view at once. */
  set(view: View): void {
    cancelAnimationFrame(this.frame);
    this.apply(view);
  }

  pan(dx: number, dy: number): void {
    this.isByHand = true;
    this.shift(dx, dy);
  }

  /** Moves the picture without taking it for somebody's choice. */
  shift(dx: number, dy: number): void {
    this.set({ ...this.view, x: this.view.x + dx, y: this.view.y + dy });
  }

  /** Scales by `factor` around a point of the stage, its middle by default. */
  zoom(factor: number, at = this.middle()): void {
    const scale = Math.min(most, Math.max(least, this.view.scale * factor));
    const ratio = scale / this.view.scale;
    this.isByHand = true;
    this.set({ x: at.x - (at.x - this.view.x) * ratio, y: at.y - (at.y - this.view.y) * ratio, scale });
  }

  /** The whole picture, no larger than it is; `readable`: not too small to read either, then its top. */
  fit(width: number, height: number, readable: boolean): void {
    const { width: w, height: h } = this.size();
    const whole = Math.min(w / width, h / height, 1);
    const scale = readable ? Math.max(whole, Math.min(1, Math.max(0.6, w / width)) * 0.999) : Math.max(least, whole);
    const y = height * scale <= h ? (h - height * scale) / 2 : 0;
    this.isByHand = false;
    this.set({ x: (w - width * scale) / 2, y: Math.min(y, 40), scale });
  }

  /** Moves as little as is needed for the box to be seen with a little room around it; `atOnce`: without a glide. */
  reveal(box: Box, atOnce = false): void {
    const { width: w, height: h } = this.size();
    const { x, y, scale } = this.view;
    const room = 12;
    const shift = (start: number, length: number, all: number): number => {
      const end = start + length;
      if (length + 2 * room > all) {
        return start < room || start > all - room ? room - start : 0;
      }
      return start < room ? room - start : end > all - room ? all - room - end : 0;
    };
    const dx = shift(x + box.x * scale, box.width * scale, w);
    const dy = shift(y + box.y * scale, box.height * scale, h);
    if (dx !== 0 || dy !== 0) {
      const target = { x: x + dx, y: y + dy, scale };
      if (atOnce) {
        this.set(target);
      } else {
        this.glideTo(target);
      }
    }
  }

  size(): { width: number; height: number } {
    const { clientWidth, clientHeight } = this.stage;
    return { width: Math.max(1, clientWidth), height: Math.max(1, clientHeight) };
  }

  private middle(): { x: number; y: number } {
    const { width, height } = this.size();
    return { x: width / 2, y: height / 2 };
  }

  private glideTo(target: View): void {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches || document.body.classList.contains('vscode-reduce-motion')) {
      this.set(target);
      return;
    }
    cancelAnimationFrame(this.frame);
    const from = this.view;
    const begin = performance.now();
    const step = (now: number): void => {
      const t = Math.min(1, Math.max(0, (now - begin) / glide));
      const eased = 1 - (1 - t) ** 3;
      this.apply({ x: from.x + (target.x - from.x) * eased, y: from.y + (target.y - from.y) * eased, scale: target.scale });
      if (t < 1) {
        this.frame = requestAnimationFrame(step);
      }
    };
    this.frame = requestAnimationFrame(step);
  }

  private apply(view: View): void {
    this.view = view;
    this.content.setAttribute('transform', `translate(${view.x} ${view.y}) scale(${view.scale})`);
    // Small letters are only noise: names stay, what is under them goes.
    this.stage.classList.toggle('far', view.scale < 0.45);
    this.changed(view);
  }

  /** Two fingers or the wheel move; pinching, or the wheel with Ctrl, Cmd or Alt, scales. */
  private wheel(event: WheelEvent): void {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? 400 : 1;
    if (event.ctrlKey || event.metaKey || event.altKey) {
      const bounds = this.stage.getBoundingClientRect();
      const amount = Math.max(-60, Math.min(60, event.deltaY * unit));
      this.zoom(Math.exp(-amount / 120), { x: event.clientX - bounds.left, y: event.clientY - bounds.top });
    } else if (event.shiftKey && event.deltaX === 0) {
      this.pan(-event.deltaY * unit, 0);
    } else {
      this.pan(-event.deltaX * unit, -event.deltaY * unit);
    }
  }

  private drag(down: PointerEvent): void {
    if (down.button !== 0 && down.button !== 1) {
      return;
    }
    let [x, y] = [down.clientX, down.clientY];
    let moved = false;
    const move = (event: PointerEvent): void => {
      // A hand that trembles while it clicks does not drag.
      if (!moved && Math.abs(event.clientX - x) + Math.abs(event.clientY - y) < 4) {
        return;
      }
      if (!moved) {
        moved = true;
        this.stage.setPointerCapture(down.pointerId);
        this.stage.classList.add('dragging');
      }
      this.pan(event.clientX - x, event.clientY - y);
      [x, y] = [event.clientX, event.clientY];
    };
    const up = (): void => {
      this.stage.removeEventListener('pointermove', move);
      this.stage.removeEventListener('pointerup', up);
      this.stage.removeEventListener('pointercancel', up);
      // The click that follows is part of the drag.
      setTimeout(() => this.stage.classList.remove('dragging'), 0);
    };
    this.stage.addEventListener('pointermove', move);
    this.stage.addEventListener('pointerup', up);
    this.stage.addEventListener('pointercancel', up);
  }
}

import type { ExecutionOverlay } from '../../server/src/protocol';

export interface ToolbarActions {
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  readonly actualSize: () => void;
  readonly fit: () => void;
  readonly exportSvg: () => void;
  readonly clearExecution: () => void;
}

export interface Toolbar {
  readonly buttons: HTMLElement;
  /** How the execution stands; hidden when there is none. */
  readonly run: HTMLElement;
  enable(on: boolean): void;
  showScale(scale: number): void;
  showRun(overlay: ExecutionOverlay | undefined, focus: string | undefined): void;
}

const icons = {
  zoomIn: 'M8 3.5v9M3.5 8h9',
  zoomOut: 'M3.5 8h9',
  fit: 'M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3',
  exportSvg: 'M8 2.5v7.5M5 7.2l3 3 3-3M3 11v2.5h10V11',
  close: 'M4.5 4.5l7 7M11.5 4.5l-7 7',
} as const;

const words: Record<ExecutionOverlay['status'], string> = {
  RUNNING: 'Running',
  SUCCEEDED: 'Succeeded',
  FAILED: 'Failed',
  TIMED_OUT: 'Timed out',
  ABORTED: 'Aborted',
};

/** The buttons in the corner, and the line that says how the execution stands. */
export function createToolbar(actions: ToolbarActions): Toolbar {
  const buttons = document.createElement('div');
  buttons.className = 'toolbar';
  buttons.setAttribute('role', 'toolbar');
  buttons.setAttribute('aria-label', 'Graph');
  const scale = button('Actual size (0)', undefined, actions.actualSize);
  scale.classList.add('scale');
  buttons.append(
    button('Zoom out (-)', icons.zoomOut, actions.zoomOut),
    scale,
    button('Zoom in (+)', icons.zoomIn, actions.zoomIn),
    button('Fit the whole graph (F)', icons.fit, actions.fit),
    button('Export as SVG …', icons.exportSvg, actions.exportSvg),
  );

  const run = document.createElement('div');
  run.className = 'run hidden';
  const sign = document.createElement('span');
  sign.className = 'sign';
  const text = document.createElement('span');
  text.setAttribute('role', 'status');
  const clear = button('Clear the execution from the graph', icons.close, actions.clearExecution);
  run.append(sign, text, clear);

  return {
    buttons,
    run,
    enable: (on) => buttons.classList.toggle('hidden', !on),
    showScale: (value) => (scale.textContent = `${Math.round(value * 100)} %`),
    showRun: (overlay, focus) => {
      run.classList.toggle('hidden', !overlay);
      if (overlay) {
        const stopped = overlay.status === 'RUNNING' && focus !== undefined;
        run.dataset.status = stopped ? 'STOPPED' : overlay.status;
        text.textContent = stopped ? `Stopped at ${nameIn(focus)}` : words[overlay.status];
        clear.classList.toggle('hidden', overlay.status === 'RUNNING');
      }
    },
  };
}

/** A button of the page, with an icon where it has one. */
export function button(label: string, icon: string | undefined, action: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.title = label;
  made.setAttribute('aria-label', label);
  made.addEventListener('click', action);
  if (icon !== undefined) {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', '0 0 16 16');
    svg.setAttribute('width', '16');
    svg.setAttribute('height', '16');
    svg.setAttribute('aria-hidden', 'true');
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', icon);
    svg.append(path);
    made.append(svg);
  }
  return made;
}

/** The state's own name: the last segment of its id, with the signs that StateIds write otherwise. */
function nameIn(state: string): string {
  return state
    .slice(state.lastIndexOf('/') + 1)
    .replace(/~1/g, '/')
    .replace(/~0/g, '~');
}

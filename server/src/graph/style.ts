/** The picture's style sheet: shapes and their colours by variables, which a page or an exported file defines. */
export const pictureRules = `
.stepwise { font-family: var(--sw-font); }
.stepwise text { fill: var(--sw-text); font-size: 13px; font-weight: 600; }
.stepwise text.detail, .stepwise text.frame-title, .stepwise .label text { fill: var(--sw-muted); font-size: 11px; font-weight: 400; }
.stepwise .card { fill: var(--sw-card); stroke: var(--sw-border); stroke-width: 1; }
.stepwise .shade { fill: var(--sw-shade); }
.stepwise .tile { fill: currentColor; fill-opacity: var(--sw-tile); }
.stepwise .icon { fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
.stepwise .badge { color: var(--sw-muted); }
.stepwise .badge .icon { stroke-width: 1.8; }
.stepwise .flaw-mark { color: var(--sw-amber); }
.stepwise .flaw-mark circle { fill: var(--sw-canvas); stroke: none; }
.stepwise .container > .card { fill: var(--sw-container); }
.stepwise .many { fill: var(--sw-container); stroke: var(--sw-border); stroke-width: 1; }
.stepwise .frame { fill: var(--sw-canvas); stroke: var(--sw-border); stroke-width: 1; }
.stepwise .unreachable > .card, .stepwise .missing > .shade { fill: none; }
.stepwise .missing > .card { stroke-dasharray: 5 4; }
.stepwise .unreachable > text, .stepwise .unreachable > .tone { opacity: 0.6; }
.stepwise .missing > .shade { fill: none; }
.stepwise .missing > .card { stroke: var(--sw-red); fill: none; }
.stepwise .missing > text { fill: var(--sw-red); }
.stepwise .start .card, .stepwise .end .card { fill: var(--sw-terminal); stroke: none; }
.stepwise .start text, .stepwise .end text { fill: var(--sw-terminal-text); font-size: 12px; text-anchor: middle; }
.stepwise .end .ring { fill: none; stroke: var(--sw-terminal); stroke-width: 1.5; }
.stepwise .edge .line { fill: none; stroke: var(--sw-line); stroke-width: 1.5; }
.stepwise .edge .head { fill: var(--sw-line); }
.stepwise .edge.catch .line { stroke: var(--sw-catch); stroke-dasharray: 5 4; }
.stepwise .edge.catch .head { fill: var(--sw-catch); }
.stepwise .label rect { fill: var(--sw-label); stroke: var(--sw-border); stroke-width: 1; }
.stepwise .label text { text-anchor: middle; }
.stepwise .label.catch text { fill: var(--sw-catch-text); }
.stepwise .edge.taken .line { stroke: var(--sw-taken); stroke-width: 2.5; stroke-dasharray: none; }
.stepwise .edge.taken .head { fill: var(--sw-taken); }
.stepwise .label.taken rect { stroke: var(--sw-taken); }
.stepwise .label.taken text { fill: var(--sw-text); }
.stepwise .status-running > .card { stroke: var(--sw-blue); stroke-width: 2; }
.stepwise .status-stopped > .card { stroke: var(--sw-stopped); stroke-width: 2.5; }
.stepwise .status-succeeded > .card { stroke: var(--sw-green); stroke-width: 2; }
.stepwise .status-failed > .card { stroke: var(--sw-red); stroke-width: 2; }
.stepwise .status-caught > .card { stroke: var(--sw-orange); stroke-width: 2; }
.stepwise .status-aborted > .card { stroke: var(--sw-grey); stroke-width: 2; }
.stepwise .status-running .mark { color: var(--sw-blue); }
.stepwise .status-stopped .mark { color: var(--sw-stopped); }
.stepwise .status-succeeded .mark { color: var(--sw-green); }
.stepwise .status-failed .mark { color: var(--sw-red); }
.stepwise .status-caught .mark { color: var(--sw-orange); }
.stepwise .status-aborted .mark { color: var(--sw-grey); }
.stepwise .mark circle, .stepwise .mark rect { fill: currentColor; stroke: var(--sw-canvas); stroke-width: 2; }
.stepwise .mark path { fill: none; stroke: var(--sw-canvas); stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.stepwise .mark text { fill: var(--sw-canvas); font-size: 10px; font-weight: 700; text-anchor: middle; }
${['orange', 'blue', 'pink', 'green', 'teal', 'purple', 'amber', 'red', 'grey'].map((tone) => `.stepwise .tone-${tone} { color: var(--sw-${tone}); }`).join('\n')}
`;

export type Theme = 'light' | 'dark' | 'auto';

const light = {
  font: `system-ui, -apple-system, "Segoe UI", Roboto, Ubuntu, "DejaVu Sans", sans-serif`,
  canvas: '#ffffff',
  card: '#ffffff',
  container: '#f5f7fa',
  label: '#ffffff',
  shade: 'rgba(15, 23, 42, 0.06)',
  border: '#d5dbe3',
  text: '#1c2430',
  muted: '#5d6878',
  line: '#9aa5b4',
  catch: '#d9777f',
  'catch-text': '#b3303e',
  taken: '#1a8754',
  stopped: '#b07d00',
  terminal: '#3b4656',
  'terminal-text': '#ffffff',
  tile: '0.12',
  orange: '#c2570c',
  blue: '#2f6fde',
  pink: '#c0317f',
  green: '#1a8754',
  teal: '#0d8080',
  purple: '#7c4ddb',
  amber: '#9a6b00',
  red: '#d1293d',
  grey: '#5b6472',
};
const dark: typeof light = {
  ...light,
  canvas: '#16181d',
  card: '#20242b',
  container: '#1b1e24',
  label: '#20242b',
  shade: 'rgba(0, 0, 0, 0.25)',
  border: '#363c47',
  text: '#e6e9ee',
  muted: '#9aa4b2',
  line: '#5f6a7a',
  catch: '#a8555d',
  'catch-text': '#ff9aa2',
  taken: '#4cc38a',
  stopped: '#ffcc4d',
  terminal: '#c9d1db',
  'terminal-text': '#16181d',
  tile: '0.16',
  orange: '#f0955a',
  blue: '#6ea8fe',
  pink: '#f178b6',
  green: '#4cc38a',
  teal: '#4fd1c5',
  purple: '#b197fc',
  amber: '#e3b341',
  red: '#ff6b6b',
  grey: '#9aa4b2',
};

function variables(palette: typeof light): string {
  return Object.entries(palette)
    .map(([name, value]) => `--sw-${name}: ${value};`)
    .join(' ');
}

/** Colours and rules of a file that stands alone; `auto` follows the reader's system. */
export function standaloneStyle(theme: Theme): string {
  const first = `.stepwise { ${variables(theme === 'dark' ? dark : light)} }`;
  const second = theme === 'auto' ? `@media (prefers-color-scheme: dark) { .stepwise { ${variables(dark)} } }` : '';
  return `${first}\n${second}${pictureRules}.stepwise .canvas { fill: var(--sw-canvas); }`;
}

// Starts code-server (a real VS Code server + workbench) and a browser on it; nothing outlives stop().
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { codeServerDir, node24, chromiumPath } from './paths.mjs';

const entry = path.join(codeServerDir, 'out', 'node', 'entry.js');

const defaultSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'chat.agentHost.enabled': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.restoreWindows': 'none',
  'security.workspace.trust.enabled': false,
  'files.autoSave': 'off', // as on the desktop
  'remote.autoForwardPorts': false,
  'workbench.reduceMotion': 'on',
  'editor.cursorBlinking': 'solid',
  'git.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'testing.automaticallyOpenTestResults': 'neverOpen',
};

/** A fresh profile: user data, extensions and a copy of the workspace (`name` is the copy's folder name). */
export function makeProfile({ workspace, settings = {}, name = 'ws', copy = true }) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'e2e-')); // short: a unix socket path lives in there
  const profile = {
    root,
    userData: path.join(root, 'ud'),
    extensions: path.join(root, 'ext'),
    config: path.join(root, 'config.yaml'),
    workspace: copy ? path.join(root, name) : path.resolve(workspace),
    settings: { ...defaultSettings, ...settings },
  };
  fs.mkdirSync(path.join(profile.userData, 'User'), { recursive: true });
  fs.mkdirSync(profile.extensions);
  writeSettings(profile, {});
  if (copy) {
    fs.cpSync(workspace, profile.workspace, { recursive: true });
  }
  return profile;
}

/** Changes user settings, also of a running workbench (it watches the file). */
export function writeSettings(profile, settings) {
  Object.assign(profile.settings, settings);
  fs.writeFileSync(path.join(profile.userData, 'User', 'settings.json'), JSON.stringify(profile.settings, null, 2));
}

/** Removes a profile with everything in it. */
export function removeProfile(profile) {
  fs.rmSync(profile.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/** Keeps VS Code's logs of a failed run. */
export function keepLogs(profile, out) {
  fs.cpSync(path.join(profile.userData, 'logs'), path.join(out, 'vscode-logs'), { recursive: true, force: true });
  fs.copyFileSync(path.join(profile.root, 'server.log'), path.join(out, 'server.log'));
  console.log(`[e2e] logs and screenshots are in ${out}`);
}

const profileArgs = (profile) => [
  ...['--user-data-dir', profile.userData],
  ...['--extensions-dir', profile.extensions],
  ...['--config', profile.config],
];

function serverEnv(extra) {
  const env = { ...process.env, EXTENSIONS_GALLERY: '{"serviceUrl":""}', ...extra }; // no marketplace, no look-ups of extensions
  // A shell started inside VS Code or code-server would leak these and make the command line talk to that other server.
  for (const key of Object.keys(env)) {
    if (/^VSCODE_|^CODE_SERVER_|^ELECTRON_/.test(key) || ['PORT', 'PASSWORD', 'NODE_OPTIONS'].includes(key)) {
      delete env[key];
    }
  }
  return env;
}

/** Installs a packaged extension as "Install from VSIX" does. */
export function installVsix(profile, vsix) {
  const args = [entry, ...profileArgs(profile), '--install-extension', path.resolve(vsix), '--force'];
  const { status, stdout, stderr } = spawnSync(node24, args, { encoding: 'utf8', env: serverEnv() });
  if (status !== 0 || !/successfully installed/.test(stdout)) {
    throw new Error(`installing ${vsix} failed:\n${stdout}${stderr}`);
  }
}

/**
 * Starts the server and waits until it listens.
 * `trust: true` asks VS Code to treat each workspace as trusted; `testDriver` makes it honour the payload (extension tests);
 * `lost(text)` is told what the server printed when it ends by itself.
 */
export async function startServer(
  profile,
  { env = {}, timeout = 30_000, trust = true, testDriver = true, port = 0, lost = () => {} } = {},
) {
  const log = fs.createWriteStream(path.join(profile.root, 'server.log'));
  const args = [
    entry,
    ...['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`],
    ...profileArgs(profile),
    ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override', '--ignore-last-opened'],
    ...(trust ? ['--disable-workspace-trust'] : []),
    ...(testDriver ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
  ];
  // detached = a process group of its own, so that it can be killed as a whole
  const child = spawn(node24, args, { env: serverEnv(env), stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let text = '';
  const authority = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`code-server did not start in ${timeout} ms:\n${text}`)), timeout);
    const read = (data) => {
      log.write(data);
      if (text.length < 1e6) {
        text += data;
      }
      const match = /HTTP server listening on http:\/\/(127\.0\.0\.1:\d+)/.exec(text);
      if (match) {
        clearTimeout(timer);
        resolve(match[1]);
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`code-server ended with ${code}:\n${text}`));
    });
  }).catch((error) => {
    killGroup(child.pid);
    throw error;
  });
  const onExit = () => killGroup(child.pid);
  process.prependOnceListener('exit', onExit); // before whoever removes the profile
  const onLost = () => lost(text);
  child.once('exit', onLost);
  return {
    pid: child.pid,
    authority,
    url: `http://${authority}/`,
    uri: (file) => `vscode-remote://${authority}${encodeURI(path.resolve(file))}`,
    async stop() {
      process.removeListener('exit', onExit);
      child.removeListener('exit', onLost);
      const gone = new Promise((resolve) =>
        child.exitCode !== null || child.signalCode ? resolve() : child.once('exit', resolve),
      );
      killGroup(child.pid); // SIGKILL to the group: SIGTERM leaves extension hosts behind
      await gone;
      log.end();
    },
  };
}

function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // already gone
  }
}

/** How Chromium is started: headless, cut off from every network but this machine. */
function chromiumOptions() {
  if (!chromiumPath) {
    throw new Error('no chromium found: install it (apt-get install chromium) or name one in E2E_CHROMIUM');
  }
  return {
    executablePath: chromiumPath,
    headless: true,
    args: [
      ...[
        '--headless=new',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
      ],
      ...['--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1', // hermetic: any use of the network fails at once
    ],
  };
}

const windowSize = { width: 1400, height: 900 };
const permissions = ['clipboard-read', 'clipboard-write'];

/** A browser with one page of that size. */
export async function openBrowser(viewport = windowSize) {
  const browser = await chromium.launch(chromiumOptions());
  const context = await browser.newContext({ viewport, permissions });
  return { browser, page: await context.newPage() };
}

/** A browser for many workbenches, one after the other: it keeps what it has loaded and compiled of VS Code, as long as they are at one port. */
export async function openSharedBrowser() {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'e2e-browser-'));
  const context = await chromium.launchPersistentContext(profile, { ...chromiumOptions(), permissions });
  return {
    /** A page that knows nothing of the earlier ones: what the workbench has stored in the browser is gone. */
    async newPage(address, size = windowSize) {
      const page = await context.newPage();
      await page.setViewportSize(size);
      const session = await context.newCDPSession(page);
      const storageTypes = 'cookies,file_systems,indexeddb,local_storage,service_workers';
      await session.send('Storage.clearDataForOrigin', { origin: new URL(address).origin, storageTypes });
      await session.detach();
      return page;
    },
    async close() {
      await context.close().catch(() => {});
      fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** The address of the workbench on a folder or a `.code-workspace` file; `payload` are pairs for the workbench, such as where extension tests are. */
export function workbenchUrl(server, { folder, codeWorkspace, payload = [] }) {
  const opened = codeWorkspace === undefined ? { folder } : { workspace: codeWorkspace };
  const query = new URLSearchParams({ ...opened, payload: JSON.stringify([['skipWelcome', 'true'], ...payload]) });
  return `${server.url}?${query}`;
}

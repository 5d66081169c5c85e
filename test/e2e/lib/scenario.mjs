// Runs scenarios: each in a workbench of its own with the packaged extension installed, step by step, with screenshots.
import fs from 'node:fs';
import path from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { Workbench } from './ui.mjs';
import { installVsix, keepLogs, makeProfile, openSharedBrowser, removeProfile, startServer, workbenchUrl } from './vscode.mjs';

/** VS Code's own colour themes: the settings' id, the title in the list, the class of the workbench. */
const themes = {
  dark: { id: 'Default Dark Modern', title: 'Dark Modern', css: 'vs-dark' },
  light: { id: 'Default Light Modern', title: 'Light Modern', css: 'vs' },
  contrast: { id: 'Default High Contrast', title: 'Dark High Contrast', css: 'hc-black' },
  contrastLight: { id: 'Default High Contrast Light', title: 'Light High Contrast', css: 'hc-light' },
};

/** All workbenches are at the port of the first: the browser knows VS Code's files by their address. */
let port = 0;

/**
 * Runs scenarios one after the other and returns the results of their steps: `{title, state: 'passed' | 'failed', ms, error?, before?}`.
 * A scenario that fails is tried once more, as a user would whose key came a moment too early; `before` is then the error of the first try.
 * A scenario is `{name, workspace, codeWorkspace?, files?, extensions?, theme?, trust?, settings?, prepare?(folder), run({wb, step, setTheme, profile})}`;
 * `extensions` are manifests of other extensions, installed beside the packaged one. A failed step ends its scenario.
 */
export async function runScenarios(scenarios, { vsix, out }) {
  const results = [];
  const browser = await openSharedBrowser();
  for (const scenario of scenarios) {
    let steps = await runScenario(scenario, { vsix, out, browser });
    const failed = steps.find(({ state }) => state === 'failed');
    if (failed) {
      steps = await runScenario(scenario, { vsix, out, browser });
      steps[0].before = `${failed.title}: ${failed.error}`;
    }
    results.push(...steps);
  }
  await browser.close();
  return results;
}

async function runScenario(scenario, { vsix, out, browser }) {
  const results = [];
  console.log(`\n${scenario.name}`);
  const profile = makeProfile({
    workspace: scenario.workspace,
    name: path.basename(scenario.workspace),
    settings: {
      'workbench.colorTheme': themes[scenario.theme ?? 'dark'].id,
      ...(scenario.trust === false
        ? { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' }
        : {}),
      ...scenario.settings,
    },
  });
  for (const [name, content] of Object.entries(scenario.files ?? {})) {
    const file = path.join(profile.workspace, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
  }
  scenario.prepare?.(profile.workspace);
  let server, page, wb, failed;
  /** Does one step of a user, with its checks. */
  const step = async (title, act) => {
    const start = Date.now();
    try {
      await act();
      results.push({ title: `${scenario.name}: ${title}`, state: 'passed', ms: Date.now() - start });
      console.log(`  ok   ${((Date.now() - start) / 1000).toFixed(1).padStart(5)} s  ${title}`);
    } catch (error) {
      results.push({ title: `${scenario.name}: ${title}`, state: 'failed', ms: Date.now() - start, error: error.stack });
      console.log(`  FAIL ${((Date.now() - start) / 1000).toFixed(1).padStart(5)} s  ${title}\n${error.stack}`);
      await wb?.snap('FAILED').catch(() => {});
      throw error;
    }
  };
  try {
    await step('the packaged extension installs and the workbench opens', async () => {
      installVsix(profile, vsix);
      for (const manifest of scenario.extensions ?? []) {
        installVsix(profile, await packManifest(manifest, profile.root));
      }
      server = await startServer(profile, { trust: scenario.trust !== false, port });
      ({ port } = new URL(server.url));
      page = await browser.newPage(server.url, scenario.window);
      page.setDefaultTimeout(30_000);
      const address = server.url;
      const strangers = new Set();
      page.on('requestfailed', (request) => {
        if (!request.url().startsWith(address)) {
          strangers.add(new URL(request.url()).host);
        }
      });
      scenario.strangers = strangers;
      wb = new Workbench(page, { workspace: profile.workspace, out, prefix: `${scenario.id}-` });
      const { codeWorkspace } = scenario;
      const opened = codeWorkspace
        ? { codeWorkspace: path.join(profile.workspace, codeWorkspace) }
        : { folder: profile.workspace };
      await wb.open(workbenchUrl(server, opened));
    });
    const setTheme = async (theme) => {
      const { title, css } = themes[theme];
      await wb.command('Preferences: Color Theme');
      await page.locator('.quick-input-widget:visible input[placeholder*="Theme"]').waitFor();
      await wb.quickInput.fill(title);
      await wb.quickRow(title).waitFor();
      await wb.key('Enter');
      await page.locator(`.monaco-workbench.${css}`).waitFor();
    };
    await scenario.run({ wb, page, step, setTheme, profile, server });
    await step('nothing outside this machine was asked for', async () => {
      if (scenario.strangers.size > 0) {
        throw new Error(`asked for: ${[...scenario.strangers].join(', ')}`);
      }
    });
  } catch (error) {
    failed = error;
    if (results.every((result) => result.state === 'passed')) {
      results.push({ title: `${scenario.name}: outside any step`, state: 'failed', error: error.stack });
      console.error(error);
    }
  } finally {
    await page?.close().catch(() => {});
    await server?.stop();
    if (failed && server) {
      keepLogs(profile, path.join(out, `${scenario.id}-logs`));
    }
    removeProfile(profile);
  }
  return results;
}

/** Packs an extension that is nothing but its manifest; returns the .vsix. */
async function packManifest(manifest, folder) {
  const cwd = path.join(folder, manifest.name);
  fs.mkdirSync(cwd);
  fs.writeFileSync(
    path.join(cwd, 'package.json'),
    JSON.stringify({ version: '1.0.0', engines: { vscode: '^1.100.0' }, ...manifest }),
  );
  fs.writeFileSync(path.join(cwd, 'README.md'), 'Stands for another extension.');
  const packagePath = path.join(folder, `${manifest.name}.vsix`);
  await createVSIX({ cwd, packagePath, allowMissingRepository: true, skipLicense: true, dependencies: false });
  return packagePath;
}

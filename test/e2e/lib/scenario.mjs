// Runs scenarios: each in a workbench of its own with the packaged extension installed, step by step, with screenshots.
import fs from 'node:fs';
import path from 'node:path';
import { Workbench } from './ui.mjs';
import { installVsix, keepLogs, makeProfile, openBrowser, removeProfile, startServer, workbenchUrl } from './vscode.mjs';

/** VS Code's own colour themes: the settings' id, the title in the list, the class of the workbench. */
const themes = {
  dark: { id: 'Default Dark Modern', title: 'Dark Modern', css: 'vs-dark' },
  light: { id: 'Default Light Modern', title: 'Light Modern', css: 'vs' },
  contrast: { id: 'Default High Contrast', title: 'Dark High Contrast', css: 'hc-black' },
  contrastLight: { id: 'Default High Contrast Light', title: 'Light High Contrast', css: 'hc-light' },
};

/**
 * Runs one scenario and returns the results of its steps: `{title, state: 'passed' | 'failed', ms, error?}`.
 * A scenario is `{name, workspace, files?, theme?, trust?, settings?, run({wb, step, setTheme, profile})}`; a failed step ends its scenario.
 */
export async function runScenario(scenario, { vsix, out }) {
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
    fs.writeFileSync(path.join(profile.workspace, name), content);
  }
  let server, browser, page, wb, failed;
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
      server = await startServer(profile, { trust: scenario.trust !== false });
      ({ browser, page } = await openBrowser(scenario.window));
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
      await wb.open(workbenchUrl(server, { folder: profile.workspace }));
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
    await browser?.close().catch(() => {});
    await server?.stop();
    if (failed && server) {
      keepLogs(profile, path.join(out, `${scenario.id}-logs`));
    }
    removeProfile(profile);
  }
  return results;
}

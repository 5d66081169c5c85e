import assert from 'node:assert/strict';
import * as path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { type Script, input, mocks } from '../support/capabilityScript';

/** What there is to see: by capability. */
export const views: Record<string, Script> = {
  async supportsEvaluateForHovers(bench, launch) {
    await launch({ stopOnEntry: true });
    await bench.stopped();
    assert.equal(await bench.evaluate('$.items[1]', 'hover'), '"b"');
    assert.equal(await bench.evaluate('$$.State.Name', 'hover'), '"Price"');
    assert.equal(await bench.evaluate('{% $count($states.input.items) %}', 'hover'), '2');
    const gone = await bench.client.ask('evaluate', { expression: '$.none', frameId: bench.frameId, context: 'hover' });
    assert.equal(gone.success, false);
  },

  async supportsClipboardContext(bench, launch) {
    await launch({ stopOnEntry: true });
    await bench.stopped();
    assert.equal(await bench.evaluate('$.items', 'clipboard'), '[\n  "a",\n  "b"\n]');
  },

  async supportsLoadedSourcesRequest(bench, launch) {
    await launch({ stopOnEntry: true });
    await bench.stopped();
    const { sources } = await bench.client.send<DebugProtocol.LoadedSourcesResponse>('loadedSources', {});
    assert.deepEqual(
      sources.map((source) => source.path),
      [bench.program],
    );
  },

  async supportedChecksumAlgorithms(bench, launch) {
    await launch({ stopOnEntry: true });
    await bench.stopped();
    const { sources } = await bench.client.send<DebugProtocol.LoadedSourcesResponse>('loadedSources', {});
    assert.deepEqual(
      sources[0]!.checksums!.map(({ algorithm, checksum }) => [algorithm, checksum.length]),
      [['SHA256', 64]],
    );
  },

  async supportsModulesRequest(bench, launch) {
    await launch({ stopOnEntry: true });
    await bench.stopped();
    const all = await bench.client.send<DebugProtocol.ModulesResponse>('modules', {});
    assert.deepEqual(
      all.modules.map((module) => path.basename(module.path!)),
      [path.basename(bench.program), 'mocks.json'],
    );
    const second = await bench.client.send<DebugProtocol.ModulesResponse>('modules', { startModule: 1, moduleCount: 1 });
    assert.deepEqual([second.modules.length, second.totalModules], [1, 2]);
  },

  async supportsDelayedStackTraceLoading(bench, launch) {
    await launch({}, () => bench.breakAt({ line: bench.named('Weigh') }));
    await bench.stopped();
    const framesOf = (startFrame: number, levels: number): Promise<DebugProtocol.StackTraceResponse['body']> =>
      bench.client.send<DebugProtocol.StackTraceResponse>('stackTrace', { threadId: bench.thread, startFrame, levels });
    const [top, rest] = [await framesOf(0, 1), await framesOf(1, 2)];
    assert.deepEqual([top.stackFrames.map(({ name }) => name), top.totalFrames], [['Weigh'], 4]);
    assert.deepEqual(
      rest.stackFrames.map(({ name }) => name),
      ['Each', 'Fan'],
    );
  },

  async supportsCompletionsRequest(bench, launch) {
    await launch({ stopOnEntry: true });
    await bench.stopped();
    const labels = async (text: string): Promise<string[]> => {
      const args = { text, column: text.length + 1, frameId: bench.frameId };
      return (await bench.client.send<DebugProtocol.CompletionsResponse>('completions', args)).targets.map(({ label }) => label);
    };
    assert.deepEqual(await labels('$.it'), ['items']);
    assert.deepEqual(await labels('.goto Ch'), ['Choose']);
  },

  async completionTriggerCharacters(bench, launch) {
    await launch({ stopOnEntry: true });
    await bench.stopped();
    for (const text of ['$', '$.', '$.items[', '{']) {
      await bench.client.send('completions', { text, column: text.length + 1, frameId: bench.frameId });
    }
  },

  async supportsANSIStyling(bench) {
    await bench.client.initialize({ supportsANSIStyling: true });
    await bench.client.send('launch', {
      program: bench.program,
      startTime: '2026-01-31T12:00:00Z',
      input,
      mocks: bench.write('mocks.json', mocks),
      testCase: 'Gone',
    });
    await bench.client.until('initialized');
    await bench.client.send('configurationDone');
    await bench.client.until('terminated');
    // eslint-disable-next-line no-control-regex
    assert.ok(bench.client.transcript.some((line) => /^\* stdout: \u001b\[\d/.test(line)));
  },

  async supportsCancelRequest(bench, launch) {
    await launch({ stopOnEntry: true });
    await bench.stopped();
    const endless = '{% ($f := function($n) { $f($n + 1) }; $f(0)) %}';
    const answer = bench.client.ask('evaluate', { expression: endless, frameId: bench.frameId, context: 'watch' });
    await bench.client.send('cancel', { requestId: bench.client.lastSeq });
    const { success, message } = await answer;
    assert.deepEqual([success, message], [false, 'cancelled']);
    await bench.client.send('cancel', { requestId: 9999 });
    assert.equal(await bench.evaluate('$.items[0]'), '"a"');
  },
};

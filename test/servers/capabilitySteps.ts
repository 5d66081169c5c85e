import assert from 'node:assert/strict';
import * as path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { type Script, mocks } from '../support/capabilityScript';

/** How it moves, and what is changed: by capability. */
export const steps: Record<string, Script> = {
  async supportsConfigurationDoneRequest(bench, launch) {
    await launch({ stopOnEntry: true }, () => bench.breakAt({ line: bench.named('Choose') }));
    assert.equal(await bench.stopped(), 'entry Price');
    assert.equal(await bench.step('continue'), 'breakpoint Choose');
  },

  async supportsRestartRequest(bench, launch) {
    await launch({}, () => bench.breakAt({ line: bench.named('Choose') }));
    assert.equal(await bench.stopped(), 'breakpoint Choose');
    await bench.client.send('restart', {});
    assert.equal(await bench.stopped(), 'breakpoint Choose');
    const told = bench.client.transcript.filter((line) => /stdout: .*Price +→ Fan/.test(line));
    assert.equal(told.length, 2);
  },

  async supportsRestartFrame(bench, launch) {
    await launch({}, () => bench.breakAt({ line: bench.named('Choose') }));
    await bench.stopped();
    assert.equal(await bench.step('restartFrame', { frameId: bench.frameId }), 'restart Choose');
    assert.equal(await bench.step('next'), 'step Done');
  },

  async supportsStepBack(bench, launch) {
    await launch({ stopOnEntry: true });
    await bench.stopped();
    assert.equal(await bench.step('next'), 'step Fan');
    assert.equal(await bench.step('stepBack'), 'entry Price');
    assert.equal(await bench.step('next'), 'step Fan');
    assert.equal(await bench.step('reverseContinue'), 'entry Price');
    // Nothing is performed twice.
    assert.equal(bench.client.transcript.filter((line) => /stdout: .*Price +→ Fan/.test(line)).length, 1);
  },

  async supportsStepInTargetsRequest(bench, launch) {
    await launch({}, () => bench.breakAt({ line: bench.named('Fan') }));
    await bench.stopped();
    const targetsOf = async (): Promise<DebugProtocol.StepInTarget[]> =>
      (await bench.client.send<DebugProtocol.StepInTargetsResponse>('stepInTargets', { frameId: bench.frameId })).targets;
    const branches = await targetsOf();
    assert.deepEqual(
      branches.map(({ label }) => label),
      ['The next step of the data flow', 'Branch 0: Pack', 'Branch 1: Each'],
    );
    assert.equal(await bench.step('stepIn', { targetId: branches[2]!.id }), 'step Each < Fan');
    const [, first] = await targetsOf();
    assert.equal(await bench.step('stepIn', { targetId: first!.id }), 'step Weigh < Each < Fan');
    assert.equal(await bench.evaluate('$$.Map.Item.Index'), '0');
  },

  async supportsSteppingGranularity(bench, launch) {
    await launch({ stopOnEntry: true });
    await bench.stopped();
    assert.equal(await bench.step('next', { granularity: 'instruction' }), 'step Parameters < Price');
    assert.equal(await bench.step('next', { granularity: 'instruction' }), 'step Resource < Price');
    assert.equal(await bench.step('stepBack', { granularity: 'instruction' }), 'step Parameters < Price');
    assert.equal(await bench.step('next', { granularity: 'statement' }), 'step Fan');
    assert.equal(await bench.step('stepBack', { granularity: 'statement' }), 'entry Price');
  },

  async supportsSingleThreadExecutionRequests(bench, launch) {
    await launch({ stepping: 'all' }, () => bench.breakAt({ line: bench.named('Pack') }));
    assert.equal(await bench.stopped(), 'breakpoint Pack < Fan');
    await bench.client.look();
    assert.equal(await bench.step('next', { singleThread: true }), 'step Seal < Fan');
    const waiting = (await bench.client.look()).filter((line) => line.includes('Each'));
    assert.deepEqual(
      waiting.map((line) => line.replace(/:\d+/g, '')),
      [`Fan · branch 1: Each < Fan < ${path.basename(bench.program)}`],
    );
    await bench.client.send('continue', { threadId: bench.thread });
    await bench.client.until('terminated');
  },

  async supportsGotoTargetsRequest(bench, launch) {
    await launch({ stopOnEntry: true });
    await bench.stopped();
    const args = { source: { path: bench.program }, line: bench.named('Done') };
    const { targets } = await bench.client.send<DebugProtocol.GotoTargetsResponse>('gotoTargets', args);
    assert.equal(await bench.step('goto', { targetId: targets[0]!.id }), 'goto Done');
    await bench.client.send('continue', { threadId: 1 });
    await bench.client.until('terminated');
  },

  async supportsSetVariable(bench, launch) {
    await launch({}, () => bench.breakAt({ line: bench.named('Choose') }));
    await bench.stopped();
    const { scopes } = await bench.client.send<DebugProtocol.ScopesResponse>('scopes', { frameId: bench.frameId });
    const { variablesReference } = scopes.find(({ name }) => name === 'Input')!;
    await bench.client.send('setVariable', { variablesReference, name: 'price', value: '{"N": 101}' });
    assert.equal(await bench.step('next'), 'step Sorry');
  },

  async supportsSetExpression(bench, launch) {
    await launch({}, () => bench.breakAt({ line: bench.named('Choose') }));
    await bench.stopped();
    await bench.client.send('setExpression', { expression: '$.price.N', value: '101', frameId: bench.frameId });
    const wrong = { expression: '$$.State.Name', value: '"Other"', frameId: bench.frameId };
    assert.equal((await bench.client.ask('setExpression', wrong)).success, false);
    assert.equal(await bench.step('next'), 'step Sorry');
  },

  async supportsTerminateRequest(bench, launch) {
    await launch({ stopOnEntry: true });
    await bench.stopped();
    await bench.client.send('terminate', {});
    await bench.client.until('terminated');
    assert.ok(bench.client.transcript.includes('* stdout: ABORTED'));
  },

  async supportTerminateDebuggee(bench, launch) {
    const mocksFile = bench.write('left.json', mocks);
    await launch({ stopOnEntry: true, mocks: mocksFile });
    await bench.stopped();
    // The adapter lives until the execution has ended.
    const over = new Promise((resolve) => bench.client.process!.once('close', resolve));
    await bench.client.send('disconnect', { terminateDebuggee: false });
    await over;
    assert.ok(bench.client.transcript.includes('* stdout: SUCCEEDED'));
  },

  async supportsTerminateThreadsRequest(bench, launch) {
    await launch({}, () => bench.breakAt({ line: bench.named('Weigh') }));
    assert.equal(await bench.stopped(), 'breakpoint Weigh < Each < Fan');
    await bench.breakAt();
    await bench.client.send('terminateThreads', { threadIds: [bench.thread] });
    await bench.client.until('stopped');
    await bench.client.send('continue', { threadId: bench.thread });
    await bench.client.until('terminated');
    assert.ok(bench.client.transcript.some((line) => line.includes('Ended by the user.')));
  },
};

import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { type Script, history } from '../support/capabilityScript';

/** Where it stops: by capability. */
export const breakpoints: Record<string, Script> = {
  async supportsFunctionBreakpoints(bench, launch) {
    await launch({}, () =>
      bench.client.send('setFunctionBreakpoints', {
        breakpoints: [{ name: 'Type:Choice' }, { name: 'dynamodb:getItem' }, { name: 'We*' }, { name: 'Nobody' }],
      }),
    );
    assert.equal(await bench.stopped(), 'function breakpoint Price');
    assert.equal(await bench.step('continue'), 'function breakpoint Weigh < Each < Fan');
    await bench.client.send('setFunctionBreakpoints', { breakpoints: [{ name: 'Type:Choice' }] });
    assert.equal(await bench.step('continue'), 'function breakpoint Choose');
  },

  async supportsConditionalBreakpoints(bench, launch) {
    await launch({}, () => bench.breakAt({ line: bench.named('Weigh'), condition: '$ == "b"' }));
    assert.equal(await bench.stopped(), 'breakpoint Weigh < Each < Fan');
    assert.equal(await bench.evaluate('$'), '"b"');
  },

  async supportsHitConditionalBreakpoints(bench, launch) {
    await launch({}, () => bench.breakAt({ line: bench.named('Weigh'), hitCondition: '=2' }));
    assert.equal(await bench.stopped(), 'breakpoint Weigh < Each < Fan');
    assert.equal(await bench.evaluate('$'), '"b"');
  },

  async supportsLogPoints(bench, launch) {
    await launch({}, () => bench.breakAt({ line: bench.named('Weigh'), logMessage: 'weighs {$}' }));
    await bench.client.until('terminated');
    assert.equal(bench.client.transcript.filter((line) => /weighs [ab]$/.test(line)).length, 2);
  },

  async supportsDataBreakpoints(bench, launch) {
    await launch({ stopOnEntry: true });
    await bench.stopped();
    const args = { name: '$.price', frameId: bench.frameId };
    const { dataId } = await bench.client.send<DebugProtocol.DataBreakpointInfoResponse>('dataBreakpointInfo', args);
    await bench.client.send('setDataBreakpoints', { breakpoints: [{ dataId }] });
    assert.equal(await bench.step('continue'), 'data breakpoint Fan');
  },

  async supportsBreakpointLocationsRequest(bench, launch) {
    await launch({ stopOnEntry: true });
    await bench.stopped();
    const args = { source: { path: bench.program }, line: bench.named('Price'), endLine: bench.named('Fan') };
    const { breakpoints } = await bench.client.send<DebugProtocol.BreakpointLocationsResponse>('breakpointLocations', args);
    assert.ok(breakpoints.length >= 7);
  },

  async exceptionBreakpointFilters(bench, launch) {
    const filters = ['caught', 'fail'];
    await launch({ testCase: 'Gone' }, () => bench.client.send('setExceptionBreakpoints', { filters }));
    assert.equal(await bench.stopped(), 'exception Catch/0 < Price');
    assert.equal(await bench.step('continue'), 'exception Sorry');
  },

  async supportsExceptionFilterOptions(bench, launch) {
    const filterOptions = [
      { filterId: 'retried', condition: 'Fast, Sl*' },
      { filterId: 'fail', condition: '$$.State.Name == "Nobody"' },
    ];
    await launch({ testCase: 'Slow' }, () => bench.client.send('setExceptionBreakpoints', { filters: [], filterOptions }));
    assert.equal(await bench.stopped(), 'exception Retry/0 < Price');
    await bench.client.send('continue', { threadId: 1 });
    await bench.client.until('terminated');
  },

  async supportsExceptionOptions(bench, launch) {
    const exceptionOptions = [
      { path: [{ names: ['asl'] }, { names: ['Slow'] }], breakMode: 'always' },
      { path: [{ names: ['asl'] }, { names: ['Gone'] }], breakMode: 'never' },
    ];
    await launch({ testCase: 'Slow' }, () => bench.client.send('setExceptionBreakpoints', { filters: [], exceptionOptions }));
    assert.equal(await bench.stopped(), 'exception Retry/0 < Price');
    await bench.client.send('continue', { threadId: 1 });
    await bench.client.until('terminated');
  },

  async supportsExceptionInfoRequest(bench, launch) {
    await launch({ testCase: 'Slow' }, () => bench.client.send('setExceptionBreakpoints', { filters: ['retried'] }));
    await bench.stopped();
    const info = await bench.client.send<DebugProtocol.ExceptionInfoResponse>('exceptionInfo', { threadId: 1 });
    assert.equal(info.exceptionId, 'Slow');
    assert.match(info.description!, /Retry 1 \(Slow\) tries again: attempt 1 of 3, in 2 s/);
  },

  async supportsInstructionBreakpoints(bench, launch) {
    await launch({ history: bench.write('history.json', { events: history }), testCase: undefined, mocks: undefined }, () =>
      bench.client.send('setInstructionBreakpoints', {
        breakpoints: [{ instructionReference: '4' }, { instructionReference: '5', offset: 1 }, { instructionReference: 'x' }],
      }),
    );
    assert.equal(await bench.stopped(), 'entry Price');
    assert.equal(await bench.step('continue'), 'instruction breakpoint Price');
    assert.equal(await bench.step('continue'), 'instruction breakpoint Sorry');
    assert.equal(await bench.step('reverseContinue'), 'instruction breakpoint Price');
  },

  async breakpointModes(bench, launch) {
    await launch({}, () =>
      bench.breakAt(
        { line: bench.line('Resource', 'Price'), mode: 'enter' },
        { line: bench.line('Resource', 'Price'), mode: 'exit' },
        { line: bench.named('Choose'), mode: 'edge' },
      ),
    );
    assert.equal(await bench.stopped(), 'breakpoint Price');
    assert.equal(await bench.step('continue'), 'breakpoint exit < Price');
    assert.equal(await bench.step('continue'), 'breakpoint Default < Choose');
  },
};

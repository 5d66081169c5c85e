import assert from 'node:assert/strict';
import * as path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { DapFolder } from '../support/dapFolder';
import { mocks, order } from '../support/dapOrder';

describe('debug adapter: what is not run', () => {
  const dap = new DapFolder();
  const write = (name: string, content: string | object): string => dap.write(name, content);
  const refused = (args: object): Promise<string> => dap.refused(args);

  it('leads to the problems where the definition is faulty, in an editor that has them', async () => {
    const program = write('faulty.asl.json', order.replace('"Next": "Enough"', '"Next": "Enogh"'));
    const errorOf = async (clientID: string, args: object): Promise<DebugProtocol.Message> => {
      const client = dap.start();
      await client.initialize({ clientID });
      const { body } = (await client.ask('launch', args)) as { body?: { error: DebugProtocol.Message } };
      await client.disconnect();
      return body!.error;
    };
    const { url, urlLabel } = await errorOf('vscode', { program });
    assert.deepEqual([url, urlLabel], ['command:workbench.actions.view.problems', 'Open Problems']);
    assert.equal((await errorOf('other', { program })).url, undefined);
    assert.equal((await errorOf('vscode', { program: path.join(dap.path, 'none.asl.json') })).url, undefined);
  });

  it('refuses what cannot run, with the reason', async () => {
    const program = write('order.asl.json', order);
    const faulty = write('faulty.asl.json', order.replace('"Next": "Enough"', '"Next": "Enogh"'));
    const open = write('open.asl.json', '{');
    assert.equal(await refused({}), 'The launch configuration names no "program": the path of a state machine definition.');
    assert.equal(
      await refused({ program: path.join(dap.path, 'none.asl.json') }),
      '<folder>/none.asl.json (the definition) cannot be read: there is no such file.',
    );
    assert.match(await refused({ program: faulty }), /^The definition has .*\nfaulty\.asl\.json:11:15: .*Enogh/);
    assert.match(await refused({ program: open }), /^The definition has .*\nopen\.asl\.json:1:/);
    assert.match(await refused({ program, text: '[]' }), /order\.asl\.json/);
    assert.equal(
      await refused({ program, inputText: '{"a": 1,\n "b": }' }),
      "The input is no JSON: line 2, column 7: Expected a JSON value, found '}'.",
    );
    assert.equal(
      await refused({ program, inputFile: 'none.json' }),
      '<folder>/none.json (the input) cannot be read: there is no such file.',
    );
    assert.match(await refused({ program, input: {}, inputText: '{}' }), /only one input/);
    assert.match(await refused({ program, clock: 'slow' }), /"clock": "slow" is not one of "virtual", "real"/);
    assert.match(await refused({ program, startTime: 'now' }), /"startTime": 'now' is no ISO 8601 time/);
    assert.match(await refused({ program, seed: 'x' }), /"seed": "x" is no whole number/);
    assert.match(await refused({ program, mocks: 'none.json', testCase: 'a' }), /none\.json/);
    assert.match(await refused({ program, mocks: write('mocks.json', mocks), testCase: 'Nothing' }), /Nothing/);
    assert.match(await refused({ program, functions: write('functions.json', '[') }), /functions\.json/);
  });
});

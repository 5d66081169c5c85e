import assert from 'node:assert/strict';
import type { ExecutionContext } from '../../../server/src/debug/session/sessionContext';
import { SessionFunctions } from '../../../server/src/debug/session/sessionFunctions';
import type { Inspection, WaitingFunction } from '../../../server/src/runner/tasks/binding';

const waiting: WaitingFunction = { name: 'price', language: 'node', address: 'ws://127.0.0.1:9/x', codeUri: '/code' };

describe('a function that waits for its debugger', () => {
  let said: string[];
  let heard: () => void;

  /** Steps into the function of strand 0 with this patience, in milliseconds. */
  const inspect = (patience: number, isHeld: (held: boolean) => void = () => undefined): Inspection => {
    const context = {
      running: () => ({ cursor: { execution: { strands: new Map() } } }),
      say: (text: string) => {
        said.push(text);
        heard();
      },
    } as unknown as ExecutionContext;
    const debuggers = { canStart: true, noPython: undefined, start: () => Promise.resolve(undefined) };
    const hold = (): (() => void) => {
      isHeld(true);
      return () => isHeld(false);
    };
    const functions = new SessionFunctions(context, debuggers, hold, patience);
    functions.want(0);
    const inspection = functions.inspect(0)!;
    inspection.begins();
    inspection.waits(waiting);
    return inspection;
  };

  beforeEach(() => {
    said = [];
    heard = () => undefined;
  });

  it('tells what it waits for and how to go on without, when that does not come', async () => {
    let held = false;
    const told = new Promise<void>((resolve) => (heard = resolve));
    const inspection = inspect(1, (now) => (held = now));
    await told;
    assert.equal(said.length, 1);
    assert.match(said[0]!, /^The function 'price' still waits for a debugger of Node\.js at ws:\/\/127\.0\.0\.1:9\/x, .*pause, /);
    assert.match(said[0]!, /\.mock \{json\} or \.fail Error .*Stop ends the execution\.\n$/);
    assert.equal(held, true);
    inspection.ended();
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(held, false);
  });

  it('tells nothing when it comes, or when the function has ended', async () => {
    inspect(1).came();
    inspect(1).ended();
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.deepEqual(said, []);
  });
});

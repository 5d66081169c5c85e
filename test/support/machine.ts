import assert from 'node:assert/strict';
import { lower } from '../../server/src/asl/lower';
import { compile } from '../../server/src/execution/compile';
import type { Program } from '../../server/src/execution/program';
import { VirtualClock } from '../../server/src/runner/clock';
import { Runner, type RunnerOptions } from '../../server/src/runner/runner';
import { type Json, readJson } from '../../server/src/source/json';
import { parseJson } from '../../server/src/source/parseJson';

/** The program of a definition, given as text or data; it must have no problem. */
export function programOf(definition: string | object): Program {
  const { root } = parseJson(typeof definition === 'string' ? definition : JSON.stringify(definition));
  const { program, problems } = compile(lower(root)!);
  assert.deepEqual(
    problems.map((p) => p.message),
    [],
  );
  return program!;
}

/** JSON text as data. */
export function data(text: string): Json {
  return readJson(text).value!;
}

/** The moment at which the executions of tests start: 2026-01-31T12:00:00Z. */
export const start = Date.UTC(2026, 0, 31, 12);

/** A runner whose history is the same on every run. `input` is JSON text. */
export function runnerOf(definition: string | object, input: string = '{}', options: Partial<RunnerOptions> = {}): Runner {
  return new Runner({
    program: programOf(definition),
    input: data(input),
    machineName: 'machine',
    name: 'execution',
    clock: new VirtualClock(start),
    seed: 1,
    ...options,
  });
}

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Runner as RunnerType } from '../../server/src/runner/runner';
import type { Json } from '../../server/src/source/json';
import { bundled } from './bundled';
import type * as Engine from './engine';
import { choiceLoop, inlineMap, jsonataChain, parallel, passChain } from './machines';
import { table } from './measure';
import { localStepFunctions } from './peers';

interface Case {
  readonly name: string;
  readonly definition: object;
  readonly input: unknown;
  /** States that are entered. */
  readonly states: number;
  /** What the peer cannot run. */
  readonly alone?: true;
}

const cases: readonly Case[] = [
  { name: 'chain of 10,000 Pass', definition: passChain(10_000), input: { value: 1 }, states: 10_000 },
  { name: 'Choice loop to 10,000', definition: choiceLoop(10_000), input: { n: 0 }, states: 20_001 },
  {
    name: 'inline Map, 100,000 items',
    definition: inlineMap(),
    input: { items: Array.from({ length: 100_000 }, (_, i) => ({ id: i })) },
    states: 100_001,
  },
  { name: 'Parallel of 100', definition: parallel(100), input: { value: 1 }, states: 101 },
  { name: 'chain of 1,000 JSONata', definition: jsonataChain(1000), input: { n: 0 }, states: 1000, alone: true },
];

const rounds = 3;

/** States per second beside the peer's, in the same process, in turn; and what an event of the history takes in memory. */
export async function executionBench(): Promise<string> {
  const peer = await localStepFunctions();
  const { Runner, VirtualClock, compile, lower, parse, readJson } = bundled('engine') as typeof Engine;
  const rows = [['machine', 'states', 'Stepwise /s', 'peer /s', 'ratio', 'bare loop /s', 'bytes per event']];
  for (const { name, definition, input, states, alone } of cases) {
    const text = JSON.stringify(definition);
    const { program } = compile(lower(parse(text, 'json').root)!);
    const data = readJson(JSON.stringify(input)).value!;
    const own = async (): Promise<RunnerType> => {
      const runner = new Runner({ program: program!, input: data, clock: new VirtualClock(0), seed: 1, limits: 'off' });
      const outcome = await runner.run();
      if (outcome?.status !== 'SUCCEEDED') {
        throw new Error(`${name}: ${outcome?.error}: ${outcome?.cause}`);
      }
      return runner;
    };
    const other = peer && !alone ? peer(definition, input) : undefined;
    const times = { own: [] as number[], other: [] as number[] };
    await own();
    for (let round = 0; round < rounds; round++) {
      times.own.push(await timed(own));
      if (other) {
        times.other.push(await timed(other));
      }
    }
    const mine = states / middle(times.own);
    const theirs = other ? states / middle(times.other) : undefined;
    rows.push([
      name,
      String(states),
      perSecond(mine),
      theirs === undefined ? (alone ? 'cannot' : 'not installed') : perSecond(theirs),
      theirs === undefined ? '' : `${(mine / theirs).toFixed(1)}x`,
      perSecond(states / (await timed(() => bare(definition, data, states)))),
      String(Math.round(await bytesPerEvent(own))),
    ]);
  }
  return `Executions: states per second, limits off (medians of ${rounds})\n\n${table(rows)}`;
}

async function timed(run: () => unknown): Promise<number> {
  const start = performance.now();
  await run();
  return (performance.now() - start) / 1000;
}

function middle(times: number[]): number {
  return times.sort((a, b) => a - b)[times.length >> 1]!;
}

const perSecond = (n: number): string => `${(n / 1000).toFixed(n < 10_000 ? 1 : 0)}k`;

/** The floor: a loop that looks up each state by its name and makes a new object of its input, and does nothing else. */
function bare(definition: object, input: Json, states: number): unknown {
  const table = (definition as { States: Record<string, { Next?: string }>; StartAt: string }).States;
  const names = Object.keys(table);
  let data: unknown = input;
  for (let i = 0; i < states; i++) {
    const state = table[names[i % names.length]!];
    data = { ...(data as object), from: state?.Next };
  }
  return data;
}

async function bytesPerEvent(run: () => Promise<RunnerType>): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // What earlier runs have left must be gone for good.
  for (let i = 0; i < 3; i++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    collect();
  }
  const before = process.memoryUsage().heapUsed;
  const runner = await run();
  collect();
  const bytes = process.memoryUsage().heapUsed - before;
  return bytes / runner.history.length;
}

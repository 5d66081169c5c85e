import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Runner as RunnerType } from '../../server/src/runner/runner';
import type { Json } from '../../server/src/source/json';
import { bundled } from './bundled';
import type * as Engine from './engine';
import { choiceLoop, distributedMap, inlineMap, jsonataChain, parallel, passChain } from './machines';
import { printTable, tell } from './measure';
import { localStepFunctions } from './peers';

interface Case {
  readonly name: string;
  readonly definition: object;
  readonly input: unknown;
  /** States that are entered. */
  readonly states: number;
  /** What the peer cannot run. */
  readonly alone?: true;
  /** How often it is measured; many times where one takes no time. */
  readonly rounds: number;
}

const cases: readonly Case[] = [
  { name: 'chain of 10,000 Pass', definition: passChain(10_000), input: { value: 1 }, states: 10_000, rounds: 15 },
  { name: 'chain of 1,000 Pass', definition: passChain(1000), input: { value: 1 }, states: 1000, rounds: 101 },
  { name: 'Choice loop to 10,000', definition: choiceLoop(10_000), input: { n: 0 }, states: 20_001, rounds: 7 },
  {
    name: 'inline Map, 100,000 items',
    definition: inlineMap(),
    input: { items: Array.from({ length: 100_000 }, (_, i) => ({ id: i })) },
    states: 100_001,
    rounds: 3,
  },
  { name: 'Parallel of 100', definition: parallel(100), input: { value: 1 }, states: 101, rounds: 101 },
  { name: 'chain of 1,000 JSONata', definition: jsonataChain(1000), input: { n: 0 }, states: 1000, rounds: 15, alone: true },
];

/** States per second beside the peer's, in the same process, in turn; and what the history takes. */
export async function executionBench(): Promise<void> {
  const peer = await localStepFunctions();
  const { Runner, VirtualClock, compile, lower, parse, readJson } = bundled('engine') as typeof Engine;
  const print = printTable('Executions: states per second of processor time, limits off (medians; first runs count)', [
    ...([
      ['machine', 25],
      ['states', 0],
      ['Stepwise /s', 0],
      ['peer /s', 13],
      ['ratio', 7],
      ['bare loop /s', 0],
    ] as const),
    ['bytes per event', 0],
    ['once read', 0],
    ['reading /s', 0],
  ]);
  for (const { name, definition, input, states, rounds, alone } of cases) {
    tell(name);
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
    const times = { own: [] as number[], other: [] as number[], bare: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      times.own.push(await timed(own));
      if (other) {
        times.other.push(await timed(other));
      }
      times.bare.push(await timed(() => bare(definition, data, states)));
    }
    const mine = states / middle(times.own);
    const theirs = other ? states / middle(times.other) : undefined;
    print([
      name,
      String(states),
      perSecond(mine),
      theirs === undefined ? (alone ? 'cannot' : 'not installed') : perSecond(theirs),
      theirs === undefined ? '' : `${(mine / theirs).toFixed(1)}x`,
      perSecond(states / middle(times.bare)),
      ...(await history(own)),
    ]);
  }
  tell('distributed Map');
  console.log(`\n${await distributed(bundled('engine') as typeof Engine)}`);
}

/** A distributed Map over 100,000 items: children per second, and what the process holds on to when it is over. */
async function distributed({ Runner, VirtualClock, compile, lower, parse, readJson }: typeof Engine): Promise<string> {
  const items = 100_000;
  const { program } = compile(lower(parse(JSON.stringify(distributedMap()), 'json').root)!);
  const data = readJson(JSON.stringify({ items: Array.from({ length: items }, (_, i) => ({ id: i })) })).value!;
  const before = await heapUsed();
  let outcome: Awaited<ReturnType<RunnerType['run']>>;
  const runner = new Runner({ program: program!, input: data, clock: new VirtualClock(0), seed: 1, limits: 'off' });
  const seconds = await timed(async () => (outcome = await runner.run()));
  if (outcome?.status !== 'SUCCEEDED') {
    throw new Error(`distributed Map: ${outcome?.error}: ${outcome?.cause}`);
  }
  const held = ((await heapUsed()) - before) / 2 ** 20;
  const last = runner.mapRuns[0]!.ended.length;
  return `Distributed Map, 100,000 items: ${perSecond(items / seconds)} children per second, ${held.toFixed(0)} MB held (the last ${last} children and the output)`;
}

/** Seconds of processor time, the collector's included: what else the machine does must not count. */
async function timed(run: () => unknown): Promise<number> {
  const start = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
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

/** What an event takes in memory, in bytes, before and after the history has been read, and how many are read per second. */
async function history(run: () => Promise<RunnerType>): Promise<string[]> {
  const before = await heapUsed();
  const runner = await run();
  const written = (await heapUsed()) - before;
  const { length } = runner.log;
  const seconds = await timed(() => runner.history);
  const read = (await heapUsed()) - before;
  // Of a short history it is noise.
  return length < 2000 ? [] : [(written / length).toFixed(0), (read / length).toFixed(0), perSecond(length / seconds)];
}

/** Bytes in use when what earlier runs have left is gone for good. */
async function heapUsed(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let i = 0; i < 3; i++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    collect();
  }
  return process.memoryUsage().heapUsed;
}

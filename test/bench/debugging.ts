import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { PassThrough } from 'node:stream';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { DebugClient } from '../support/debugClient';
import { inOneFile } from '../support/inOneFile';
import { bundled } from './bundled';
import type * as Debugger from './debugger';
import { choiceLoop, passChain } from './machines';
import { median, ms, percentile, printTable, tell, times } from './measure';

const root = path.resolve(__dirname, '../..');
const rounds = 10;

/** From F5 to the first stop; a breakpoint at the end of 10,000 states; steps backwards beside steps forwards. */
export async function debuggingBench(): Promise<void> {
  const { Session } = bundled('debugger') as typeof Debugger;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-debugging-'));
  const write = (name: string, definition: object): string => {
    const file = path.join(folder, name);
    fs.writeFileSync(file, JSON.stringify(definition, null, 2));
    return file;
  };
  const connect = (): DebugClient => {
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    new Session(() => undefined).start(toServer, toClient);
    return new DebugClient(toServer, toClient);
  };
  try {
    tell('the first stop');
    console.log(`The debugger\n\n${await firstStop()}\n`);
    tell('a breakpoint at the end');
    await breakpointAtTheEnd(connect, write('chain.asl.json', passChain(10_000)));
    tell('steps back');
    await stepsBack(connect, write('loop.asl.json', choiceLoop(6200)));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** The example in an adapter of its own, its process included, up to the breakpoint on its first state. */
async function firstStop(): Promise<string> {
  const example = path.join(root, 'examples/donut-order');
  const program = path.join(example, 'donut-order.asl.json');
  const input: unknown = JSON.parse(
    fs.readFileSync(path.join(example, 'inputs', fs.readdirSync(path.join(example, 'inputs'))[0]!), 'utf8'),
  );
  const time = await inOneFile(path.join(root, 'server/src/debugAdapter.ts'), (adapter) =>
    median(
      async () => {
        const child = spawn(process.execPath, [adapter]);
        const client = new DebugClient(child.stdin, child.stdout, child);
        await client.launch({ program, input, stopOnEntry: true });
        await client.until('stopped');
        await client.disconnect();
      },
      rounds,
      2,
    ),
  );
  return `From F5 to the first stop in the example, and the end of its session: ${ms(time)} ms`;
}

/** Processor time from the start to the end: without stops, and with a breakpoint on the last state. */
async function breakpointAtTheEnd(connect: () => DebugClient, program: string): Promise<void> {
  const line =
    fs
      .readFileSync(program, 'utf8')
      .split('\n')
      .findIndex((text) => text.includes('"S9999": {')) + 1;
  const spent = { plain: [] as number[], debugged: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    for (const kind of ['plain', 'debugged'] as const) {
      const client = connect();
      const start = process.cpuUsage();
      await client.launch({ program, input: { value: 1 }, noDebug: kind === 'plain' }, [line]);
      if (kind === 'debugged') {
        const { threadId } = await client.until<DebugProtocol.StoppedEvent>('stopped');
        await client.send('continue', { threadId });
      }
      await client.until('terminated');
      const { user, system } = process.cpuUsage(start);
      spent[kind].push((user + system) / 1000);
      await client.disconnect();
    }
  }
  const [plain, debugged] = [percentile(spent.plain, 0.5), percentile(spent.debugged, 0.5)];
  const print = printTable('A run of 10,000 states', [
    ['', 22],
    ['ms', 6],
    ['ratio', 5],
  ]);
  print(['plain run', ms(plain), '']);
  print(['breakpoint on the last', ms(debugged), times(debugged / plain)]);
}

/** Steps in the middle of a long history: each as the user sees it, from the request to the event that it stands. */
async function stepsBack(connect: () => DebugClient, program: string): Promise<void> {
  const client = connect();
  const line =
    fs
      .readFileSync(program, 'utf8')
      .split('\n')
      .findIndex((text) => text.includes('"Succeed"')) + 1;
  await client.launch({ program, input: { n: 0 } }, [line]);
  const { threadId } = await client.until<DebugProtocol.StoppedEvent>('stopped');
  const step = async (request: 'next' | 'stepBack'): Promise<number> => {
    const start = performance.now();
    await client.send(request, { threadId });
    await client.until('stopped');
    return performance.now() - start;
  };
  const many = async (request: 'next' | 'stepBack', count: number): Promise<number[]> => {
    const each: number[] = [];
    for (let i = 0; i < count; i++) {
      each.push(await step(request));
    }
    return each;
  };
  await many('stepBack', 300);
  await many('next', 200);
  const back = await many('stepBack', 200);
  const forward = await many('next', 200);
  await client.disconnect();
  const row = (name: string, each: number[]): string[] => [name, ms(percentile(each, 0.5)), ms(percentile(each, 0.95))];
  const print = printTable('\nSteps at the end of 24,800 events', [
    ['', 22],
    ['ms', 6],
    ['p95', 6],
    ['ratio', 5],
  ]);
  print(row('forwards', forward));
  print([...row('backwards', back), times(percentile(back, 0.5) / percentile(forward, 0.5))]);
}

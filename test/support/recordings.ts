import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { lower } from '../../server/src/asl/lower';
import { compile } from '../../server/src/execution/compile';
import { exportHistory } from '../../server/src/execution/history';
import { VirtualClock } from '../../server/src/runner/clock';
import { Runner } from '../../server/src/runner/runner';
import { FunctionTasks, readFunctions } from '../../server/src/runner/tasks/functions';
import { type Json, readJson, textOf } from '../../server/src/source/json';
import { parseJson } from '../../server/src/source/parseJson';
import { evaluateJsonata } from '../../server/src/asl/jsonata';

/** Executions recorded from AWS, replayed in this process and compared with the comparator that stands beside them. */

export const recordings = path.join(__dirname, '../../../shared/conformance');

export interface Recording {
  readonly id: string;
  readonly topic: string;
  readonly kind: string;
  readonly type?: string;
  readonly definition: string;
  readonly input?: string;
  readonly lambdas?: readonly { readonly name: string; readonly source: string; readonly handler?: string }[];
  readonly nested?: unknown;
  readonly s3?: unknown;
  readonly needs?: unknown;
  readonly names?: readonly (readonly [string, string, string])[];
  readonly wildcards?: readonly string[];
  readonly parallelSorted?: boolean;
  readonly incomplete?: boolean;
  readonly timeOffset?: number;
  readonly expect: { readonly outcome?: Record<string, unknown>; readonly events?: readonly Record<string, unknown>[] };
}

export function readRecordings(): Recording[] {
  const folder = path.join(recordings, 'cases');
  if (!existsSync(folder)) {
    return [];
  }
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json') && file !== 'index.json')
    .flatMap((file) =>
      (JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Recording[]).map((c) => ({ ...c, topic: file.slice(0, -5) })),
    );
}

interface Comparator {
  readonly Ctx: new (options: { wildcards?: readonly string[] }) => unknown;
  parseJson(text: string): unknown;
  compareWire(expected: unknown, actual: unknown, path: string, context: unknown): Difference | null;
  compareHistory(
    expected: readonly unknown[],
    actual: unknown,
    newContext: () => unknown,
    options: { parallelSorted?: boolean; prefix?: boolean },
  ): { l2: Difference | null; l3: Difference | null };
}

export interface Difference {
  readonly path: string;
  readonly expected: string;
  readonly actual: string;
}

let comparator: Comparator | undefined;

async function loadComparator(): Promise<Comparator> {
  // A real import: the comparator is an ES module, and this file is compiled to CommonJS.
  const load = (url: string): Promise<unknown> => import(url);
  return (comparator ??= (await load(pathToFileURL(path.join(recordings, 'compare.mjs')).href)) as Comparator);
}

const roleArn = 'arn:aws:iam::111111111111:role/recorded';

/** Runs a recording; null when all of it is equal, else the first difference. `scratch` takes the sources of its functions. */
export async function replay(recording: Recording, scratch: string): Promise<Difference | null> {
  const compare = await loadComparator();
  const parsed = parseJson(recording.definition);
  const machine = lower(parsed.root);
  if (!machine) {
    return { path: 'definition', expected: 'an object', actual: parsed.problems[0]?.message ?? '' };
  }
  const { program, problems } = compile(machine);
  if (!program) {
    return { path: 'definition', expected: 'accepted', actual: problems.map((p) => p.message).join(' ') };
  }
  const definitions: Record<string, unknown> = {};
  for (const { name, source, handler } of recording.lambdas ?? []) {
    const codeUri = path.join(scratch, Buffer.from(`${recording.id} ${name}`).toString('base64url').slice(-60));
    mkdirSync(codeUri, { recursive: true });
    writeFileSync(path.join(codeUri, 'handler.py'), source);
    definitions[name] = { runtime: 'python3.12', codeUri, handler: handler ?? 'handler.handler' };
  }
  const { functions } = readFunctions(JSON.stringify(definitions), scratch);
  const clock = new VirtualClock();
  let inputText = recording.input ?? '{}';
  if (recording.timeOffset !== undefined) {
    const time = recording.names?.find(([, kind]) => kind === 'time');
    inputText = inputText.replaceAll(
      time![0],
      new Date(clock.now() + recording.timeOffset * 1000).toISOString().slice(0, 19) + time![0].slice(19),
    );
  }
  const runner = new Runner({
    program,
    input: readJson(inputText).value ?? null,
    machineName: 'sm_recorded',
    name: 'execution_recorded',
    account: '111111111111',
    roleArn,
    clock,
    tasks: [new FunctionTasks(functions, { complete: true })],
    evaluate: evaluateJsonata,
  });
  const outcome = await runner.run(AbortSignal.timeout(15_000));
  await runner.stop();
  const back: [string, string][] = [
    ['sm_recorded', '<SM>'],
    ['execution_recorded', '<EX>'],
    [roleArn, '<ROLE>'],
    ...(recording.names ?? []).filter(([, kind]) => kind !== 'time').map(([from, , to]): [string, string] => [from, to]),
  ];
  const inward = (text: string): unknown => replaceAll(compare.parseJson(text), back);
  const newContext = (): unknown => new compare.Ctx({ wildcards: recording.wildcards ?? [] });
  const { events, outcome: expected } = recording.expect;
  if (!recording.incomplete && expected) {
    const actual: Record<string, string> = { status: outcome?.status ?? 'RUNNING' };
    if (outcome?.output !== undefined) {
      actual['output'] = textOf(outcome.output);
    }
    if (outcome?.error !== undefined) {
      actual['error'] = outcome.error;
    }
    if (outcome?.cause !== undefined) {
      actual['cause'] = outcome.cause;
    }
    const difference = compare.compareWire(
      compare.parseJson(rawOf(recording).outcome),
      inward(JSON.stringify(actual)),
      'outcome',
      newContext(),
    );
    if (difference) {
      return difference;
    }
  }
  if (!events) {
    return null;
  }
  const actual = (inward(exportHistory(runner.history)) as { events: unknown }).events;
  const { l3 } = compare.compareHistory(
    unpack(compare.parseJson(rawOf(recording).events) as Record<string, unknown>[]),
    actual,
    newContext,
    {
      parallelSorted: recording.parallelSorted ?? false,
      prefix: recording.incomplete ?? false,
    },
  );
  return l3;
}

interface Raw {
  readonly outcome: string;
  readonly events: string;
}

const raw = new Map<string, Raw>();

/** What was recorded as text: JSON.parse would lose 1.0. */
function rawOf(recording: Recording): Raw {
  const folder = path.join(recordings, 'cases');
  if (!raw.has(recording.id)) {
    const { value } = readJson(readFileSync(path.join(folder, `${recording.topic}.json`), 'utf8'));
    for (const { id, expect } of value as unknown as { id: string; expect: { outcome?: Json; events?: Json } }[]) {
      raw.set(id, { outcome: textOf(expect.outcome ?? null), events: textOf(expect.events ?? []) });
    }
  }
  return raw.get(recording.id)!;
}

/** The events of a recording as GetExecutionHistory sends them: payloads are text, the time stands still. */
export function eventsOf({ expect }: Recording): Record<string, unknown>[] {
  const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
  return (expect.events ?? []).map((event) => {
    const copy: Record<string, unknown> = { timestamp: 0, ...event };
    for (const key of Object.keys(copy).filter((k) => k.endsWith('EventDetails'))) {
      const details = { ...(copy[key] as Record<string, unknown>) };
      for (const payload of ['input', 'output', 'parameters'].filter((p) => p in details)) {
        details[payload] = text(details[payload]);
      }
      copy[key] = details;
    }
    return copy;
  });
}

/** Puts back what the recordings leave out of event details. */
function unpack(events: readonly Record<string, unknown>[]): Record<string, unknown>[] {
  const notTruncated = { truncated: false };
  return events.map((event) => {
    const copy: Record<string, unknown> = { timestamp: 'timestamp', ...event };
    for (const key of Object.keys(copy).filter((k) => k.endsWith('EventDetails'))) {
      const details = { ...(copy[key] as Record<string, unknown>) };
      for (const payload of ['input', 'output', 'assignedVariables'].filter((p) => p in details)) {
        const name = `${payload}Details`;
        if (!(name in details)) {
          details[name] = notTruncated;
        } else if (details[name] === null) {
          delete details[name];
        }
      }
      copy[key] = details;
    }
    return copy;
  });
}

function replaceAll(value: unknown, pairs: readonly (readonly [string, string])[]): unknown {
  if (typeof value === 'string') {
    return pairs.reduce((text, [from, to]) => text.replaceAll(from, to), value);
  }
  if (Array.isArray(value)) {
    return value.map((v) => replaceAll(v, pairs));
  }
  if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, replaceAll(v, pairs)]));
  }
  return value;
}

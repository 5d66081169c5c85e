import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { EventLog } from '../execution/eventLog';
import { type HistoryEvent, exportEvent, isLocal, plainEvent } from '../execution/history';
import type { MapRunRecord } from '../runner/distributed/mapRunRecord';
import { Decimal, type Json, type JsonObject, isArray, isObject, object, readJson, textOf, writeJson } from '../source/json';
import { runnable } from './definitions';
import { answer, optionalNumber, optionalObject, optionalText, text } from './fields';
import { mapRunsOf } from './mapRuns';
import type { Configuration, ExecutionRecord, Machine, MachineType, Revision, Store } from './store';

/** A file of the data folder that cannot be understood. */
export class DataFolderProblem extends Error {}

/**
 * Keeps machines, activities and executions in a folder: `machines.json`, and a file per execution whose first line tells of it and
 * whose second is its history. Every file is replaced as a whole, and a finished execution is written before it is told of, so that a
 * kill at any moment loses none. What ran when the endpoint was killed is ABORTED afterwards.
 */
export class DataFolder {
  readonly #executions: string;
  readonly #catalogue: string;

  constructor(folder: string) {
    this.#executions = path.join(folder, 'executions');
    this.#catalogue = path.join(folder, 'machines.json');
    try {
      fs.mkdirSync(this.#executions, { recursive: true });
    } catch (problem) {
      throw new DataFolderProblem(`${folder} cannot be made: ${(problem as Error).message}`);
    }
  }

  /** Reads everything back. Throws DataFolderProblem. */
  load(store: Store): void {
    if (fs.existsSync(this.#catalogue)) {
      const { machines, activities } = this.#read(this.#catalogue, fs.readFileSync(this.#catalogue, 'utf8'));
      for (const entry of objects(machines)) {
        const machine = machineFrom(entry);
        store.machines.set(machine.arn, machine);
      }
      for (const entry of objects(activities)) {
        store.activities.set(text(entry, 'arn'), {
          arn: text(entry, 'arn'),
          name: text(entry, 'name'),
          createdAt: optionalNumber(entry, 'createdAt') ?? 0,
          encryptionConfiguration: entry['encryptionConfiguration'] ?? null,
          tags: tagsFrom(entry['tags']),
        });
      }
    }
    const records = fs
      .readdirSync(this.#executions)
      .filter((name) => name.endsWith('.json'))
      .map((name) => this.#execution(store, path.join(this.#executions, name)));
    records.sort((a, b) => a.startedAt - b.startedAt);
    for (const record of records) {
      store.executions.set(record.arn, record);
    }
  }

  /** Writes machines and activities. */
  saveCatalogue({ machines, activities }: Store): void {
    const made = answer({
      machines: [...machines.values()].map(machineTo),
      activities: [...activities.values()].map((a) => answer({ ...a, tags: tagsTo(a.tags) })),
    });
    this.#write(this.#catalogue, writeJson(made));
  }

  /** Writes an execution: what it is when it starts, with its history when it has ended. */
  saveExecution(record: ExecutionRecord): void {
    const { outcome, revision, machine } = record;
    const head = answer({
      arn: record.arn,
      name: record.name,
      machine: machineHead(machine),
      revision: revisionTo(revision),
      versionArn: record.versionArn,
      aliasArn: record.aliasArn,
      input: record.input,
      traceHeader: record.traceHeader,
      testCase: record.testCase,
      redrive: record.redrive && answer({ ...record.redrive }),
      startedAt: record.startedAt,
      stoppedAt: record.stoppedAt,
      status: outcome?.status,
      output: outcome?.output === undefined ? undefined : textOf(outcome.output),
      error: outcome?.error,
      cause: outcome?.cause,
    });
    const events = outcome ? record.log.events.filter(({ type }) => !isLocal(type)).map(exportEvent) : [];
    // What a redrive needs beyond what AWS tells.
    const internal = outcome && outcome.status !== 'SUCCEEDED' ? record.log.events.map(plainEvent) : [];
    const mapRuns = outcome ? mapRunsOf(record).map(mapRunTo) : [];
    const lines = [writeJson(head), writeJson(events), writeJson(plain(internal)), writeJson(mapRuns)];
    this.#write(this.#file(record.arn), `${lines.join('\n')}\n`);
  }

  /** The events of an execution that has been read back, as GetExecutionHistory answers them. */
  history(record: ExecutionRecord): readonly JsonObject[] {
    const [, line = ''] = fs.readFileSync(this.#file(record.arn), 'utf8').split('\n');
    return objects(readJson(line).value);
  }

  /** The events of an execution that has been read back, as the runner makes them; none when they were not kept. */
  events(record: ExecutionRecord): readonly HistoryEvent[] {
    const [, , line = ''] = fs.readFileSync(this.#file(record.arn), 'utf8').split('\n');
    return objects(readJson(line).value) as unknown as readonly HistoryEvent[];
  }

  #execution(store: Store, file: string): ExecutionRecord {
    const [first = '', , , last = ''] = fs.readFileSync(file, 'utf8').split('\n');
    const head = this.#read(file, first);
    const told = machineFrom(optionalObject(head, 'machine') ?? object([]));
    const machine = store.machines.get(told.arn) ?? told;
    const revision = revisionFrom(optionalObject(head, 'revision') ?? object([]), machine.type);
    const status = optionalText(head, 'status');
    const output = optionalText(head, 'output');
    const startedAt = optionalNumber(head, 'startedAt') ?? 0;
    const outcome = {
      status: (status ?? 'ABORTED') as NonNullable<ExecutionRecord['outcome']>['status'],
      output: output === undefined ? undefined : readJson(output).value,
      error: status === undefined ? 'Stepwise.Interrupted' : optionalText(head, 'error'),
      cause: status === undefined ? 'The local endpoint ended while the execution ran.' : optionalText(head, 'cause'),
    };
    return {
      arn: text(head, 'arn'),
      name: text(head, 'name'),
      machine,
      revision,
      versionArn: optionalText(head, 'versionArn'),
      aliasArn: optionalText(head, 'aliasArn'),
      input: text(head, 'input'),
      traceHeader: optionalText(head, 'traceHeader'),
      testCase: optionalText(head, 'testCase'),
      redrive: redriveFrom(optionalObject(head, 'redrive')),
      mapRuns: objects(readJson(last).value).map(mapRunFrom),
      startedAt,
      stoppedAt: optionalNumber(head, 'stoppedAt') ?? startedAt,
      runner: undefined,
      log: new EventLog(),
      readBack: true,
      redrivable: status !== undefined && status !== 'SUCCEEDED',
      outcome,
      ended: Promise.resolve(outcome),
    };
  }

  #file(arn: string): string {
    return path.join(this.#executions, `${createHash('sha256').update(arn).digest('hex')}.json`);
  }

  /** Writes a file as a whole: who reads it sees the old one or the new one. */
  #write(file: string, content: string): void {
    const part = `${file}.${randomUUID()}.part`;
    fs.writeFileSync(part, content);
    fs.renameSync(part, file);
  }

  #read(file: string, content: string): JsonObject {
    const { value } = readJson(content);
    if (!isObject(value)) {
      throw new DataFolderProblem(`${file} holds nothing that this endpoint has written.`);
    }
    return value;
  }
}

function mapRunTo(run: MapRunRecord): JsonObject {
  const { arn, executionArn, label, status, startedAt, stoppedAt, redriveCount, redrivenAt } = run;
  const { maxConcurrency, toleratedFailureCount, toleratedFailurePercentage, itemCounts, executionCounts } = run;
  return object([
    ...Object.entries(answer({ arn, executionArn, label, status, startedAt, stoppedAt, redriveCount, redrivenAt })),
    ...Object.entries(answer({ maxConcurrency, toleratedFailureCount, toleratedFailurePercentage })),
    ['itemCounts', object(Object.entries(itemCounts))],
    ['executionCounts', object(Object.entries(executionCounts))],
    ['ended', run.ended.map(({ log, ...child }) => plain({ ...child, history: log?.events.map(plainEvent) }))],
    ['begun', run.begun],
    ['unsuccessful', [...run.unsuccessful]],
    ['results', run.results ?? null],
  ]);
}

function mapRunFrom(entry: JsonObject): MapRunRecord {
  const ended = objects(entry['ended']).map(({ history, ...child }) => ({
    ...child,
    log: history && EventLog.of(objects(history) as unknown as readonly HistoryEvent[]),
  }));
  return { ...entry, ended, results: entry['results'] ?? undefined } as unknown as MapRunRecord;
}

function redriveFrom(entry: JsonObject | undefined): ExecutionRecord['redrive'] {
  return (
    entry && {
      count: optionalNumber(entry, 'count') ?? 0,
      at: optionalNumber(entry, 'at') ?? 0,
      token: optionalText(entry, 'token'),
    }
  );
}

/** Internal values as data: members that are undefined are left out. A set becomes an array. */
function plain(value: unknown): Json {
  if (Array.isArray(value) || value instanceof Set) {
    return [...value].map(plain);
  }
  if (typeof value === 'object' && value !== null && !(value instanceof Decimal)) {
    return object(Object.entries(value).flatMap(([key, v]) => (v === undefined ? [] : [[key, plain(v)] as [string, Json]])));
  }
  return (value ?? null) as Json;
}

function objects(value: Json | undefined): readonly JsonObject[] {
  return isArray(value) ? value.filter(isObject) : [];
}

function tagsTo(tags: ReadonlyMap<string, string>): JsonObject {
  return object([...tags]);
}

function tagsFrom(value: Json | undefined): Map<string, string> {
  return new Map(Object.entries(isObject(value) ? value : {}).map(([key, tag]) => [key, typeof tag === 'string' ? tag : '']));
}

function revisionTo({ id, definition, roleArn, configuration, updatedAt }: Revision): JsonObject {
  return answer({ id, definition, roleArn, configuration: answer({ ...configuration }), updatedAt });
}

function revisionFrom(entry: JsonObject, type: MachineType): Revision {
  const definition = text(entry, 'definition');
  const program = typeof definition === 'string' ? runnable(definition, type) : undefined;
  if (!program) {
    throw new DataFolderProblem('A definition in the data folder cannot be run by this version.');
  }
  return {
    id: text(entry, 'id'),
    definition,
    program,
    roleArn: text(entry, 'roleArn'),
    configuration: { ...optionalObject(entry, 'configuration') } as unknown as Configuration,
    updatedAt: optionalNumber(entry, 'updatedAt') ?? 0,
  };
}

/** A machine without versions, aliases and tags: what an execution remembers of it. */
function machineHead(machine: Machine): JsonObject {
  const { arn, name, type, createdAt, published, versionDescription, revision } = machine;
  return answer({
    arn,
    name,
    type,
    createdAt,
    published,
    versionDescription,
    revision: revision.id,
    revisions: [revisionTo(revision)],
  });
}

function machineTo(machine: Machine): JsonObject {
  const { revision, firstRevision, versions, aliases, tags, lastVersion } = machine;
  const revisions = new Map([revision, firstRevision, ...versions.map((v) => v.revision)].map((r) => [r.id, r]));
  return answer({
    ...machineHead(machine),
    firstRevision: firstRevision.id,
    revisions: [...revisions.values()].map(revisionTo),
    lastVersion,
    versions: versions.map((v) => answer({ ...v, revision: v.revision.id })),
    aliases: [...aliases.values()].map((a) => answer({ ...a, routing: a.routing.map((r) => answer(r)) })),
    tags: tagsTo(tags),
  });
}

function machineFrom(entry: JsonObject): Machine {
  const type = text(entry, 'type') as MachineType;
  const revisions = new Map(objects(entry['revisions']).map((r) => [text(r, 'id'), revisionFrom(r, type)]));
  const revisionOf = (id: string | undefined): Revision => revisions.get(id ?? '') ?? [...revisions.values()][0]!;
  return {
    arn: text(entry, 'arn'),
    name: text(entry, 'name'),
    type,
    createdAt: optionalNumber(entry, 'createdAt') ?? 0,
    published: entry['published'] === true,
    versionDescription: optionalText(entry, 'versionDescription'),
    revision: revisionOf(optionalText(entry, 'revision')),
    firstRevision: revisionOf(optionalText(entry, 'firstRevision') ?? optionalText(entry, 'revision')),
    versions: objects(entry['versions']).map((v) => ({
      arn: text(v, 'arn'),
      number: optionalNumber(v, 'number') ?? 0,
      revision: revisionOf(optionalText(v, 'revision')),
      description: optionalText(v, 'description'),
      createdAt: optionalNumber(v, 'createdAt') ?? 0,
    })),
    lastVersion: optionalNumber(entry, 'lastVersion') ?? 0,
    aliases: new Map(
      objects(entry['aliases']).map((a) => [
        text(a, 'name'),
        {
          arn: text(a, 'arn'),
          name: text(a, 'name'),
          description: optionalText(a, 'description'),
          routing: objects(a['routing']).map((r) => ({ version: text(r, 'version'), weight: optionalNumber(r, 'weight') ?? 0 })),
          createdAt: optionalNumber(a, 'createdAt') ?? 0,
          updatedAt: optionalNumber(a, 'updatedAt') ?? 0,
        },
      ]),
    ),
    tags: tagsFrom(entry['tags']),
  };
}

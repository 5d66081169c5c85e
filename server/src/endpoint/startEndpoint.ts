import type { DebugHost } from '../runner/overseer';
import type { TaskBinding } from '../runner/tasks/binding';
import { Activities, activityOperations } from './activities';
import { DataFolder } from './dataFolder';
import type { Endpoint, Operation, Operations } from './endpoint';
import { executionOperations } from './executions';
import { type LaunchOptions, Launcher } from './launch';
import { machineOperations } from './machines';
import { mapRunOperations } from './mapRuns';
import { nestedExecutions } from './nestedExecutions';
import { paced } from './paced';
import { redriveOperations } from './redrive';
import { type Server, startServer } from './server';
import { Store } from './store';
import { tagOperations } from './tags';
import { testState } from './testState/testState';
import { Tokens, taskOperations, tokenTasks } from './tokens';
import { versionOperations } from './versions';

export interface EndpointOptions extends LaunchOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
  /** What performs Tasks that leave the endpoint: functions, the folder that plays S3 … */
  readonly tasks: readonly TaskBinding[];
  /** Keeps machines and executions across restarts; without it they live in memory. */
  readonly dataDir: string | undefined;
}

/** An endpoint that runs, and whose executions a debugger may be attached to. */
export interface RunningEndpoint extends Server {
  readonly debugHost: DebugHost;
}

/** Starts a local AWS Step Functions endpoint. */
export async function startEndpoint(options: EndpointOptions): Promise<RunningEndpoint> {
  const closing = new AbortController();
  const store = new Store(options.region, options.account);
  const folder = options.dataDir === undefined ? undefined : new DataFolder(options.dataDir);
  folder?.load(store);
  const launcher = new Launcher(store, options, folder);
  const endpoint: Endpoint = { store, launcher, folder, now: () => launcher.now(), closing: closing.signal };
  const tokens = new Tokens();
  const activities = new Activities(store, tokens);
  launcher.bind(({ seat, timeline }) => {
    const inner = [nestedExecutions(endpoint, timeline), ...options.tasks.map((binding) => paced(binding, seat))];
    return [activities.tasks(seat), tokenTasks(tokens, seat, inner, options.log), ...inner];
  });
  const operations: Operations = {
    ...machineOperations,
    ...versionOperations,
    ...tagOperations,
    ...executionOperations,
    ...redriveOperations,
    ...mapRunOperations,
    ...taskOperations(tokens),
    ...activityOperations(activities),
    TestState: (_endpoint, request, signal) => {
      const bed = {
        now: launcher.now(),
        random: () => launcher.random(),
        uuid: () => launcher.uuid(),
        region: options.region,
        account: options.account,
        limits: options.limits,
        tasks: options.tasks,
      };
      return testState(request, bed, AbortSignal.any([signal, closing.signal]));
    },
  };
  const server = await startServer({
    host: options.host,
    port: options.port,
    operations: folder ? keeping(operations, folder) : operations,
    endpoint,
    log: options.log,
  });
  return {
    port: server.port,
    debugHost: launcher,
    close: async () => {
      closing.abort();
      await launcher.stopAll();
      options.tasks.forEach((binding) => binding.close?.());
      await server.close();
    },
  };
}

/** Operations that change no machine and no activity. */
const reading = /^(Describe|List|Get|Validate|Start|Stop|Redrive|UpdateMapRun|SendTask|TestState)/;

/** Writes what an operation has changed before it is told of. */
function keeping(operations: Operations, folder: DataFolder): Operations {
  return Object.fromEntries(
    Object.entries(operations).map(([name, operation]): [string, Operation] => [
      name,
      reading.test(name)
        ? operation
        : async (endpoint, request, signal) => {
            const made = await operation(endpoint, request, signal);
            folder.saveCatalogue(endpoint.store);
            return made;
          },
    ]),
  );
}

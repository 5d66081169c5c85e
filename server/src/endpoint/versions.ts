import { type JsonObject, isNumber, object, toNumber } from '../source/json';
import { ApiError, notFound, validation } from './apiError';
import { arnOf } from './arns';
import type { Endpoint, Operations } from './endpoint';
import { answer, date, optionalText, text } from './fields';
import { page } from './paging';
import type { Alias, Machine, Store, Version } from './store';

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html#service-limits-versions-aliases */
const maxVersions = 1000;
const maxAliases = 100;

/** Publishes the current revision, or finds the version that has been published from it. */
export function publishVersion(machine: Machine, description: string | undefined, now: number): Version {
  const existing = machine.versions.find((v) => v.revision === machine.revision);
  if (existing) {
    return existing;
  }
  if (machine.versions.length >= maxVersions) {
    throw new ApiError('ServiceQuotaExceededException', `A state machine can have at most ${maxVersions} versions.`);
  }
  const number = ++machine.lastVersion;
  const version: Version = {
    arn: `${machine.arn}:${number}`,
    number,
    revision: machine.revision,
    description,
    createdAt: now,
  };
  machine.versions.push(version);
  return version;
}

/** Versions and aliases. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-cd-aliasing-versioning.html */
export const versionOperations: Operations = {
  PublishStateMachineVersion({ store, now }, request) {
    const machine = store.machine(arnOf(text(request, 'stateMachineArn'), 'stateMachine'));
    const revisionId = optionalText(request, 'revisionId');
    if (
      revisionId !== undefined &&
      revisionId !== machine.revision.id &&
      !(revisionId === 'INITIAL' && machine.revision === machine.firstRevision)
    ) {
      throw new ApiError(
        'ConflictException',
        `Failed to publish the State Machine version for revision ${revisionId}. The current State Machine revision is ${machine.revision.id}.`,
      );
    }
    const version = publishVersion(machine, optionalText(request, 'description'), now());
    return answer({ creationDate: date(version.createdAt), stateMachineVersionArn: version.arn });
  },

  DeleteStateMachineVersion({ store }, request) {
    const arn = arnOf(text(request, 'stateMachineVersionArn'), 'stateMachine');
    if (arn.qualifier === undefined || !/^\d+$/.test(arn.qualifier)) {
      throw validation(`The ARN names no version: '${arn.text}'`);
    }
    const machine = store.machines.get(store.arn('stateMachine', arn.name));
    const index = machine?.versions.findIndex((v) => v.arn === arn.text) ?? -1;
    if (machine && index >= 0) {
      const users = [...machine.aliases.values()].filter((a) => a.routing.some((r) => r.version === arn.text));
      if (users.length > 0) {
        const names = users.map((a) => a.name).join(', ');
        throw new ApiError(
          'ConflictException',
          `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${names}]`,
        );
      }
      machine.versions.splice(index, 1);
    }
    return object([]);
  },

  ListStateMachineVersions({ store }, request) {
    const machine = store.machine(arnOf(text(request, 'stateMachineArn'), 'stateMachine'));
    const { items, nextToken } = page([...machine.versions].reverse(), request, `versions ${machine.arn}`);
    return answer({
      stateMachineVersions: items.map((v) => answer({ stateMachineVersionArn: v.arn, creationDate: date(v.createdAt) })),
      nextToken,
    });
  },

  CreateStateMachineAlias({ store, now }, request) {
    const name = text(request, 'name');
    const description = optionalText(request, 'description');
    const { machine, routing } = readRouting(store, request);
    const arn = `${machine.arn}:${name}`;
    const existing = machine.aliases.get(name);
    if (existing) {
      if (existing.description === description && sameRouting(existing.routing, routing)) {
        return answer({ stateMachineAliasArn: arn, creationDate: date(existing.createdAt) });
      }
      throw new ApiError(
        'ConflictException',
        `Failed to create alias because an alias with the same name and a different routing configuration already exists.`,
      );
    }
    if (machine.aliases.size >= maxAliases) {
      throw new ApiError('ServiceQuotaExceededException', `A state machine can have at most ${maxAliases} aliases.`);
    }
    const createdAt = now();
    machine.aliases.set(name, { arn, name, description, routing, createdAt, updatedAt: createdAt });
    return answer({ stateMachineAliasArn: arn, creationDate: date(createdAt) });
  },

  DescribeStateMachineAlias({ store }, request) {
    const alias = aliasOf(store, text(request, 'stateMachineAliasArn'));
    return answer({
      stateMachineAliasArn: alias.arn,
      name: alias.name,
      description: alias.description,
      routingConfiguration: alias.routing.map(({ version, weight }) => answer({ stateMachineVersionArn: version, weight })),
      creationDate: date(alias.createdAt),
      updateDate: date(alias.updatedAt),
    });
  },

  UpdateStateMachineAlias({ store, now }, request) {
    const alias = aliasOf(store, text(request, 'stateMachineAliasArn'));
    const description = optionalText(request, 'description');
    if (description === undefined && request['routingConfiguration'] == null) {
      throw validation('Either the description or the routing configuration must be specified');
    }
    if (request['routingConfiguration'] != null) {
      alias.routing = readRouting(store, request).routing;
    }
    alias.description = description ?? alias.description;
    alias.updatedAt = now();
    return answer({ updateDate: date(alias.updatedAt) });
  },

  DeleteStateMachineAlias({ store }, request) {
    const text_ = text(request, 'stateMachineAliasArn');
    const alias = aliasOf(store, text_);
    store.machine(arnOf(text_, 'stateMachine')).aliases.delete(alias.name);
    return object([]);
  },

  ListStateMachineAliases({ store }, request) {
    const arn = arnOf(text(request, 'stateMachineArn'), 'stateMachine');
    const { machine, version } = store.qualified(arn);
    const all = [...machine.aliases.values()].filter((a) => !version || a.routing.some((r) => r.version === version.arn));
    const { items, nextToken } = page(all, request, `aliases ${arn.text}`);
    return answer({
      stateMachineAliases: items.map((a) => answer({ stateMachineAliasArn: a.arn, creationDate: date(a.createdAt) })),
      nextToken,
    });
  },
};

function aliasOf(store: Store, text_: string): Alias {
  const arn = arnOf(text_, 'stateMachine');
  const alias = store.machines.get(store.arn('stateMachine', arn.name))?.aliases.get(arn.qualifier ?? '');
  if (!alias) {
    throw notFound(text_);
  }
  return alias;
}

function readRouting(store: Endpoint['store'], request: JsonObject): { machine: Machine; routing: Alias['routing'] } {
  const entries = request['routingConfiguration'] as readonly JsonObject[];
  const routing = entries.map((entry) => ({
    version: text(entry, 'stateMachineVersionArn'),
    weight: isNumber(entry['weight']) ? toNumber(entry['weight']) : 0,
  }));
  const first = arnOf(routing[0]!.version, 'stateMachine');
  const machine = store.machines.get(store.arn('stateMachine', first.name));
  for (const { version } of routing) {
    if (arnOf(version, 'stateMachine').name !== first.name) {
      throw validation('The versions of a routing configuration must belong to the same state machine');
    }
    if (!machine?.versions.some((v) => v.arn === version)) {
      throw new ApiError('ResourceNotFound', `Request references a resource that does not exist: '${version}'`);
    }
  }
  if (routing.length === 2 && routing[0]!.version === routing[1]!.version) {
    throw validation('Routing configuration must contain distinct state machine version ARNs');
  }
  if (routing.reduce((sum, { weight }) => sum + weight, 0) !== 100) {
    throw validation('Sum of routing configuration weights must equal 100');
  }
  return { machine: machine!, routing };
}

function sameRouting(a: Alias['routing'], b: Alias['routing']): boolean {
  return a.length === b.length && a.every((r, i) => r.version === b[i]!.version && r.weight === b[i]!.weight);
}

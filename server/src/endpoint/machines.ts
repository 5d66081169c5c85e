import { type Json, type JsonObject, equal, object } from '../source/json';
import { randomUUID } from 'node:crypto';
import { ApiError, noMachine, validation } from './apiError';
import { arnOf, isValidName } from './arns';
import { accept, diagnose } from './definitions';
import type { Operations } from './endpoint';
import { answer, date, isSet, optionalNumber, optionalText, text, withheld } from './fields';
import { page } from './paging';
import { type Configuration, type Machine, type MachineType, type Revision, readTags } from './store';
import { publishVersion } from './versions';

/** Operations on state machines. https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html */
export const machineOperations: Operations = {
  CreateStateMachine({ store, now }, request) {
    const name = text(request, 'name');
    if (!isValidName(name)) {
      throw new ApiError('InvalidName', `Invalid Name: '${name}'`);
    }
    const publish = isSet(request, 'publish');
    const versionDescription = optionalText(request, 'versionDescription');
    if (versionDescription !== undefined && !publish) {
      throw validation('Version description can only be set when publish is true');
    }
    const type = (optionalText(request, 'type') ?? 'STANDARD') as MachineType;
    const arn = store.arn('stateMachine', name);
    const definition = text(request, 'definition');
    const configuration = configurationOf(request);
    const existing = store.machines.get(arn);
    if (existing) {
      return again(existing, { definition, type, configuration, publish, versionDescription });
    }
    const tags = readTags(request['tags'], arn);
    const roleArn = text(request, 'roleArn');
    const revision: Revision = {
      id: randomUUID(),
      definition,
      program: accept(definition, type),
      roleArn,
      configuration,
      updatedAt: now(),
    };
    const machine: Machine = {
      arn,
      name,
      type,
      createdAt: revision.updatedAt,
      published: publish,
      versionDescription,
      revision,
      firstRevision: revision,
      versions: [],
      lastVersion: 0,
      aliases: new Map(),
      tags,
    };
    store.machines.set(arn, machine);
    const version = publish ? publishVersion(machine, versionDescription, revision.updatedAt) : undefined;
    return created(machine, version?.arn);
  },

  DescribeStateMachine({ store }, request) {
    const { machine, version, alias } = store.qualified(arnOf(text(request, 'stateMachineArn'), 'stateMachine'));
    if (alias) {
      throw noMachine(text(request, 'stateMachineArn'));
    }
    const revision = version?.revision ?? machine.revision;
    return answer({
      stateMachineArn: version?.arn ?? machine.arn,
      name: machine.name,
      status: 'ACTIVE',
      definition: optionalText(request, 'includedData') === 'METADATA_ONLY' ? withheld : revision.definition,
      roleArn: revision.roleArn,
      type: machine.type,
      creationDate: date(version?.createdAt ?? machine.createdAt),
      ...revision.configuration,
      revisionId: version || revision !== machine.firstRevision ? revision.id : undefined,
      description: version?.description,
    });
  },

  UpdateStateMachine({ store, now }, request) {
    const arn = arnOf(text(request, 'stateMachineArn'), 'stateMachine');
    const machine = store.machine(arn);
    if (arn.qualifier !== undefined || arn.label !== undefined) {
      throw validation(`The state machine ARN must not be qualified: '${arn.text}'`);
    }
    const publish = isSet(request, 'publish');
    const versionDescription = optionalText(request, 'versionDescription');
    if (versionDescription !== undefined && !publish) {
      throw validation('Version description can only be set when publish is true');
    }
    const definition = optionalText(request, 'definition');
    const roleArn = optionalText(request, 'roleArn');
    const configured = ['loggingConfiguration', 'tracingConfiguration', 'encryptionConfiguration'].some(
      (k) => request[k] != null,
    );
    if (definition === undefined && roleArn === undefined && !configured) {
      throw new ApiError(
        'MissingRequiredParameter',
        'Either the definition, the role ARN, the LoggingConfiguration, the EncryptionConfiguration or the TracingConfiguration must be specified',
      );
    }
    const before = machine.revision;
    machine.revision = {
      id: randomUUID(),
      definition: definition ?? before.definition,
      program: definition === undefined ? before.program : accept(definition, machine.type),
      roleArn: roleArn ?? before.roleArn,
      configuration: configurationOf(request, before.configuration),
      updatedAt: now(),
    };
    const version = publish ? publishVersion(machine, versionDescription, now()) : undefined;
    return answer({
      updateDate: date(machine.revision.updatedAt),
      revisionId: machine.revision.id,
      stateMachineVersionArn: version?.arn,
    });
  },

  DeleteStateMachine({ store, launcher }, request) {
    const arn = arnOf(text(request, 'stateMachineArn'), 'stateMachine');
    if (arn.label !== undefined || arn.qualifier !== undefined) {
      throw validation(`The state machine ARN must not be qualified: '${arn.text}'`);
    }
    const machine = store.machines.get(arn.text);
    if (machine) {
      store.machines.delete(arn.text);
      void launcher.stopAll(machine);
    }
    return object([]);
  },

  ListStateMachines({ store }, request) {
    const all = [...store.machines.values()];
    const { items, nextToken } = page(all, request, 'machines');
    return answer({
      stateMachines: items.map((m) =>
        answer({ stateMachineArn: m.arn, name: m.name, type: m.type, creationDate: date(m.createdAt) }),
      ),
      nextToken,
    });
  },

  ValidateStateMachineDefinition(_endpoint, request) {
    const type = (optionalText(request, 'type') ?? 'STANDARD') as MachineType;
    const all = diagnose(text(request, 'definition'), type);
    const shown = optionalText(request, 'severity') === 'WARNING' ? all : all.filter((d) => d.severity === 'ERROR');
    const wanted = optionalNumber(request, 'maxResults');
    const most = wanted === undefined || wanted === 0 ? 100 : wanted;
    return answer({
      result: all.some((d) => d.severity === 'ERROR') ? 'FAIL' : 'OK',
      diagnostics: shown
        .slice(0, most)
        .map(({ severity, code, message, location }) => answer({ severity, code, message, location })),
      truncated: shown.length > most,
    });
  },
};

interface Creation {
  readonly definition: string;
  readonly type: MachineType;
  readonly configuration: Configuration;
  readonly publish: boolean;
  readonly versionDescription: string | undefined;
}

/** CreateStateMachine is idempotent: a different role or other tags do not count. */
function again(machine: Machine, creation: Creation): JsonObject {
  const { definition, type, configuration, publish, versionDescription } = creation;
  const { revision } = machine;
  const same =
    definition === revision.definition &&
    type === machine.type &&
    publish === machine.published &&
    versionDescription === machine.versionDescription &&
    equal(object(Object.entries(configuration)), object(Object.entries(revision.configuration)));
  if (!same) {
    throw new ApiError('StateMachineAlreadyExists', `State Machine Already Exists: '${machine.arn}'`);
  }
  return created(machine, publish ? machine.versions[0]?.arn : undefined);
}

function created(machine: Machine, versionArn: string | undefined): JsonObject {
  return answer({
    stateMachineArn: machine.arn,
    creationDate: date(machine.createdAt),
    stateMachineVersionArn: versionArn,
  });
}

function configurationOf(request: JsonObject, before?: Configuration): Configuration {
  const pick = (name: keyof Configuration, fallback: Json): Json => request[name] ?? before?.[name] ?? fallback;
  return {
    loggingConfiguration: pick(
      'loggingConfiguration',
      object([
        ['level', 'OFF'],
        ['includeExecutionData', false],
      ]),
    ),
    tracingConfiguration: pick('tracingConfiguration', object([['enabled', false]])),
    encryptionConfiguration: pick('encryptionConfiguration', object([['type', 'AWS_OWNED_KEY']])),
  };
}

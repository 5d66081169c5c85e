import { taskOf } from '../../analysis/tasks';
import type { Field, ObjectSpec, Value } from '../../fields/fieldTable';
import { type Parameter, parametersOf } from '../../integrations/parameters';
import type { Role } from '../role';
import type { Completion } from './completion';
import { fields, values } from './fields';
import type { Place } from './place';

const link = 'https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html';

/** The parameters of the optimized integration that a Task calls, and the words that one of them takes. */
export function parameters(role: Role, place: Place): Completion[] {
  const [field, ...inner] = role.kind === 'field' ? role.path : [];
  const task =
    (field === 'Parameters' || field === 'Arguments') &&
    inner.length === 0 &&
    role.kind === 'field' &&
    role.state &&
    taskOf(role.state);
  if (!task || task.read?.kind !== 'integration' || task.read.sdk) {
    return [];
  }
  const { byName } = parametersOf(task.read.service, task.read.action);
  if (place.kind === 'value') {
    const parameter = byName.get(place.key ?? '');
    return parameter ? values(valueOf(parameter), fieldOf(parameter, task.action!), place) : [];
  }
  const spec: ObjectSpec = {
    title: task.action!,
    documentation: '',
    link,
    fields: [...byName.values()].map((parameter) => fieldOf(parameter, task.action!)),
  };
  // One whose value is a path is there as well.
  const otherKeys = new Set([...place.otherKeys].map((key) => key.replace(/\.\$$/, '')));
  return fields(spec, undefined, { ...place, otherKeys });
}

function fieldOf(parameter: Parameter, action: string): Field {
  const { name, required } = parameter;
  return { name, required, value: valueOf(parameter), documentation: `A parameter of ${action}.`, link };
}

function valueOf({ kind, values: words }: Parameter): Value {
  if (words) {
    return { type: 'enum', values: words };
  }
  switch (kind) {
    case undefined:
      return { type: 'any' };
    case 'object':
      return { type: 'objectTemplate' };
    case 'array':
      return { type: 'array', items: { type: 'any' } };
    default:
      return { type: kind };
  }
}

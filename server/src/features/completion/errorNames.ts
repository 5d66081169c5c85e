import { errorNames as names } from '../../asl/errorNames';
import type { Scope, State } from '../../asl/ast';
import { hasPlaceholder } from '../../asl/placeholder';
import { taskOf } from '../../analysis/tasks';
import { serviceErrors } from '../../integrations/serviceErrors';
import { member } from '../../source/node';
import type { Knowledge } from '../knowledge';
import type { Role } from '../role';
import type { Completion } from './completion';
import type { Place } from './place';
import { writeString } from './write';

interface ErrorName {
  readonly name: string;
  readonly documentation: string;
  readonly detail?: string;
}

/**
 * Error names in ErrorEquals of Retry and Catch, without those that stand there already, and those that cannot stand there: States.ALL stands alone, and
 * States.Runtime is never retried. What the function's own code raises, what the states inside
 * fail with, what the service reports, then the names of the language.
 */
export function errorNames(role: Role, place: Place, { raised }: Knowledge): Completion[] {
  if (!namesErrors(role)) {
    return [];
  }
  const array = place.containers.at(-1)!.node;
  if (array.kind !== 'array') {
    return [];
  }
  const isBeingWritten = (start: number): boolean => start <= place.replace.start && place.replace.start <= start + 1;
  const seen = new Set(
    array.items.flatMap((item) => (item.kind === 'string' && !isBeingWritten(item.start) ? [item.value] : [])),
  );
  if (seen.has('States.ALL')) {
    return [];
  }
  const cannot = new Set([...(seen.size > 0 ? ['States.ALL'] : []), ...(role.path[0] === 'Retry' ? ['States.Runtime'] : [])]);
  const own = raised.map((name) => ({
    name,
    detail: 'raised by the function',
    documentation: "The function's own code raises it.",
  }));
  const all: ErrorName[] = [...own, ...(role.state ? errorsOf(role.state) : []), ...names];
  return all
    .filter(({ name }) => !cannot.has(name) && !seen.has(name) && seen.add(name))
    .map(({ name, documentation, detail }) => ({
      label: name,
      kind: 'error',
      ...(detail !== undefined && { detail }),
      documentation,
      suggestsNext: false,
      ...writeString(place, name),
    }));
}

/** Whether an ErrorEquals is being written: then the role has a state. */
export function namesErrors(role: Role): role is Role & { readonly kind: 'field' } {
  return role.kind === 'field' && role.path.at(-1) === 'ErrorEquals' && (role.path[0] === 'Retry' || role.path[0] === 'Catch');
}

function errorsOf(state: State): ErrorName[] {
  const task = taskOf(state);
  if (task?.read?.kind === 'integration') {
    const { service, action, sdk } = task.read;
    return serviceErrors(service, action, sdk).map((each) => ({ ...each, detail: service }));
  }
  if (task?.isLambda) {
    return serviceErrors('lambda', 'invoke', false).map((each) => ({ ...each, detail: 'lambda' }));
  }
  return [...new Set(state.scopes.flatMap((scope) => failuresIn(scope)))].map((name) => ({
    name,
    detail: 'of a Fail state inside',
    documentation: `A Fail state inside of "${state.name}" ends with it.`,
  }));
}

/** What Fail states end with, those further inside among them. */
function failuresIn(scope: Scope): string[] {
  return scope.states.flatMap(({ type, node, scopes }) => {
    const error = type?.value === 'Fail' ? member(node, 'Error')?.value : undefined;
    const own = error?.kind === 'string' && error.value !== '' && !hasPlaceholder(error.value) && !error.value.startsWith('{%');
    return [...(own ? [error.value] : []), ...scopes.flatMap(failuresIn)];
  });
}

import type { Analysis } from '../analysis/analysis';
import { taskOf } from '../analysis/tasks';
import type { State } from '../asl/ast';
import { member, type Node } from '../source/node';
import { namesErrors } from './completion/errorNames';
import { containersAt } from './container';
import { roleOf } from './role';

/** The node that says which Lambda function a Task calls: its Resource, or the FunctionName of `lambda:invoke`. */
export function functionOf(state: State): Node | undefined {
  const { type, node, queryLanguage } = state;
  const resource = type?.value === 'Task' ? member(node, 'Resource')?.value : undefined;
  if (resource?.kind === 'placeholder') {
    return resource;
  }
  if (resource?.kind !== 'string') {
    return undefined;
  }
  if (/:states:::lambda:invoke/.test(resource.value)) {
    const parameters = member(node, queryLanguage === 'JSONata' ? 'Arguments' : 'Parameters')?.value;
    return member(parameters, 'FunctionName')?.value;
  }
  return taskOf(state)?.read?.kind === 'function' || /^arn:[^:]*:lambda:|^\$\{[^}]+\}$/.test(resource.value)
    ? resource
    : undefined;
}

/** The state whose errors are named at `offset`, in an ErrorEquals of its Retry or Catch. */
export function stateWhoseErrorsAreNamed(analysis: Analysis, offset: number): State | undefined {
  const containers = containersAt(analysis.text, analysis.root, offset);
  for (let length = containers.length; length > 1; length--) {
    const role = roleOf(analysis, containers.slice(0, length));
    if (role && namesErrors(role)) {
      return role.state;
    }
  }
  // In YAML the array may have nothing in it yet: then the cursor is in the clause.
  const role = roleOf(analysis, containers);
  const isClause = role?.kind === 'field' && (role.path[0] === 'Catch' || role.path[0] === 'Retry');
  return isClause ? role.state : undefined;
}

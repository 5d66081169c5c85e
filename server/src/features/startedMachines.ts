import type { Analysis } from '../analysis/analysis';
import { member, type Node } from '../source/node';

/** What the Tasks that start executions say of the state machine: its ARN as a text, or a placeholder for it; in text order. */
export function startedMachines({ symbols }: Analysis): Node[] {
  return symbols.states.flatMap(({ node, type }) => {
    const resource = member(node, 'Resource')?.value;
    if (type?.value !== 'Task' || resource?.kind !== 'string' || !/:states:start(?:Sync)?Execution\b/.test(resource.value)) {
      return [];
    }
    const started = ['Parameters', 'Arguments'].map((field) => member(member(node, field)?.value, 'StateMachineArn')?.value);
    return started.filter((value) => value?.kind === 'string' || value?.kind === 'placeholder');
  });
}

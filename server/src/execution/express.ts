import type { Scope } from '../asl/ast';
import { member } from '../source/node';
import type { ProgramProblem } from './compile';
import { resourceOf } from './resource';

/** Longest run of an Express execution, seconds. https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html */
export const expressSeconds = 300;

/** What an Express state machine may not have: run a job (.sync), callbacks, activities, distributed Maps. */
export function expressFaults(scope: Scope): ProgramProblem[] {
  return scope.states.flatMap((state) => {
    const found: ProgramProblem[] = state.scopes.flatMap(expressFaults);
    const node = member(state.node, 'Resource')?.value;
    const resource = node?.kind === 'string' ? resourceOf(node.value) : undefined;
    const what =
      resource?.kind === 'activity'
        ? 'activities'
        : resource?.kind === 'service' && resource.pattern !== 'request'
          ? `'${resource.pattern === 'sync' ? '.sync' : '.waitForTaskToken'}' service integrations`
          : undefined;
    if (what !== undefined) {
      found.push({ start: node!.start, end: node!.end, message: `Express state machines do not support ${what}.` });
    }
    const mode = member(member(member(state.node, 'ItemProcessor')?.value, 'ProcessorConfig')?.value, 'Mode')?.value;
    if (mode?.kind === 'string' && mode.value === 'DISTRIBUTED') {
      found.push({ start: mode.start, end: mode.end, message: 'Express state machines do not support distributed Maps.' });
    }
    return found;
  });
}

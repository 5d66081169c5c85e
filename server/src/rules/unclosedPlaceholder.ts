import type { State } from '../asl/ast';
import type { Node } from '../source/node';
import { segmentsOf } from '../source/segments';
import type { Report } from './rule';
import { nothing, rule } from './rule';

export const unclosedPlaceholder = rule({
  id: 'unclosed-placeholder',
  severity: 'error',
  summary: 'A placeholder ${Name} has no closing brace.',
  why: 'The deployment replaces ${Name} by a value; without the brace nothing is replaced, and the text stays as it stands.',
  link: 'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-statemachine.html',
  mentions: ['${'],
  invalid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": { "Type": "Task", "Resource": "\${WorkArn", "End": true }
//                                         ^^^^^^^^^ This placeholder has no closing brace.
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Work",
  "States": {
    "Work": { "Type": "Task", "Resource": "\${WorkArn}", "Comment": "\${ is how a placeholder begins", "End": true }
  }
}`,
  ],
  of: 'state',
  check(state, { text }): Iterable<Report> {
    for (const { key, value } of state.node?.members ?? []) {
      if (value?.kind === 'string' && value.value.includes('${') && fields.has(key.value)) {
        return reports(state, text);
      }
    }
    return nothing;
  },
});

function* reports(state: State, text: string): Iterable<Report> {
  for (const { key, value } of state.node?.members ?? []) {
    if (fields.has(key.value)) {
      yield* unclosed(value, text);
    }
  }
}

/** Fields whose text is of use only when it is replaced. */
const fields = new Set(['Resource', 'Next', 'Default']);

function* unclosed(node: Node | undefined, text: string): Iterable<Report> {
  if (node?.kind === 'string') {
    const at = node.value.lastIndexOf('${');
    if (at >= 0 && !node.value.includes('}', at)) {
      const { start, end } = segmentsOf(node, text).toHostSpan({ start: at, end: node.value.length });
      yield { at: { start, end }, message: 'This placeholder has no closing brace.' };
    }
  }
}

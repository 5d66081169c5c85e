import * as fc from 'fast-check';
import { analyze } from '../../../server/src/analysis/analyze';
import type { Analysis } from '../../../server/src/analysis/analysis';

/** The analysis of a definition given as a value. */
export function analyzed(definition: unknown): Analysis {
  return analyze(JSON.stringify(definition));
}

interface Plan {
  readonly type: 'Task' | 'Pass' | 'Choice' | 'Wait' | 'Fail' | 'Parallel' | 'Map';
  readonly name: string;
  readonly targets: readonly number[];
  readonly end: boolean;
  readonly inner: readonly (readonly Plan[])[];
}

const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12 }),
  fc.stringMatching(/^[A-Z][a-z]{2,9}( [A-Z][a-z]{2,9}){0,9}$/),
  fc.constantFrom('a/b', '~', '日本語の状態', '🍩🍩🍩', '<b>"&', 'Fan/0', '#end'),
);

/** Definitions with loops, unknown targets, what nothing leads to, shared names, containers in containers. */
export const machine = fc
  .letrec<{ scope: readonly Plan[]; plan: Plan }>((tie) => ({
    scope: fc.array(tie('plan'), { minLength: 0, maxLength: 9, depthIdentifier: 'scope' }),
    plan: fc.record({
      type: fc.constantFrom('Task', 'Pass', 'Choice', 'Wait', 'Fail', 'Parallel', 'Map'),
      name,
      targets: fc.array(fc.nat(12), { maxLength: 5 }),
      end: fc.boolean(),
      inner: fc.oneof({ maxDepth: 3, depthIdentifier: 'scope' }, fc.constant([]), fc.array(tie('scope'), { maxLength: 3 })),
    }),
  }))
  .scope.map(definition);

function definition(scope: readonly Plan[]): Record<string, unknown> {
  const nameAt = (index: number): string => scope[index]?.name ?? 'Nowhere';
  return {
    StartAt: nameAt(0),
    States: Object.fromEntries(
      scope.map(({ type, name: own, targets, end, inner }) => [
        own,
        {
          Type: type,
          ...(end && type !== 'Choice' ? { End: true } : { Next: nameAt(targets[0] ?? 1) }),
          ...(type === 'Choice' && {
            Choices: targets.slice(1).map((to, i) => ({ Variable: '$.value', NumericGreaterThan: i, Next: nameAt(to) })),
            Default: nameAt(targets[0] ?? 0),
          }),
          ...(type === 'Task' && {
            Resource: 'arn:aws:states:::lambda:invoke',
            Catch: targets.slice(1).map((to) => ({ ErrorEquals: ['States.ALL'], Next: nameAt(to) })),
          }),
          ...(type === 'Parallel' && { Branches: inner.map(definition) }),
          ...(type === 'Map' && inner[0] && { ItemProcessor: definition(inner[0]) }),
        },
      ]),
    ),
  };
}

import type { Analysis } from '../../analysis/analysis';
import type { Clause, State } from '../../asl/ast';
import { member, type ArrayNode } from '../../source/node';
import { touches } from '../../source/span';
import { stringLiteral } from '../../source/stringLiteral';
import type { QuickFix } from './quickFix';

/** States.ALL stands alone, and in the last retrier or catcher: repairs of the clause at an offset. */
export function clauseFixes(analysis: Analysis, state: State, offset: number): QuickFix[] {
  return [
    ...fixesIn(analysis, state.retriers, member(state.node, 'Retry')?.value as ArrayNode | undefined, offset),
    ...fixesIn(analysis, state.catchers, member(state.node, 'Catch')?.value as ArrayNode | undefined, offset),
  ];
}

/** States.ALL does not match these. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
const beyondAll = new Set(['States.DataLimitExceeded', 'States.Runtime']);

function fixesIn({ text }: Analysis, clauses: readonly Clause[], list: ArrayNode | undefined, offset: number): QuickFix[] {
  const clause = clauses.find(({ node }) => touches(node, offset));
  const names = clause?.errorEquals.map(({ value }) => value) ?? [];
  const all = clause?.errorEquals.find(({ value }) => value === 'States.ALL')?.node;
  const errors = member(clause?.node, 'ErrorEquals')?.value;
  if (!clause || !list || !all || errors?.kind !== 'array') {
    return [];
  }
  const solves = { codes: ['states-all-order'], at: clause.node };
  const fixes: QuickFix[] = [];
  const isLast = list.items.at(-1) === clause.node;
  const endsWithAll = clauses.at(-1)!.errorEquals.some(({ value }) => value === 'States.ALL');
  if (names.length > 1 && !names.some((name) => beyondAll.has(name)) && text[errors.start] === '[') {
    const only = stringLiteral('States.ALL', all, text);
    fixes.push({
      title: 'Leave only States.ALL, which matches the others as well',
      edits: [{ start: errors.start, end: errors.end, text: `[${only}]` }],
      solves,
    });
  }
  if (!isLast && !endsWithAll) {
    // Each one moves up by one place: what is between them stays.
    const moved = list.items.slice(list.items.indexOf(clause.node));
    fixes.push({
      title: 'Move it to the end, behind those that it hides',
      edits: moved.map(({ start, end }, index) => {
        const next = moved[index + 1] ?? clause.node;
        return { start, end, text: text.slice(next.start, next.end) };
      }),
      solves,
    });
  }
  return fixes;
}

import type { Analysis } from '../../analysis/analysis';
import type { Member, Node, ObjectNode } from '../../source/node';
import { pathAt } from '../../source/node';
import { touches } from '../../source/span';
import { stringLiteral } from '../../source/stringLiteral';
import { removeMembers } from '../refactor/memberEdits';
import { freeName } from '../refactor/names';
import type { QuickFix } from './quickFix';

/** Repairs of the member at an offset: a key that stands twice, a placeholder without quotes. */
export function memberFixes(analysis: Analysis, offset: number): QuickFix[] {
  const path = pathAt(analysis.root, offset);
  const inner = path.at(-1)?.node;
  const owner = path.findLast(({ node }): boolean => node.kind === 'object')?.node as ObjectNode | undefined;
  const member = owner?.members.find((m) => touches(m, offset));
  return [
    ...(owner && member && touches(member.key, offset) ? twinFixes(analysis, owner, member) : []),
    ...placeholderFixes(analysis, inner),
  ];
}

function twinFixes(analysis: Analysis, owner: ObjectNode, { key }: Member): QuickFix[] {
  const { text } = analysis;
  const twins = owner.members.filter((m) => m.key.value === key.value);
  if (twins.length < 2 || key.end === key.start) {
    return [];
  }
  const solves = { codes: ['duplicate-key'], at: key };
  const isState = analysis.symbols.scopes.some(({ statesMember }) => statesMember?.value === owner);
  const name = freeName(analysis, key.value);
  return [
    {
      title: `Remove the earlier "${key.value}", which does not count`,
      edits: removeMembers(text, owner, new Set(twins.slice(0, -1))),
      solves,
    },
    ...(isState
      ? [{ title: `Rename this state to "${name}"`, edits: [replaced(key, stringLiteral(name, key, text))], solves }]
      : []),
  ];
}

function placeholderFixes({ text }: Analysis, node: Node | undefined): QuickFix[] {
  const written = node && text.slice(node.start, node.end);
  return node?.kind === 'placeholder' && written?.startsWith('${')
    ? [{ title: `Put quotes around ${written}`, edits: [replaced(node, `"${written}"`)] }]
    : [];
}

function replaced({ start, end }: { readonly start: number; readonly end: number }, text: string) {
  return { start, end, text };
}

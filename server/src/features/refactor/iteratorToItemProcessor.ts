import type { Analysis } from '../../analysis/analysis';
import type { State } from '../../asl/ast';
import type { Edit } from '../../source/edit';
import { member } from '../../source/node';
import { stringLiteral } from '../../source/stringLiteral';
import { fields } from './draft';
import { insertMember } from './memberEdits';
import type { Refactoring } from './refactoring';

/** Writes a Map of the older kind in today's words. https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html#inline-map-deprecated-fields */
export function iteratorToItemProcessor(analysis: Analysis, state: State): Refactoring | undefined {
  const { node } = state;
  const iterator = member(node, 'Iterator');
  if (state.type?.value !== 'Map' || iterator?.value?.kind !== 'object' || member(node, 'ItemProcessor')) {
    return undefined;
  }
  const { text } = analysis;
  const edits: Edit[] = [{ ...iterator.key, text: stringLiteral('ItemProcessor', iterator.key, text) }];
  if (!member(iterator.value, 'ProcessorConfig')) {
    edits.push(insertMember(text, iterator.value, ['ProcessorConfig', fields({ Mode: 'INLINE' })], undefined));
  }
  const parameters = member(node, 'Parameters');
  if (parameters && !member(node, 'ItemSelector')) {
    edits.push({ ...parameters.key, text: stringLiteral('ItemSelector', parameters.key, text) });
  }
  return {
    title: 'Write Iterator as ItemProcessor',
    kind: 'rewrite',
    edits: edits.map(({ start, end, text: written }) => ({ start, end, text: written })),
  };
}

import type { Analysis, Edit } from '../analysis/analysis';
import type { Span } from '../source/span';
import { stringContent } from '../source/stringLiteral';
import { references } from './references';
import { contentOf } from './stateAt';
import { stateNameAt } from './stateReferences';

/** https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html: "State names must be … up to 80 characters". */
const longestName = 80;

/** What a rename at `offset` would replace, and with which text the editor starts; absent where nothing can be renamed. */
export function renameable(analysis: Analysis, offset: number): (Span & { readonly text: string }) | undefined {
  const found = stateNameAt(analysis, offset);
  return found?.state && { ...contentOf(analysis.text, found.located.node), text: found.name };
}

/** The edits that rename the state under `offset` everywhere, or the reason why it cannot have that name. */
export function rename(
  analysis: Analysis,
  offset: number,
  newName: string,
): { readonly edits: readonly Edit[] } | { readonly refusal: string } {
  const found = stateNameAt(analysis, offset);
  if (!found?.state) {
    return { refusal: 'There is no state here to rename.' };
  }
  if (newName === found.name) {
    return { edits: [] };
  }
  if (newName === '') {
    return { refusal: 'A state needs a name.' };
  }
  if (newName.length > longestName) {
    return { refusal: `A state name has at most ${longestName} characters; this one has ${newName.length}.` };
  }
  // AWS wants names unique in the whole machine, not only in their scope (DUPLICATE_STATE_NAME).
  const clash = analysis.symbols.states.find((s) => s.name === newName);
  if (clash) {
    return {
      refusal: `There is already a state "${newName}"${clash.scope.path === '' ? '' : ` (${clash.id})`}; names are unique in a state machine.`,
    };
  }
  const places = references(analysis, offset);
  // A YAML alias stands for a name that is written elsewhere: that place is edited.
  const written = places.filter(({ start }) => analysis.text[start] !== '*');
  return {
    edits: written.map(({ start, end }) => ({ start, end, text: stringContent(newName, { start, end }, analysis.text) })),
  };
}

import type { Analysis, Edit } from '../analysis/analysis';
import type { Span } from '../source/span';
import { mentions } from '../analysis/counters';
import { jsonataFunctions } from '../asl/jsonataFunctions';
import { variablesOf } from '../analysis/variables';
import { variableNameFault } from '../rules/invalidVariableName';
import { stringContent } from '../source/stringLiteral';
import { references } from './references';
import { contentOf } from './stateAt';
import { stateNameAt } from './stateReferences';
import { variableAt, type VariableUses } from './variableReferences';

/** https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html: "State names must be … up to 80 characters". */
const longestName = 80;

/** What a rename at `offset` would replace, and with which text the editor starts; absent where nothing can be renamed. */
export function renameable(analysis: Analysis, offset: number): (Span & { readonly text: string }) | undefined {
  const found = stateNameAt(analysis, offset);
  if (found) {
    return found.state && { ...contentOf(analysis.text, found.located.node), text: found.name };
  }
  const variable = variableAt(analysis, offset);
  const place = [...(variable?.reads ?? []), ...(variable?.assignments ?? [])].find(
    ({ span }) => span.start - 1 <= offset && offset <= span.end,
  );
  return variable && place && { ...place.span, text: variable.name };
}

/** The edits that rename the state or variable under `offset` everywhere, or the reason why it cannot have that name. */
export function rename(
  analysis: Analysis,
  offset: number,
  newName: string,
): { readonly edits: readonly Edit[] } | { readonly refusal: string } {
  const found = stateNameAt(analysis, offset);
  const variable = found ? undefined : variableAt(analysis, offset);
  if (variable) {
    return renameVariable(analysis, variable, newName);
  }
  if (!found?.state) {
    return { refusal: 'There is no state or variable here to rename.' };
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

function renameVariable(
  analysis: Analysis,
  { name, scope, assignments, reads }: VariableUses,
  given: string,
): ReturnType<typeof rename> {
  // Who types the `$` as well means the same.
  const newName = given.replace(/^\$/, '');
  if (newName === name) {
    return { edits: [] };
  }
  const fault = newName === '' ? 'a name begins with a letter' : variableNameFault(newName);
  if (fault !== undefined) {
    return { refusal: `A variable cannot be called "${newName}": ${fault}.` };
  }
  if (jsonataFunctions.has(newName) && reads.some(({ read }) => read?.expression.kind === 'jsonata')) {
    return { refusal: `$${newName} is a function of JSONata.` };
  }
  const variables = variablesOf(analysis);
  const isSeenTogether =
    variables.visibleIn(scope).has(newName) ||
    variables.assignments.some((each) => each.name === newName && variables.visibleIn(each.state.scope).has(name));
  // An expression may bind names of its own: one that says `$newName` would mean another thing.
  const isSaid = reads.some(
    ({ read }) => read?.expression.node.kind === 'string' && mentions(read.expression.node.value, newName),
  );
  if (isSeenTogether || isSaid) {
    return { refusal: `There is already a variable "${newName}" where "${name}" is used.` };
  }
  const { text } = analysis;
  return {
    edits: [
      // What follows the name in a key, `.$`, stands outside of the span and stays.
      ...assignments.map(({ span, assignment }) => ({
        ...span,
        text: assignment?.key.value === name ? stringContent(newName, span, text) : newName,
      })),
      ...reads.map(({ span }) => ({ ...span, text: newName })),
    ]
      .filter(({ start }) => text[start] !== '*')
      .sort((a, b) => a.start - b.start),
  };
}

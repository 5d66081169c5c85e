import type { CodeLens, Range } from 'vscode-languageserver';
import { codeLensActions, codeLenses, referenceLenses, type CodeLensAction } from '../features/codeLens';
import type { OpenDocument } from './documents';

/** The editor's commands behind the lenses; without a command its lens is not offered. */
export type LensCommands = Readonly<Partial<Record<CodeLensAction | 'references', string>>>;

const titles: Readonly<Record<CodeLensAction, string>> = {
  graph: '$(type-hierarchy) Open Graph',
  run: '$(play) Run',
  debug: '$(debug-alt) Debug',
};

/** What can be done with each state machine of a document, and who leads to its states. */
export function lensesOf({ text, parts, resources }: OpenDocument, commands: LensCommands): CodeLens[] {
  const lens = (action: CodeLensAction, range: Range, ...more: string[]): CodeLens[] => {
    const command = commands[action];
    return command === undefined ? [] : [{ range, command: { title: titles[action], command, arguments: [text.uri, ...more] } }];
  };
  // In a template they stand above the resource, wherever its definition is.
  const above =
    resources.length > 0
      ? resources
          .filter(({ definition, analysis }) => definition.kind === 'file' || analysis?.machine?.statesMember)
          .flatMap(({ key, at }) => codeLensActions.flatMap((action) => lens(action, text.rangeOf(at), key)))
      : parts.flatMap(({ analysis }) => codeLenses(analysis).flatMap(({ span, action }) => lens(action, text.rangeOf(span))));
  const { references } = commands;
  const states =
    references === undefined
      ? []
      : parts.flatMap((part) =>
          referenceLenses(part.analysis).map(({ span, title, places }): CodeLens => {
            const range = part.text.rangeOf(span);
            const ranges = places.map((place) => part.text.rangeOf(place));
            return { range, command: { title, command: references, arguments: [text.uri, range.start, ranges] } };
          }),
        );
  return [...above, ...states];
}

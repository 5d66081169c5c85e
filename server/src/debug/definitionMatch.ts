import { analyzeTemplate } from '../analysis/analyzeTemplate';
import { nameOf } from '../asl/ast';
import { jsonOf } from '../execution/compileTemplate';
import type { Program } from '../execution/program';
import { parse } from '../source/parse';
import { placeholdersIn } from '../source/substitute';
import { type Json, equal, isArray, isObject } from '../source/json';
import type { EditorSource } from './editorSource';

/** How a definition in a file belongs to a state machine elsewhere: it says the same, is called the same, or has the same states. */
export type Match = 'content' | 'name' | 'states';

/** A state machine elsewhere. */
export interface Deployed {
  readonly machineName: string;
  /** Its definition as data. */
  readonly definition: Json;
  readonly program: Program;
}

/** The source that belongs to a state machine best, and how; undefined when none does. */
export function matching(
  sources: readonly EditorSource[],
  deployed: Deployed,
): { readonly source: EditorSource; readonly match: Match } | undefined {
  const by = (match: Match, test: (source: EditorSource) => boolean): { source: EditorSource; match: Match } | undefined => {
    const source = sources.find(test);
    return source && { source, match };
  };
  return (
    by('content', (source) => saysTheSame(source, deployed.definition)) ??
    by('name', ({ definition }) => definition.machineName === deployed.machineName) ??
    by('states', (source) => differences(source, deployed.program).length === 0)
  );
}

/** Whether a definition is the deployed one but for what the deployment fills in. */
export function saysTheSame(source: EditorSource, definition: Json): boolean {
  const written = writtenIn(source);
  return written !== undefined && fits(written, definition);
}

/** Names of the states that stand in one of both only, or are of another type there. */
export function differences({ analysis }: EditorSource, { states }: Program): string[] {
  const { byId } = analysis.symbols;
  const other = [...states.values()].filter(({ id, type }) => byId.get(id)?.type?.value !== type).map(({ id }) => nameOf(id));
  const missing = [...byId.keys()].filter((id) => !states.has(id)).map((id) => nameOf(id));
  return [...other, ...missing];
}

/** The definition as it is written, with its placeholders. */
function writtenIn({ definition, analysis }: EditorSource): Json | undefined {
  const { stateMachine } = definition;
  if (stateMachine === undefined) {
    return jsonOf(parse(analysis.text, analysis.format).root);
  }
  // As the template writes it, before anything is filled in.
  const { machines } = analyzeTemplate(analysis.text, analysis.format);
  return jsonOf(machines.find(({ key }) => key === stateMachine)?.analysis?.machine?.node);
}

/** Whether `deployed` can have come of `written`: `${Name}` stands for anything. */
export function fits(written: Json, deployed: Json): boolean {
  if (typeof written === 'string') {
    return written === deployed || isFilled(written, deployed);
  }
  if (isArray(written)) {
    return isArray(deployed) && written.length === deployed.length && written.every((item, at) => fits(item, deployed[at]!));
  }
  if (isObject(written)) {
    const keys = Object.keys(written);
    return (
      isObject(deployed) &&
      Object.keys(deployed).length === keys.length &&
      keys.every((key) => deployed[key] !== undefined && fits(written[key]!, deployed[key]))
    );
  }
  return equal(written, deployed);
}

function isFilled(written: string, deployed: Json): boolean {
  const holes = placeholdersIn(written);
  if (holes.length === 0) {
    return false;
  }
  const [only] = holes;
  if (only?.start === 0 && only.end === written.length) {
    return true;
  }
  if (typeof deployed !== 'string') {
    return false;
  }
  // The texts between the placeholders stand in that order.
  const pieces = holes.map(({ start }, at) => written.slice(at === 0 ? 0 : holes[at - 1]!.end, start));
  const rest = written.slice(holes.at(-1)!.end);
  let from = 0;
  for (const [at, piece] of pieces.entries()) {
    const found = at === 0 ? (deployed.startsWith(piece) ? 0 : -1) : deployed.indexOf(piece, from);
    if (found < 0) {
      return false;
    }
    from = found + piece.length;
  }
  return deployed.length - rest.length >= from && deployed.endsWith(rest);
}

import type { Analysis } from '../analysis/analysis';
import { intrinsicFunctions } from '../asl/intrinsics';
import { jsonataFunctions } from '../asl/jsonataFunctions';
import type { Span } from '../source/span';
import { expressionSiteAt } from './expression/expressionSite';
import { intrinsicCursor, type OpenCall } from './expression/intrinsicCursor';
import { jsonataTokens, openCalls } from './expression/jsonataTokens';

/** How the function around a cursor is called. */
export interface Signature {
  /** `States.MathAdd(number, number)` */
  readonly label: string;
  readonly documentation: string;
  /** Within the label. */
  readonly parameters: readonly Span[];
  /** Index of the parameter that is being written; `undefined` when there is none. */
  readonly active: number | undefined;
}

/** The innermost function whose brackets are around `offset`: of an intrinsic function, or of a JSONata one. */
export function signatureHelp(analysis: Analysis, offset: number): Signature | undefined {
  const site = expressionSiteAt(analysis, offset);
  if (!site || site.kind === 'path') {
    return undefined;
  }
  const { value, inner, cursor, kind } = site;
  const call =
    kind === 'jsonata'
      ? cursor <= inner.end && cursor >= inner.start
        ? openCalls(jsonataTokens(value.slice(inner.start, cursor))).at(-1)
        : undefined
      : intrinsicCursor(value, cursor).calls.at(-1);
  return call && describeCall(call, kind === 'jsonata');
}

function describeCall({ name, argument }: OpenCall, isJsonata: boolean): Signature | undefined {
  const known = isJsonata
    ? jsonataFunctions.get(name)
    : Object.hasOwn(intrinsicFunctions, name)
      ? intrinsicFunctions[name]
      : undefined;
  if (!known) {
    return undefined;
  }
  const { signature, summary } = known;
  const parameters = parametersOf(signature);
  const last = parameters.length - 1;
  // What may be repeated takes all arguments that follow.
  const repeats = last >= 0 && signature.slice(parameters[last]!.start, parameters[last]!.end) === '…';
  const active = argument <= last ? argument : repeats ? last : undefined;
  return { label: signature, documentation: summary, parameters, active };
}

/** Where the parameters stand in `name(a, b, …)`; a comma in quotes separates nothing. */
function parametersOf(signature: string): Span[] {
  const open = signature.indexOf('(') + 1;
  const inner = signature.slice(open, signature.lastIndexOf(')'));
  const found: Span[] = [];
  for (const { index, 0: text } of inner.matchAll(/(?:'[^']*'|[^',])+/g)) {
    const start = open + index + (text.length - text.trimStart().length);
    found.push({ start, end: start + text.trim().length });
  }
  return found.filter(({ start, end }) => end > start);
}

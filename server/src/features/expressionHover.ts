import type { Analysis } from '../analysis/analysis';
import { contextDocumentation } from '../analysis/data/contextShape';
import { isKnown, shapeText } from '../analysis/data/likely';
import type { Shape } from '../analysis/shape';
import { type Argument, intrinsicFunctions, parseIntrinsic } from '../asl/intrinsics';
import { jsonataFunctions } from '../asl/jsonataFunctions';
import { readJsonata } from '../asl/jsonataReading';
import { parsePath, type Path } from '../asl/jsonPath';
import { prettyJson } from '../source/json';
import { type Span, touches } from '../source/span';
import { functionPage } from './completion/jsonata';
import { intrinsicsPage } from './completion/paths';
import { expressionSiteAt, placeOf, type ExpressionSite } from './expression/expressionSite';
import type { Hover } from './hover';
import { dataTypesOf, type Knowledge } from './knowledge';
import { SampleData } from './sampleData';

/** A part of an expression that has a meaning of its own. */
interface Part {
  /** Within the string's value. */
  readonly span: Span;
  /** An expression in itself. */
  readonly text: string;
  readonly shape: Shape;
  readonly documentation?: string;
  /** A signature, where it is a function's name. */
  readonly signature?: string;
}

/** What the part of an expression under the cursor is: its type, and its value with the first sample input, where that can be told without a run. */
export async function expressionHover(analysis: Analysis, offset: number, knowledge: Knowledge): Promise<Hover | undefined> {
  const site = expressionSiteAt(analysis, offset);
  const part = site && (site.kind === 'jsonata' ? jsonataPart(site, analysis, knowledge) : pathPart(site, analysis, knowledge));
  if (!site || !part) {
    return undefined;
  }
  const { span, text, shape, documentation, signature } = part;
  const [sample] = knowledge.samples;
  const value = sample && signature === undefined ? await new SampleData(sample.value).valueOf(text, site.view) : undefined;
  const lines = [
    signature === undefined ? code(isKnown(shape) ? `${text}: ${shapeText(shape)}` : text) : code(signature),
    ...(documentation === undefined ? [] : [documentation]),
    ...(value === undefined
      ? []
      : [`With the sample “${sample!.name.replace(/[\\`*_[\]<]/g, '\\$&')}”:\n\n${code(cut(prettyJson(value)))}`]),
  ];
  // Of an expression of which nothing is known its own text says as much.
  return isKnown(shape) || lines.length > 1 ? { span: placeOf(site, span), markdown: lines.join('\n\n') } : undefined;
}

function pathPart({ value, cursor, kind, view }: ExpressionSite, analysis: Analysis, knowledge: Knowledge): Part | undefined {
  const types = dataTypesOf(analysis, knowledge);
  const ofPath = (path: Path, at: number): Part => {
    const segment = path.segments.findIndex(({ start, end }) => start < cursor && cursor <= end);
    const last = path.segments[segment];
    const end = last ? last.end : cursor <= at + rootLength(path) ? at + rootLength(path) : at + path.text.length;
    const text = value.slice(at, end);
    const { path: part } = parsePath(text);
    const names = path.segments
      .slice(0, segment + 1)
      .flatMap((each) => (each.kind === 'names' && each.names.length === 1 ? each.names : []));
    return {
      span: { start: at, end },
      text,
      shape: types.path(part ?? path, view),
      ...(path.root.kind === 'context' && { documentation: contextDocumentation(names) }),
    };
  };
  if (value.startsWith('$')) {
    const { path } = parsePath(value.trimEnd());
    return path && ofPath(path, 0);
  }
  const { call } = kind === 'dynamic' ? parseIntrinsic(value) : {};
  if (!call) {
    return undefined;
  }
  let inner: Argument = call;
  for (let next: Argument | undefined = call; next;) {
    inner = next;
    next = inner.kind === 'call' ? inner.arguments.find((argument) => touches(argument, cursor)) : undefined;
  }
  if (inner.kind === 'path') {
    return ofPath(inner.path, inner.start);
  }
  if (inner.kind === 'value') {
    return undefined;
  }
  const { name, start, end } = inner;
  const known = intrinsicFunctions[name]!;
  if (cursor <= start + name.length) {
    const documentation = `${known.summary}\n\n[More](${intrinsicsPage})`;
    return {
      span: { start, end: start + name.length },
      text: name,
      shape: { kind: 'any' },
      documentation,
      signature: known.signature,
    };
  }
  const text = value.slice(start, end);
  return { span: { start, end }, text, shape: types.dynamicText(text, view) };
}

function rootLength({ root }: Path): number {
  return root.kind === 'variable' ? root.name.length + 1 : root.kind === 'context' ? 2 : 1;
}

function jsonataPart({ value, cursor, inner, view }: ExpressionSite, analysis: Analysis, knowledge: Knowledge): Part | undefined {
  const text = value.slice(inner.start, inner.end);
  const at = cursor - inner.start;
  const reading = readJsonata(text);
  if (reading.problem || at < 0 || at > text.length) {
    return undefined;
  }
  const types = dataTypesOf(analysis, knowledge);
  const use = reading.variables.find(({ start, path, end }) => start <= at && at <= (path.at(-1)?.end ?? end));
  const known = use?.argumentCount === undefined ? undefined : jsonataFunctions.get(use.name);
  const moved = ({ start, end }: Span): Span => ({ start: start + inner.start, end: end + inner.start });
  if (use && known) {
    const documentation = `${known.summary}\n\n[More](${functionPage(known.summary)})`;
    return { span: moved(use), text: `$${use.name}`, shape: { kind: 'any' }, documentation, signature: known.signature };
  }
  const end = use && (use.end >= at ? use.end : use.path.find((step) => step.end >= at)?.end);
  const trimmed = text.length - text.trimStart().length;
  const span = use && end !== undefined ? { start: use.start, end } : { start: trimmed, end: text.trimEnd().length };
  const part = text.slice(span.start, span.end);
  const names = use?.name === 'states' ? use.path.filter((step) => step.end <= span.end).map(({ name }) => name) : [];
  return {
    span: moved(span),
    text: part,
    shape: types.jsonata(readJsonata(part), view),
    ...(names[0] === 'context' && { documentation: contextDocumentation(names.slice(1)) }),
  };
}

const longest = 1000;

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** As code, on its own lines where it has several. */
function code(text: string): string {
  const fence = '`'.repeat(Math.max(2, ...[...text.matchAll(/`+/g)].map((m) => m[0].length)) + 1);
  return text.includes('\n') || text.includes('`') ? `${fence}\n${text}\n${fence}` : `\`${text}\``;
}

import type { Analysis, Finding } from '../analysis/analysis';
import { nearest } from '../source/nearest';
import type { ObjectNode, StringNode } from '../source/node';
import { member } from '../source/node';
import { pointerAt } from '../source/pointer';
import { segmentsOf } from '../source/segments';
import type { Span } from '../source/span';
import { allRules } from './allRules';
import { structureCodes } from './codes';
import type { CheckOptions } from './plan';

/**
 * Rules that a document silences, with a reason. In a Comment, which AWS accepts wherever it accepts one: `stepwise-disable <rule>[, <rule>…]: <reason>`
 * silences the rules in the object that the Comment belongs to. In YAML also on a line of its own: `# stepwise-disable-next-line <rule>: <reason>`.
 */
interface Suppression {
  /** Where it is written: the names of the rules. */
  readonly names: readonly (Span & { readonly name: string })[];
  readonly hasReason: boolean;
  /** Of the directive itself. */
  readonly at: Span;
  /** Findings that begin in it are silenced. */
  readonly over: Span;
}

export const suppressionCode = 'faulty-suppression';

/** The findings without those that the document silences, and with a hint where a suppression is faulty or does nothing. */
export function withoutSuppressed(findings: Finding[], analysis: Analysis, options: CheckOptions): Finding[] {
  // The whole word is looked for several times as slowly.
  if (!analysis.text.includes('wise-d')) {
    return findings;
  }
  const suppressions = [...ofComments(analysis), ...ofLines(analysis.text)];
  const used = new Set<Span>();
  const left = findings.filter((finding) => {
    let isSilenced = false;
    for (const { names, hasReason, over } of suppressions) {
      const name =
        hasReason && over.start <= finding.start && finding.start < over.end && isRule(finding.code)
          ? names.find((each) => each.name === finding.code)
          : undefined;
      if (name) {
        used.add(name);
        isSilenced = true;
      }
    }
    return !isSilenced;
  });
  const severity = options.severities?.[suppressionCode] ?? 'hint';
  if (severity !== 'off') {
    for (const { at, message } of faultsOf(suppressions, used, options)) {
      left.push({
        start: at.start,
        end: at.end,
        code: suppressionCode,
        severity,
        message,
        pointer: pointerAt(analysis.root, at),
        fixes: [],
      });
    }
  }
  return left;
}

function* faultsOf(
  suppressions: readonly Suppression[],
  used: ReadonlySet<Span>,
  options: CheckOptions,
): Iterable<{ readonly at: Span; readonly message: string }> {
  for (const { names, hasReason, at } of suppressions) {
    if (!hasReason) {
      yield { at, message: 'Nothing is silenced without a reason: write it behind a colon, "stepwise-disable rule: reason".' };
    }
    for (const name of names) {
      if (!isRule(name.name)) {
        const meant = nearest(name.name, ruleNames());
        yield { at: name, message: `There is no rule "${name.name}".${meant === undefined ? '' : ` Did you mean "${meant}"?`}` };
      } else if (hasReason && !used.has(name) && options.severities?.[name.name] !== 'off' && !isOfTemplate(name.name)) {
        yield { at: name, message: `"${name.name}" finds nothing here: the suppression can go.` };
      }
    }
  }
}

let names: ReadonlySet<string> | undefined;

function ruleNames(): ReadonlySet<string> {
  names ??= new Set([...allRules.map(({ id }) => id), ...Object.keys(structureCodes)]);
  return names;
}

/** What is told around a definition is not known where the definition is looked at. */
function isOfTemplate(name: string): boolean {
  return allRules.some(({ id, of }) => id === name && of === 'template');
}

/** The findings without those that a line `# stepwise-disable-next-line` of a YAML template silences. */
export function withoutSilencedLines(findings: readonly Finding[], text: string): readonly Finding[] {
  const suppressions = text.includes('stepwise-disable-next-line') ? [...ofLines(text)] : [];
  return findings.filter(
    ({ code, start }) =>
      !suppressions.some(
        ({ names, hasReason, over }) =>
          hasReason && over.start <= start && start < over.end && names.some(({ name }) => name === code),
      ),
  );
}

/** Whether the code is of a rule or of the structure; faults of the text cannot be silenced. */
function isRule(code: string): boolean {
  return ruleNames().has(code);
}

function* ofComments({ symbols, text }: Analysis): Iterable<Suppression> {
  for (const { node } of symbols.scopes) {
    yield* ofComment(node, text);
  }
  for (const { node, member: over } of symbols.states) {
    if (node) {
      yield* ofComment(node, text, over);
    }
  }
}

function* ofComment(node: ObjectNode, text: string, over: Span = node): Iterable<Suppression> {
  const comment = member(node, 'Comment')?.value;
  if (comment?.kind === 'string' && comment.value.includes('stepwise-disable')) {
    for (const { at, names: found, hasReason } of directives(comment.value)) {
      const toHost = (span: Span): Span => hostSpan(comment, span, text);
      yield { at: toHost(at), names: found.map((name) => ({ name: name.name, ...toHost(name) })), hasReason, over };
    }
  }
}

function hostSpan(node: StringNode, span: Span, text: string): Span {
  const { start, end } = segmentsOf(node, text).toHostSpan(span);
  return { start, end };
}

function directives(comment: string): Omit<Suppression, 'over'>[] {
  return [...comment.matchAll(/\bstepwise-disable\s+([\w-]+(?:\s*,\s*[\w-]+)*)(\s*:\s*\S)?/g)].map((match) => directive(match));
}

/** In YAML: the line behind the comment. In JSON no line begins with a #. */
function* ofLines(text: string): Iterable<Suppression> {
  for (const match of text.matchAll(
    /^[ \t]*#[ \t]*stepwise-disable-next-line[ \t]+([\w-]+(?:[ \t]*,[ \t]*[\w-]+)*)([ \t]*:[ \t]*\S)?.*$/gm,
  )) {
    const start = match.index + match[0].length + 1;
    const lineEnd = text.indexOf('\n', start);
    yield { ...directive(match), over: { start, end: lineEnd < 0 ? text.length + 1 : lineEnd } };
  }
}

function directive(match: RegExpMatchArray): Omit<Suppression, 'over'> {
  const start = match.index! + match[0].indexOf('stepwise-disable');
  const listStart = match.index! + match[0].indexOf(match[1]!, match[0].indexOf('stepwise-disable') + 'stepwise-disable'.length);
  const found = [...match[1]!.matchAll(/[\w-]+/g)].map((each) => ({
    name: each[0],
    start: listStart + each.index,
    end: listStart + each.index + each[0].length,
  }));
  return { names: found, hasReason: match[2] !== undefined, at: { start, end: found.at(-1)!.end } };
}

import type { Analysis } from '../../analysis/analysis';
import type { DataTypes } from '../../analysis/data/dataTypes';
import { expressionFieldOf, expressionSiteAt, type ExpressionField, type ExpressionSite } from '../expression/expressionSite';
import { writerAt, writerInto, type Writer } from '../expression/write';
import { dataTypesOf, type Knowledge } from '../knowledge';
import type { Role } from '../role';
import type { Completion } from './completion';
import { jsonataCompletions } from './jsonata';
import { pathCompletions } from './paths';
import type { Place } from './place';
import { writeStringSnippet } from './write';

/**
 * What an expression at `offset` can go on with: paths, variables, functions. Absent where there is no string that may be one; `isWritten`: it is not
 * empty, so that nothing else can stand in its place.
 */
export function expressionCompletions(
  analysis: Analysis,
  offset: number,
  knowledge: Knowledge,
): { readonly isWritten: boolean; readonly found: readonly Completion[] } | undefined {
  const site = expressionSiteAt(analysis, offset);
  return site && { isWritten: site.value.trim() !== '', found: completionsIn(site, dataTypesOf(analysis, knowledge)) };
}

function completionsIn(site: ExpressionSite, types: DataTypes): Completion[] {
  const { kind, value, inner, cursor, view } = site;
  const write = writerInto(site);
  if (kind !== 'jsonata') {
    return pathCompletions({ text: value, cursor, view, mayCall: kind === 'dynamic' }, types, write);
  }
  if (inner.start === 0) {
    return braces(write({ start: 0, end: value.length }, ['{% ', ' %}']));
  }
  if (cursor < inner.start || cursor > inner.end) {
    return [];
  }
  const shifted: Writer = (span, parts) => write({ start: span.start + inner.start, end: span.end + inner.start }, parts);
  return jsonataCompletions({ text: value.slice(inner.start, inner.end), cursor: cursor - inner.start, view }, types, shifted);
}

/** What can be written where a string is still missing. */
export function newExpressions(analysis: Analysis, role: Role, place: Place, knowledge: Knowledge): Completion[] {
  const field = place.kind === 'value' ? expressionFieldOf(role, place.key) : undefined;
  if (!field) {
    return [];
  }
  if (field.kind === 'jsonata') {
    return braces(writeStringSnippet(place, '{% $1 %\\}'));
  }
  return pathsAt(field, analysis, place, knowledge);
}

function pathsAt({ view, kind }: ExpressionField, analysis: Analysis, place: Place, knowledge: Knowledge): Completion[] {
  const types = dataTypesOf(analysis, knowledge);
  return pathCompletions({ text: '', cursor: 0, view, mayCall: kind === 'dynamic' }, types, writerAt(place));
}

function braces(written: Pick<Completion, 'replace' | 'insert' | 'extra'> | undefined): Completion[] {
  const documentation = 'A JSONata expression.';
  return written ? [{ label: '{% %}', kind: 'value', documentation, suggestsNext: true, ...written }] : [];
}

import { nearest } from '../source/nearest';
import type { Span } from '../source/span';
import { allRules } from './allRules';
import type { CheckOptions, Setting } from './plan';
import { structureCodes, suppressionCodes, textCodes } from './codes';

/** A code that a project or an editor sets a severity for, where it stands. */
interface NamedSpan extends Span {
  readonly name: string;
}

/** Every code that a severity can be set for: rules, structure and suppressions. */
export function settableCodes(): ReadonlySet<string> {
  return new Set([...allRules.map(({ id }) => id), ...Object.keys(structureCodes), ...Object.keys(suppressionCodes)]);
}

/** What is wrong with names of rules in a configuration. */
export function unknownRules(names: readonly NamedSpan[]): { readonly at: Span; readonly message: string }[] {
  const codes = settableCodes();
  return names.flatMap(({ name, start, end }) => {
    if (codes.has(name)) {
      return [];
    }
    if (Object.hasOwn(textCodes, name)) {
      return [{ at: { start, end }, message: `"${name}" is a fault of the text: its severity cannot be set.` }];
    }
    const meant = nearest(name, codes);
    return [
      { at: { start, end }, message: `There is no rule "${name}".${meant === undefined ? '' : ` Did you mean "${meant}"?`}` },
    ];
  });
}

const settings: readonly unknown[] = ['error', 'warning', 'information', 'hint', 'off'];

/** Options from a project, overridden by severities that an editor or a caller gives, as far as those are some. */
export function checkOptions(project: CheckOptions, overrides: unknown = {}): CheckOptions {
  const own = Object.entries(typeof overrides === 'object' && overrides !== null ? overrides : {}).filter(
    (entry): entry is [string, Setting] => settings.includes(entry[1]),
  );
  return { severities: { ...project.severities, ...Object.fromEntries(own) }, pillars: project.pillars };
}

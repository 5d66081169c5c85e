import type { Node } from '../source/node';
import type { Span } from '../source/span';
import type { ProjectProblem } from './project';

/** How grave a finding is taken to be, or `off`. */
export const severitySettings = ['error', 'warning', 'information', 'hint', 'off'] as const;
export type SeveritySetting = (typeof severitySettings)[number];

/** The pillars of the AWS Well-Architected Framework. */
export const pillarNames = [
  'operational excellence',
  'security',
  'reliability',
  'performance efficiency',
  'cost optimization',
  'sustainability',
] as const;

/** Severities by rule or by pillar. */
export type Severities = Readonly<Record<string, SeveritySetting>>;

/** Where a name stands in the file. */
export interface NamedSpan extends Span {
  readonly name: string;
}

/** Reads an object of severities by name; what is faulty is left out and reported. */
export function readSeverities(
  node: Node | undefined,
  what: string,
  problems: ProjectProblem[],
  allowed?: readonly string[],
): { readonly severities: Severities; readonly names: readonly NamedSpan[] } {
  const severities: Record<string, SeveritySetting> = Object.create(null) as Record<string, SeveritySetting>;
  const names: NamedSpan[] = [];
  if (!node) {
    return { severities, names };
  }
  const values = severitySettings.join(', ');
  if (node.kind !== 'object') {
    problems.push({ start: node.start, end: node.end, message: `"${what}" must be an object: a severity (${values}) by name.` });
    return { severities, names };
  }
  for (const { key, value } of node.members) {
    if (allowed && !allowed.includes(key.value)) {
      problems.push({
        start: key.start,
        end: key.end,
        message: `There is no pillar "${key.value}"; there are ${allowed.join(', ')}.`,
      });
    } else if (value?.kind === 'string' && isSetting(value.value)) {
      severities[key.value] = value.value;
      names.push({ name: key.value, start: key.start, end: key.end });
    } else if (value) {
      problems.push({ start: value.start, end: value.end, message: `"${key.value}" must be one of ${values}.` });
    }
  }
  return { severities, names };
}

function isSetting(text: string): text is SeveritySetting {
  return (severitySettings as readonly string[]).includes(text);
}

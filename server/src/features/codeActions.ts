import type { Finding } from '../analysis/analysis';
import type { Edit } from '../source/edit';
import type { Span } from '../source/span';

/** Something that an editor can do about findings; `finding` is absent for "fix all". */
export interface Repair {
  readonly title: string;
  readonly edits: readonly Edit[];
  readonly finding?: Finding;
  readonly isPreferred: boolean;
}

/** The repairs of the findings that overlap or touch `span`. */
export function repairs(findings: readonly Finding[], span: Span): Repair[] {
  return findings
    .filter((finding) => finding.start <= span.end && span.start <= finding.end)
    .flatMap((finding) =>
      finding.fixes.map(({ title, edits }, index) => ({
        title,
        edits,
        finding,
        isPreferred: index === 0 && finding.fixes.length === 1,
      })),
    );
}

/**
 * One repair for all findings that have exactly one fix (a choice between several is the author's);
 * of fixes that overlap only the first is taken, the next "fix all" takes the others.
 */
export function repairAll(findings: readonly Finding[]): Repair | undefined {
  const taken: Edit[] = [];
  for (const { fixes } of findings) {
    const edits = fixes.length === 1 ? fixes[0]!.edits : [];
    if (!edits.some((edit) => taken.some((other) => overlap(edit, other)))) {
      taken.push(...edits);
    }
  }
  return taken.length === 0
    ? undefined
    : { title: 'Fix all problems that have one safe repair', edits: taken, isPreferred: false };
}

/** Two insertions at one place overlap too: their order would be chance. */
function overlap(a: Span, b: Span): boolean {
  return a.start === b.start || (a.start < b.end && b.start < a.end);
}

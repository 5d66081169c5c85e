import type { Edit } from '../../source/edit';
import type { Span } from '../../source/span';

/** A change of the whole that keeps the meaning; edits in offsets. */
export interface Refactoring {
  readonly title: string;
  readonly kind: 'extract' | 'inline' | 'rewrite';
  readonly edits: readonly Edit[];
  /** Why it cannot be done here; there are no edits then. */
  readonly refusal?: string;
  /** The finding that is gone afterwards: its code, and a span that it begins in. */
  readonly resolves?: Span & { readonly code: string };
}

import type { Edit } from '../../source/edit';
import type { Span } from '../../source/span';

/** One line of the list. */
export interface Completion {
  readonly label: string;
  readonly kind: 'state' | 'field' | 'value' | 'error' | 'snippet' | 'member' | 'variable' | 'function';
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  /** What is replaced; on one line, touching the cursor; what is typed so far begins at its start. */
  readonly replace: Span;
  /** In the snippet syntax of LSP (`$1`, `${1:text}`, `${1|a,b|}`). */
  readonly insert: string;
  /** Edits elsewhere, such as a missing comma before. */
  readonly extra: readonly Edit[];
  /** What was inserted wants a completion of its own, as the value behind a new key. */
  readonly suggestsNext: boolean;
  readonly isDeprecated?: boolean;
  /** What is typed so far is compared with it, where that is not the label. */
  readonly filter?: string;
  /** A call was inserted: its parameters are to be shown. */
  readonly wantsParameters?: boolean;
}

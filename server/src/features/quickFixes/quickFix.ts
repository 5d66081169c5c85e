import type { Edit } from '../../source/edit';
import type { Span } from '../../source/span';

/** Something that repairs what is at a place, or makes it better; edits in offsets. */
export interface QuickFix {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** The findings that it repairs: those with one of the codes that begin within `at`. */
  readonly solves?: { readonly codes: readonly string[]; readonly at: Span };
}

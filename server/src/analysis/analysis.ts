import type { Scope, State, StateId, StateMachine } from '../asl/ast';
import type { Edit, Fix } from '../source/edit';
import type { Node, Problem } from '../source/node';
import type { DocumentFormat } from '../source/parse';
import type { Span } from '../source/span';

/**
 * What one version of a document means: made by `analyze`, read by every feature. Nobody changes it but `reanalyze`, which makes the analysis of the next
 * version of it.
 */
export interface Analysis {
  /** What the document is about. */
  readonly kind: DocumentKind;
  /** How it is written; a part of a template as the template is. */
  readonly format: DocumentFormat;
  readonly text: string;
  readonly type: WorkflowType;
  readonly root: Node | undefined;
  /** Absent when the text holds no object. */
  readonly machine: StateMachine | undefined;
  /** Faults of the text itself. */
  readonly problems: readonly Problem[];
  /** What belongs to what is a guess, because a bracket is missing. */
  readonly isGuessed?: boolean;
  readonly symbols: Symbols;
  readonly flow: Flow;
}

/** A document that can be analysed. */
export type DocumentKind = 'state-machine' | 'batch-job-definition';

/** Standard workflows run once and long, express ones often and short; the definition does not say which it is for. */
export type WorkflowType = 'STANDARD' | 'EXPRESS';

/** Who is called what, and where. */
export interface Symbols {
  /** Every set of states: the machine's first, each Branch and ItemProcessor before the scopes inside it. */
  readonly scopes: readonly Scope[];
  /** Every state of the machine in text order, inner ones after their container. */
  readonly states: readonly State[];
  readonly byId: ReadonlyMap<StateId, State>;
  /** What is remembered about them: `asl/facts`. */
  readonly facts: unknown[];
}

/** Who leads where. */
export interface Flow {
  /** StateIds that no path from the StartAt of their scope reaches (only in scopes whose StartAt is a state). */
  readonly unreachable: ReadonlySet<StateId>;
}

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** One of the pillars of the AWS Well-Architected Framework. */
export type Pillar =
  'operational excellence' | 'security' | 'reliability' | 'performance efficiency' | 'cost optimization' | 'sustainability';

/** What a rule found. `code` is the rule's id. */
export interface Finding extends Span {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** AWS's own code, where ValidateStateMachineDefinition reports the same. */
  readonly awsCode?: string;
  readonly pillar?: Pillar;
  /** JSON pointer of the place. */
  readonly pointer: string;
  /** Safe repairs, best first; text edits in offsets. */
  readonly fixes: readonly Fix[];
}

export type { Edit, Fix };

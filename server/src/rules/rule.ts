import type { Analysis, Fix, Pillar, Severity } from '../analysis/analysis';
import type { AnalyzedStateMachine, TemplateAnalysis } from '../analysis/analyzeTemplate';
import type { Expression } from '../analysis/expressions';
import type { Types } from '../analysis/types';
import type { Scope, State, StateMachine, StateType } from '../asl/ast';
import type { Node } from '../source/node';
import type { Span } from '../source/span';

/** What a rule says about one place. */
export interface Report {
  /** The place: a node, or any span. */
  readonly at: Span;
  /** The object or list that is meant, where `at` is only its beginning. */
  readonly about?: Node;
  readonly message: string;
  /** It follows from another fault that is told of: it goes when that is repaired. */
  readonly isConsequence?: boolean;
  readonly fixes?: readonly Fix[];
}

/** What a rule is, beside its check. Examples are definitions; a line `// ^^^ message` marks what is found in the line above it. */
export interface RuleDescription {
  /** Names the problem; diagnostic code, setting key, anchor in docs/rules.md. */
  readonly id: string;
  readonly severity: Severity;
  readonly pillar?: Pillar;
  /** AWS's code, where CreateStateMachine or ValidateStateMachineDefinition reports the same. */
  readonly awsCode?: string;
  /** One sentence: what is wrong. */
  readonly summary: string;
  /** Why it matters and what to do. */
  readonly why: string;
  /** The page of AWS or of the specification that says so. */
  readonly link?: string;
  readonly invalid: readonly string[];
  readonly valid: readonly string[];
  /**
   * One of these a text must hold somewhere, within one line, for the rule to have anything to say: one glance spares a look at every state. Parts of words,
   * because V8 finds up to six characters that begin with a rare one ten times as fast as longer ones: `Runtim` and not `States.Runtime`. What a regular expression means may be folded over
   * lines in YAML: there it counts as held.
   */
  readonly mentions?: readonly (string | RegExp)[];
  /** The type that the examples are read as; STANDARD by default. */
  readonly exampleType?: Analysis['type'];
}

/**
 * What a rule of states or expressions sees besides its state: what it finds is kept while other states are edited. So it must not ask these, nor flow or
 * variables (that is for a rule of scopes or of the machine); of the machine and of the states around its own it sees the fields only.
 */
export interface Surroundings extends Pick<Analysis, 'text' | 'type' | 'format'> {
  readonly machine: StateMachine;
  /** Of the state's own input. */
  readonly types: Types;
}

/**
 * A rule asks its question of every machine, of every scope, of every state, of every expression in them, or of the template around a machine. What it yields
 * about a machine depends on `analysis` as a whole. What it yields about a scope depends on that, what stands within it, and the names around it: it is kept
 * while nothing of that is edited. `types`, `kinds` and `fields` say which states and expressions it has something to say about at all: a state that has one of
 * the fields, an expression that belongs to one of them; `where` which scopes: those in which states lead back to themselves.
 */
export type Rule = RuleDescription &
  (
    | { readonly of: 'machine'; check(machine: StateMachine, analysis: Analysis): Iterable<Report> }
    | { readonly of: 'scope'; readonly where?: 'loops'; check(scope: Scope, analysis: Analysis): Iterable<Report> }
    | {
        readonly of: 'state';
        readonly types?: readonly StateType[];
        readonly fields?: readonly string[];
        check(state: State, around: Surroundings): Iterable<Report>;
      }
    /** Of a state machine of a CloudFormation or SAM template: what stands around its definition. Examples are templates. */
    | { readonly of: 'template'; check(machine: AnalyzedStateMachine, template: TemplateAnalysis): Iterable<Report> }
    | {
        readonly of: 'expression';
        readonly kinds: readonly Expression['kind'][];
        readonly fields?: readonly string[];
        check(expression: Expression, around: Surroundings): Iterable<Report>;
      }
  );

/** What a rule answers that has nothing to say: always the same, so that nobody needs to look into it. Those that are asked most often answer it. */
export const nothing: readonly Report[] = [];

/** Declares a rule. */
export function rule(definition: Rule): Rule {
  return definition;
}

/** A quick fix that replaces what stands in `span`. */
export function replacement(title: string, span: Span, text: string): Fix {
  return { title, edits: [{ start: span.start, end: span.end, text }] };
}

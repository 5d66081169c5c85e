import type { StateMachine } from '../asl/ast';
import { lower } from '../asl/lower';
import type { Parsed } from '../source/node';
import type { DocumentFormat } from '../source/parse';
import { parse } from '../source/parse';
import type { Analysis, Flow, WorkflowType } from './analysis';
import { searchFlow } from './flow';
import { collectSymbols } from './symbols';

export interface AnalyzeOptions {
  /** How the text is written; JSON by default. */
  readonly format?: DocumentFormat;
  /** Of the state machine to be; some checks are for EXPRESS only. STANDARD by default. */
  readonly type?: WorkflowType;
}

/** Finds out what the text of a state machine means. Never throws; faults of the text are in `problems`. */
export function analyze(text: string, options: AnalyzeOptions = {}): Analysis {
  return analyzeParsed(text, parse(text, options.format ?? 'json'), options);
}

/** Finds out what a state machine means that has been read already: all of `text`, or a part of it. */
export function analyzeParsed(
  text: string,
  parsed: Parsed,
  { format = 'json', type = 'STANDARD' }: AnalyzeOptions = {},
): Analysis {
  return analysisOf({ text, parsed, format, type, machine: lower(parsed.root) });
}

/** The analysis of a machine that has been lowered already. */
export function analysisOf(read: {
  readonly text: string;
  readonly parsed: Parsed;
  readonly format: DocumentFormat;
  readonly type: WorkflowType;
  readonly machine: StateMachine | undefined;
}): Analysis {
  return new StateMachineAnalysis(read.text, read.format, read.type, read.machine, read.parsed);
}

/** A class, since V8 makes a hidden class, kept until the next full collection, of each object literal that has a getter: with all that the getter knows. */
class StateMachineAnalysis implements Analysis {
  readonly kind = 'state-machine';
  readonly root: Analysis['root'];
  readonly problems: Analysis['problems'];
  readonly isGuessed: Analysis['isGuessed'];
  readonly symbols: Analysis['symbols'];
  private searched: Flow | undefined;

  constructor(
    readonly text: string,
    readonly format: DocumentFormat,
    readonly type: WorkflowType,
    readonly machine: StateMachine | undefined,
    { root, problems, isGuessed }: Parsed,
  ) {
    this.root = root;
    this.problems = problems;
    this.isGuessed = isGuessed;
    this.symbols = collectSymbols(machine);
  }

  get flow(): Flow {
    return (this.searched ??= searchFlow(this.symbols.scopes));
  }
}

/** Finds out what the text of an AWS Batch job definition means: it has no states, only structure. Never throws. */
export function analyzeBatch(text: string, { format = 'json' }: Pick<AnalyzeOptions, 'format'> = {}): Analysis {
  const { root, problems } = parse(text, format);
  const symbols = collectSymbols(undefined);
  return {
    kind: 'batch-job-definition',
    format,
    text,
    type: 'STANDARD',
    root,
    machine: undefined,
    problems,
    symbols,
    flow: searchFlow([]),
  };
}

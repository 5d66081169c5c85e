import type { QueryLanguage, StateId, StateType } from '../asl/ast';
import type { IntrinsicCall } from '../asl/intrinsics';
import type { Path } from '../asl/jsonPath';
import type { Json } from '../source/json';

/** A state machine that is checked and can run: every reference resolved, every path parsed. Made by `compile`. */
export interface Program {
  readonly start: StateId;
  readonly states: ReadonlyMap<StateId, ProgramState>;
  readonly queryLanguage: QueryLanguage;
  readonly timeoutSeconds: number | undefined;
}

export type ProgramState = PassState | TaskState | ChoiceState | WaitState | SucceedState | FailState | ParallelState | MapState;

/** What all states share. `undefined` is an absent field; `null` is a `null` that was written. */
export interface StateBase {
  readonly id: StateId;
  readonly name: string;
  readonly type: StateType;
  readonly queryLanguage: QueryLanguage;
  /** Where its strand goes when nothing else is chosen. */
  readonly onward: Way;
  readonly inputPath: Path | null | undefined;
  readonly outputPath: Path | null | undefined;
  readonly assign: Template | undefined;
  /** JSONata. */
  readonly output: Template | undefined;
}

/** Where a strand goes from a state, and by which kind of transition. */
export interface Way {
  /** Undefined: the strand has come to its end. */
  readonly next: StateId | undefined;
  /** The state of that id. */
  to: ProgramState | undefined;
  readonly transition: Transition;
}

/** `index`: of the Choice rule or the Catcher. */
export interface Transition {
  readonly kind: 'next' | 'default' | 'choice' | 'catch' | 'end';
  readonly index?: number;
}

export interface PassState extends StateBase, WithResult {
  readonly type: 'Pass';
  readonly result: Json | undefined;
  /** Its output is its input, and nothing else comes of it. */
  readonly passesOn: boolean;
  /** When it passes its input on and leads to another state: those like it that lead to each other, and its place among them. */
  chain: readonly PassState[] | undefined;
  link: number;
}

/** States that make something and work it into their output. */
export interface WithResult {
  readonly parameters: Template | undefined;
  readonly resultSelector: Template | undefined;
  readonly resultPath: readonly (string | number)[] | null | undefined;
  /** ResultPath as written. */
  readonly resultPathText: string | undefined;
  /** JSONata. */
  readonly arguments: Template | undefined;
}

export interface WithErrors {
  readonly retriers: readonly Retrier[];
  readonly catchers: readonly Catcher[];
}

export interface TaskState extends StateBase, WithResult, WithErrors {
  readonly type: 'Task';
  readonly resource: string;
  readonly timeoutSeconds: Quantity | undefined;
  readonly heartbeatSeconds: Quantity | undefined;
  readonly credentials: Template | undefined;
}

/** A number in the definition, a reference path to one, or JSONata. */
export type Quantity =
  { readonly kind: 'value'; readonly value: number } | { readonly kind: 'path'; readonly path: Path } | Jsonata;

/** `{% … %}`: `location` is the place as EvaluationFailed names it, `Output/result`. */
export interface Jsonata {
  readonly kind: 'jsonata';
  readonly expression: string;
  readonly location: string;
}

export interface ChoiceState extends StateBase {
  readonly type: 'Choice';
  readonly choices: readonly Choice[];
  /** When no rule holds. */
  readonly otherwise: Way | undefined;
}

export interface Choice {
  readonly rule: Rule | Jsonata | { readonly kind: 'constant'; readonly holds: boolean };
  readonly way: Way;
  readonly assign: Template | undefined;
  readonly output: Template | undefined;
}

export type Rule =
  | { readonly kind: 'and' | 'or'; readonly rules: readonly Rule[] }
  | { readonly kind: 'not'; readonly rule: Rule }
  | {
      readonly kind: 'test';
      readonly operator: string;
      readonly variable: Path;
      readonly operand: Json | Path;
      readonly isPath: boolean;
    };

export interface WaitState extends StateBase {
  readonly type: 'Wait';
  readonly until:
    | { readonly kind: 'seconds'; readonly value: number }
    | { readonly kind: 'timestamp'; readonly value: string }
    | { readonly kind: 'secondsPath' | 'timestampPath'; readonly path: Path }
    | { readonly kind: 'secondsJsonata' | 'timestampJsonata'; readonly jsonata: Jsonata };
}

export interface SucceedState extends StateBase {
  readonly type: 'Succeed';
}

export interface FailState extends StateBase {
  readonly type: 'Fail';
  readonly error: Template | undefined;
  readonly cause: Template | undefined;
}

export interface ParallelState extends StateBase, WithResult, WithErrors {
  readonly type: 'Parallel';
  /** First state of each branch. */
  readonly branches: readonly StateId[];
}

export interface MapState extends StateBase, WithResult, WithErrors {
  readonly type: 'Map';
  readonly mode: 'INLINE' | 'DISTRIBUTED';
  readonly startAt: StateId;
  /** Of a distributed Map. */
  readonly distributed: Distributed | undefined;
  /** Of an inline Map: it has fields of a distributed one, so it fails. */
  readonly isMisplaced: boolean;
  readonly itemsPath: Path | undefined;
  /** JSONata: the expression, or a literal array. */
  readonly items: Template | undefined;
  /** ItemSelector, or Parameters of a Map of the older kind. */
  readonly itemSelector: Template | undefined;
  readonly maxConcurrency: Quantity | undefined;
  readonly toleratedFailureCount: Quantity | undefined;
  readonly toleratedFailurePercentage: Quantity | undefined;
}

/** What only a distributed Map has. https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html */
export interface Distributed {
  /** Part of the ARNs of its map runs and children; made up when absent. */
  readonly label: string | undefined;
  /** Of its child executions. */
  readonly executionType: 'STANDARD' | 'EXPRESS';
  readonly reader: ItemReader | undefined;
  readonly batcher: ItemBatcher | undefined;
  readonly writer: ResultWriter | undefined;
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html */
export interface ItemReader {
  readonly action: 'getObject' | 'listObjectsV2';
  /** Bucket, Key or Prefix. */
  readonly parameters: Template | undefined;
  readonly format: ItemFormat;
  readonly maxItems: Quantity | undefined;
}

/** How the items stand in an object of S3. */
export interface ItemFormat {
  readonly inputType: 'JSON' | 'JSONL' | 'CSV' | 'PARQUET' | 'MANIFEST' | undefined;
  readonly delimiter: string;
  /** Names of the columns; absent: the first row has them. */
  readonly headers: readonly string[] | undefined;
  readonly manifestType: 'ATHENA_DATA' | 'S3_INVENTORY' | undefined;
  /** JSON pointer to the array in a JSON object. */
  readonly itemsPointer: string | undefined;
  /** Whether the objects of a listing are read, instead of being the items. */
  readonly flatten: boolean;
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html */
export interface ItemBatcher {
  readonly maxItems: Quantity | undefined;
  readonly maxBytes: Quantity | undefined;
  readonly input: Template | undefined;
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html */
export interface ResultWriter {
  /** Bucket and Prefix; absent: the results become the state's output. */
  readonly parameters: Template | undefined;
  readonly transformation: 'NONE' | 'COMPACT' | 'FLATTEN' | undefined;
  readonly outputType: 'JSON' | 'JSONL';
}

export interface Retrier {
  readonly errorEquals: readonly string[];
  /** Seconds. */
  readonly interval: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelay: number | undefined;
  readonly jitter: 'FULL' | 'NONE';
}

export interface Catcher {
  readonly errorEquals: readonly string[];
  readonly next: StateId;
  readonly resultPath: readonly (string | number)[] | null | undefined;
  readonly resultPathText: string | undefined;
  readonly assign: Template | undefined;
  readonly output: Template | undefined;
}

/** A payload with holes. `field` is the key as written (`value.$`), which error texts name. */
export type Template =
  | { readonly kind: 'constant'; readonly value: Json }
  | { readonly kind: 'object'; readonly entries: readonly { readonly key: string; readonly value: Template }[] }
  | { readonly kind: 'array'; readonly items: readonly Template[] }
  | { readonly kind: 'path'; readonly field: string; readonly path: Path }
  | { readonly kind: 'call'; readonly field: string; readonly text: string; readonly call: IntrinsicCall }
  | Jsonata;

/**
 * What the service catalogue says about a service, in the compact form in which it is stored. Members have the names of the
 * service's own model; how a state sees them follows from `naming.ts`.
 */

/** A scalar: string, integer, long, float, double, number of unknown kind, boolean, timestamp, Blob, any JSON. */
export type Scalar = 's' | 'i' | 'l' | 'f' | 'd' | 'n' | 'b' | 't' | 'B' | 'j';

/** A scalar, or the index of a row. */
export type Ref = Scalar | number;

export type Row =
  /** A structure: how many of its members are required, then name and Ref of each member, the required ones first. */
  | readonly [0, number, ...(string | number)[]]
  /** A list of items, a map of values. */
  | readonly [1 | 2, Ref]
  /** A string that is one of these. */
  | readonly [3, ...string[]]
  /** A number between bounds; null for none. */
  | readonly [4, Scalar, number | null, number | null];

/** What is known of an action. A key of its own each, so that others can be added. */
export interface ActionModel {
  /** The response; absent where it is empty. */
  readonly r?: Ref;
}

/** A service: its actions by the name of its own model (`PutItem`), and the rows that they refer to. */
export interface ServiceModel {
  readonly o: Readonly<Record<string, ActionModel>>;
  readonly t: readonly Row[];
}

/** The action that a Resource names; case does not count, as AWS has it (`putItem`, `describeDBInstances`). */
export function actionOf(model: ServiceModel, action: string): ActionModel | undefined {
  const wanted = action.toLowerCase();
  const name = Object.keys(model.o).find((each) => each.toLowerCase() === wanted);
  return name === undefined ? undefined : model.o[name];
}

/** Name and Ref of each member of a structure, and which are required. */
export function membersOf([, required, ...flat]: Extract<Row, readonly [0, ...unknown[]]>): {
  readonly name: string;
  readonly ref: Ref;
  readonly required: boolean;
}[] {
  return Array.from({ length: flat.length / 2 }, (_, i) => ({
    name: flat[2 * i] as string,
    ref: flat[2 * i + 1] as Ref,
    required: i < required,
  }));
}

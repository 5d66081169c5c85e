import type { Scalar } from '../../server/src/integrations/model';

/** A shape of a service's model, whatever the format that it was read from; members are resolved when they are asked for. */
export interface Shape {
  /** The same text for the same shape of a model; shapes may contain themselves. */
  readonly key: string;
  readonly kind: 'structure' | 'list' | 'map' | Scalar;
  /** Of a structure, in the order of the model. */
  readonly members?: ReadonlyMap<string, () => Shape>;
  readonly required?: ReadonlySet<string>;
  /** Of a list its items, of a map its values. */
  readonly item?: () => Shape;
  /** Of a string: all that it may be. */
  readonly values?: readonly string[];
  readonly min?: number;
  readonly max?: number;
}

/** A service as one source has it: what its operations answer. */
export interface Service {
  readonly id: string;
  /** Undefined: an empty answer. */
  readonly operations: ReadonlyMap<string, Shape | undefined>;
}

import { readFileSync } from 'node:fs';
import type { Scalar } from '../../server/src/integrations/model';
import type { Service, Shape } from './tree';

/** The JSON of a service as botocore (`service-2.json`) and the AWS SDK for JavaScript 2.x (`*.min.json`, shapes inlined) have it. */
export interface Coral {
  readonly metadata: { readonly serviceId?: string; readonly apiVersion: string };
  readonly operations: Readonly<Record<string, { readonly output?: CoralShape }>>;
  readonly shapes: Readonly<Record<string, CoralShape>>;
}

interface CoralShape {
  readonly shape?: string;
  readonly type?: string;
  readonly document?: boolean;
  readonly members?: Readonly<Record<string, CoralShape>>;
  readonly required?: readonly string[];
  readonly member?: CoralShape;
  readonly value?: CoralShape;
  readonly min?: number;
  readonly max?: number;
}

const scalars: Readonly<Record<string, Scalar>> = {
  string: 's',
  character: 's',
  integer: 'i',
  byte: 'i',
  short: 'i',
  long: 'l',
  bigInteger: 'n',
  bigDecimal: 'n',
  float: 'f',
  double: 'd',
  boolean: 'b',
  timestamp: 't',
  blob: 'B',
};

export function readCoral(file: string): Coral {
  return JSON.parse(readFileSync(file, 'utf8')) as Coral;
}

/** The operations of a model in that format. */
export function coralService({ metadata, operations, shapes }: Coral): Service {
  const inline = new Map<CoralShape, string>();
  const resolve = (found: CoralShape): Shape => {
    const named = found.shape === undefined ? undefined : shapes[found.shape];
    if (named === undefined && !inline.has(found)) {
      inline.set(found, `#${inline.size}`);
    }
    return shapeOf(named ?? found, named === undefined ? inline.get(found)! : found.shape!);
  };
  const shapeOf = (shape: CoralShape, key: string): Shape => {
    const { type = 'string', members, required = [], member, value, min, max } = shape;
    if (shape.document) {
      return { key, kind: 'j' };
    }
    switch (type) {
      case 'structure':
        return {
          key,
          kind: 'structure',
          members: new Map(Object.entries(members ?? {}).map(([name, each]) => [name, () => resolve(each)])),
          required: new Set(required),
        };
      case 'list':
        return { key, kind: 'list', item: () => resolve(member!) };
      case 'map':
        return { key, kind: 'map', item: () => resolve(value!) };
      default: {
        const kind = scalars[type];
        if (kind === undefined) {
          throw new Error(`${metadata.serviceId}: a shape of the unknown type '${type}'`);
        }
        // Of texts and blobs these are lengths.
        return 'ilfdn'.includes(kind) ? { key, kind, min, max } : { key, kind };
      }
    }
  };
  return {
    id: metadata.serviceId ?? '',
    operations: new Map(Object.entries(operations).map(([name, { output }]) => [name, output && resolve(output)])),
  };
}

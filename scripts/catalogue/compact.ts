import type { ActionModel, Ref, Row, Scalar, ServiceModel } from '../../server/src/integrations/model';
import type { Service, Shape } from './tree';

/**
 * A service in the form of the catalogue. Where the source knows only that something is a number, the `others` (the same service from
 * other sources, the best one first) tell of which kind; bounds come from the first source that has some.
 */
export function compact({ operations }: Service, others: readonly Service[]): ServiceModel {
  const writer = new Writer();
  const o: Record<string, ActionModel> = {};
  for (const [name, output] of [...operations].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const hints = others.map((other) => other.operations.get(name));
    o[name] = output === undefined || output.members?.size === 0 ? {} : { r: writer.ref(output, hints) };
  }
  return { o, t: writer.rows };
}

type Hints = readonly (Shape | undefined)[];

class Writer {
  readonly rows: Row[] = [];
  readonly #refs = new Map<string, Ref>();

  ref(shape: Shape, hints: Hints): Ref {
    if (shape.kind !== 'structure' && shape.kind !== 'list' && shape.kind !== 'map') {
      return this.scalar(shape, shape.kind, hints);
    }
    const fitting = hints.map((hint) => (hint?.kind === shape.kind ? hint : undefined));
    const key = [shape, ...fitting].map((each) => each?.key ?? '').join('|');
    const known = this.#refs.get(key);
    if (known !== undefined) {
      return known;
    }
    const index = this.rows.length;
    this.#refs.set(key, index);
    this.rows.push([1, 's']); // its place, for what it contains may refer to it
    this.rows[index] =
      shape.kind === 'structure'
        ? this.structure(shape, fitting)
        : [
            shape.kind === 'list' ? 1 : 2,
            this.ref(
              shape.item!(),
              fitting.map((hint) => hint?.item?.()),
            ),
          ];
    return index;
  }

  private structure({ members, required }: Shape, hints: Hints): Row {
    const names = [...members!.keys()];
    const first = names.filter((name) => required!.has(name));
    const ordered = [...first, ...names.filter((name) => !required!.has(name))];
    const flat = ordered.flatMap((name) => [
      name,
      this.ref(
        members!.get(name)!(),
        hints.map((hint) => hint?.members?.get(name)?.()),
      ),
    ]);
    return [0, first.length, ...flat];
  }

  private scalar(shape: Shape, kind: Scalar, hints: Hints): Ref {
    if (shape.values) {
      return this.intern([3, ...shape.values]);
    }
    if (!'ilfdn'.includes(kind)) {
      return kind;
    }
    const numbers = [shape, ...hints].filter((each) => each !== undefined && 'ilfdn'.includes(each.kind));
    const precise = (numbers.find((each) => each!.kind !== 'n')?.kind ?? 'n') as Scalar;
    const bounded = numbers.find((each) => each!.min !== undefined || each!.max !== undefined);
    return bounded ? this.intern([4, precise, bounded.min ?? null, bounded.max ?? null]) : precise;
  }

  private intern(row: Row): Ref {
    const key = JSON.stringify(row);
    const known = this.#refs.get(key);
    if (known !== undefined) {
      return known;
    }
    this.#refs.set(key, this.rows.push(row) - 1);
    return this.rows.length - 1;
  }
}

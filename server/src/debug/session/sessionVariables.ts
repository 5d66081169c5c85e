import type { DebugProtocol } from '@vscode/debugprotocol';
import { type Json, isArray, isObject, prettyJson } from '../../source/json';
import type { Section } from '../frameData';
import { memberPath, preview, typeOf } from '../values';

/** A heading whose values a user may change. */
export interface Root {
  readonly strand: number;
  readonly section: 'Input' | 'Result' | 'Variables' | 'Error' | 'Retry state';
}

const roots: readonly string[] = ['Input', 'Result', 'Variables', 'Error', 'Retry state'] satisfies Root['section'][];

interface Holder {
  /** Where the value stands, when it may be changed. */
  readonly place?: { readonly root: Root; readonly steps: readonly (string | number)[] };
  readonly value: Json;
  /** The expression that names it, where there is one. */
  readonly path: string | undefined;
  /** Members are variables of the workflow: their paths begin with `$`. */
  readonly areVariables: boolean;
}

/** What a client may unfold while the debugger stands: values by reference, their members made when asked for. */
export class VariableReferences {
  readonly #holders: Holder[] = [];

  /** `base`: what its references are moved by. */
  constructor(private readonly base: () => number) {}

  /** Forgets all: references are good until the debugger goes on. */
  clear(): void {
    this.#holders.length = 0;
  }

  scope({ name, hint, value, path }: Section, strand: number, isState: boolean): DebugProtocol.Scope {
    const areVariables = name === 'Variables';
    const root = isState && roots.includes(name) ? { strand, section: name as Root['section'] } : undefined;
    return {
      name,
      presentationHint: hint,
      variablesReference: this.#keep({ value, path, areVariables, ...(root ? { place: { root, steps: [] } } : {}) }),
      expensive: false,
      ...counts(value),
    };
  }

  /** A value as the answer to an expression. */
  result(value: Json, path: string, context: string | undefined): DebugProtocol.EvaluateResponse['body'] {
    return {
      result: context === 'clipboard' ? prettyJson(value) : preview(value),
      type: typeOf(value),
      ...this.#unfold(value, path, undefined),
    };
  }

  /** The place of a member, as a change names it; undefined where it cannot be changed. */
  placeOf(reference: number, name: string): Holder['place'] {
    const holder = this.#holders[reference - this.base() - 1];
    if (!holder?.place) {
      return undefined;
    }
    if (!isArray(holder.value) && !isObject(holder.value)) {
      return holder.place;
    }
    const { root, steps } = holder.place;
    const step = stepOf(holder, name);
    return step === undefined ? undefined : { root, steps: [...steps, step] };
  }

  /** The expression that names a member. */
  pathOf(reference: number, name: string): string | undefined {
    const holder = this.#holders[reference - this.base() - 1];
    if (!holder || (!isArray(holder.value) && !isObject(holder.value))) {
      return holder?.path;
    }
    const step = stepOf(holder, name);
    if (holder.areVariables) {
      return name;
    }
    return holder.path === undefined || step === undefined ? undefined : memberPath(holder.path, step);
  }

  /** Members of what `reference` names; of an array only those that are asked for. */
  members({ variablesReference, filter, start, count }: DebugProtocol.VariablesArguments): DebugProtocol.Variable[] {
    const holder = this.#holders[variablesReference - this.base() - 1];
    if (!holder) {
      throw new Error('These values are gone: the execution has gone on since.');
    }
    const { value, path, areVariables, place } = holder;
    const placeAt = (step: string | number): Holder['place'] => place && { root: place.root, steps: [...place.steps, step] };
    if (isArray(value)) {
      if (filter === 'named') {
        return [];
      }
      const first = start ?? 0;
      const items = value.slice(first, count ? first + count : undefined);
      return items.map((item, at) =>
        this.#variable(`[${first + at}]`, item, path && memberPath(path, first + at), placeAt(first + at)),
      );
    }
    if (isObject(value)) {
      if (filter === 'indexed') {
        return [];
      }
      const first = start ?? 0;
      return Object.entries(value)
        .slice(first, count ? first + count : undefined)
        .map(([key, item]) =>
          areVariables
            ? this.#variable(`$${key}`, item, `$${key}`, placeAt(key))
            : this.#variable(key, item, path && memberPath(path, key), placeAt(key)),
        );
    }
    return [this.#variable(path ?? 'value', value, path, place)];
  }

  #variable(name: string, value: Json, evaluateName: string | undefined, place: Holder['place']): DebugProtocol.Variable {
    return {
      name,
      value: preview(value),
      type: typeOf(value),
      evaluateName,
      ...(place ? {} : { presentationHint: { attributes: ['readOnly'] } }),
      ...this.#unfold(value, evaluateName, place),
    };
  }

  #unfold(
    value: Json,
    path: string | undefined,
    place: Holder['place'],
  ): Pick<DebugProtocol.Variable, 'variablesReference' | 'indexedVariables' | 'namedVariables'> {
    const isEmpty = (isArray(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0);
    return (isArray(value) || isObject(value)) && !isEmpty
      ? { variablesReference: this.#keep({ value, path, areVariables: false, ...(place ? { place } : {}) }), ...counts(value) }
      : { variablesReference: 0 };
  }

  #keep(holder: Holder): number {
    return this.base() + this.#holders.push(holder);
  }
}

/** Only arrays are counted: clients page what is counted. */
function counts(value: Json): { indexedVariables?: number } {
  return isArray(value) ? { indexedVariables: value.length } : {};
}

/** The step from a holder to its member of that name; of a Retrier's count: its index. */
function stepOf({ value, areVariables, place }: Holder, name: string): string | number | undefined {
  const index = /^\[(\d+)\]$/.exec(name);
  if (isArray(value)) {
    return index ? Number(index[1]) : undefined;
  }
  if (place?.root.section === 'Retry state') {
    const retrier = /^Retry\[(\d+)\]/.exec(name);
    return retrier ? Number(retrier[1]) : undefined;
  }
  return areVariables ? name.replace(/^\$/, '') : name;
}

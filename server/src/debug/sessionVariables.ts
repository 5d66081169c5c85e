import type { DebugProtocol } from '@vscode/debugprotocol';
import { type Json, isArray, isObject, prettyJson } from '../source/json';
import type { Section } from './frameData';
import { memberPath, preview, typeOf } from './values';

interface Holder {
  readonly value: Json;
  /** The expression that names it, where there is one. */
  readonly path: string | undefined;
  /** Members are variables of the workflow: their paths begin with `$`. */
  readonly areVariables: boolean;
}

/** What a client may unfold while the debugger stands: values by reference, their members made when asked for. */
export class VariableReferences {
  readonly #holders: Holder[] = [];

  /** Forgets all: references are good until the debugger goes on. */
  clear(): void {
    this.#holders.length = 0;
  }

  scope({ name, hint, value, path }: Section): DebugProtocol.Scope {
    const areVariables = name === 'Variables';
    return {
      name,
      presentationHint: hint,
      variablesReference: this.#keep({ value, path, areVariables }),
      expensive: false,
      ...counts(value),
    };
  }

  /** A value as the answer to an expression. */
  result(value: Json, path: string, context: string | undefined): DebugProtocol.EvaluateResponse['body'] {
    return {
      result: context === 'clipboard' ? prettyJson(value) : preview(value),
      type: typeOf(value),
      ...this.#unfold(value, path),
    };
  }

  /** Members of what `reference` names; of an array only those that are asked for. */
  members({ variablesReference, filter, start, count }: DebugProtocol.VariablesArguments): DebugProtocol.Variable[] {
    const holder = this.#holders[variablesReference - 1];
    if (!holder) {
      throw new Error('These values are gone: the execution has gone on since.');
    }
    const { value, path, areVariables } = holder;
    if (isArray(value)) {
      if (filter === 'named') {
        return [];
      }
      const first = start ?? 0;
      const items = value.slice(first, count ? first + count : undefined);
      return items.map((item, at) => this.#variable(`[${first + at}]`, item, path && memberPath(path, first + at)));
    }
    if (isObject(value)) {
      if (filter === 'indexed') {
        return [];
      }
      const first = start ?? 0;
      return Object.entries(value)
        .slice(first, count ? first + count : undefined)
        .map(([key, item]) =>
          areVariables ? this.#variable(`$${key}`, item, `$${key}`) : this.#variable(key, item, path && memberPath(path, key)),
        );
    }
    return [this.#variable(path ?? 'value', value, path)];
  }

  #variable(name: string, value: Json, evaluateName: string | undefined): DebugProtocol.Variable {
    return { name, value: preview(value), type: typeOf(value), evaluateName, ...this.#unfold(value, evaluateName) };
  }

  #unfold(
    value: Json,
    path: string | undefined,
  ): Pick<DebugProtocol.Variable, 'variablesReference' | 'indexedVariables' | 'namedVariables'> {
    const isEmpty = (isArray(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0);
    return (isArray(value) || isObject(value)) && !isEmpty
      ? { variablesReference: this.#keep({ value, path, areVariables: false }), ...counts(value) }
      : { variablesReference: 0 };
  }

  #keep(holder: Holder): number {
    return this.#holders.push(holder);
  }
}

/** Only arrays are counted: clients page what is counted. */
function counts(value: Json): { indexedVariables?: number } {
  return isArray(value) ? { indexedVariables: value.length } : {};
}

import assert from 'node:assert/strict';
import { stringify } from 'yaml';
import { analyze } from '../../server/src/analysis/analyze';
import type { WorkflowType } from '../../server/src/analysis/analysis';
import { check } from '../../server/src/rules';
import type { DocumentFormat } from '../../server/src/source/parse';

/** Errors and warnings as `code pointer`, in no particular order. */
function found(text: string, format: DocumentFormat, type?: WorkflowType): string[] {
  return check(analyze(text, { format, type }))
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ code, pointer }) => `${code} ${pointer}`)
    .sort();
}

/** A definition with what is found in it and nothing else, in JSON and in YAML alike. */
export function fact(
  what: string,
  definition: unknown,
  expected: readonly string[],
  { type }: { readonly type?: WorkflowType } = {},
): void {
  it(what, () => {
    const wanted = [...expected].sort();
    assert.deepEqual(found(typeof definition === 'string' ? definition : JSON.stringify(definition), 'json', type), wanted);
    if (typeof definition !== 'string') {
      assert.deepEqual(found(stringify(definition, { aliasDuplicateObjects: false }), 'yaml', type), wanted);
    }
  });
}

export type Fields = Readonly<Record<string, unknown>>;
/** A state machine that begins with the first of its states. */
export const machine = (states: Fields, top: Fields = {}): Fields => ({
  Comment: 'c',
  StartAt: Object.keys(states)[0],
  States: states,
  ...top,
});
/** A state machine of the state A. */
export const one = (state: unknown, top: Fields = {}): Fields => machine({ A: state }, top);
export const lambda = 'arn:aws:lambda:us-east-1:123456789012:function:f';
export const task = (fields: Fields = {}): Fields => ({ Type: 'Task', Resource: lambda, End: true, ...fields });
export const jsonata = { QueryLanguage: 'JSONata' };

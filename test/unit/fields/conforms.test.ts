import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stateTypes } from '../../../server/src/asl/ast';
import { spec } from '../../../server/src/asl/spec';
import { validators } from '../../../server/src/asl/validators.generated';
import { conforms } from '../../../server/src/fields/conforms';
import { fieldsOf } from '../../../server/src/fields/fieldTable';
import { validate } from '../../../server/src/fields/structure';
import { allRules } from '../../../server/src/rules';
import type { ObjectNode } from '../../../server/src/source/node';
import { parseJson } from '../../../server/src/source/parseJson';

const languages = ['JSONPath', 'JSONata'] as const;

function look(value: object, name: string, language: (typeof languages)[number]): { fine: boolean; reports: number } {
  const text = JSON.stringify(value);
  const node = parseJson(text).root as ObjectNode;
  const fine = conforms(node, spec[name as keyof typeof spec], spec, language);
  return { fine, reports: validate({ table: spec, validators, text }, { node, name, language, key: node }).length };
}

/** The states in a definition. */
function* statesIn(value: unknown): Iterable<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null) {
    if ((stateTypes as readonly unknown[]).includes((value as { Type?: unknown }).Type)) {
      yield value as Record<string, unknown>;
    }
    for (const each of Object.values(value)) {
      yield* statesIn(each);
    }
  }
}

/** Of the rules' examples, which hold every field that there is something to say about. */
const states = allRules.flatMap(({ invalid, valid }) =>
  [...invalid, ...valid].flatMap((text) => {
    try {
      return [...statesIn(JSON.parse(text.replace(/^\/\/.*$/gm, '')))];
    } catch {
      return [];
    }
  }),
);

describe('a quick look at an object', () => {
  it('finds nearly every state fine that a validator finds fine', () => {
    let quick = 0;
    let slow = 0;
    for (const state of states) {
      for (const language of languages) {
        const { fine, reports } = look(state, String(state['Type']), language);
        quick += fine ? 1 : 0;
        slow += !fine && reports === 0 ? 1 : 0;
      }
    }
    assert.ok(quick > 200 && slow < quick / 10, `${quick} by a look, ${slow} by the validator only`);
  });

  it('finds none fine that a validator complains about', () => {
    const simple = [0, 1, -1, 1.5, 1e9, true, false, null, '', 'x', '$', '$.a', 'States.UUID()', '{% 1 %}', ' {% 1 %}', '{%%}'];
    const lists = [[], {}, [{}], ['a'], [1], { a: 'b' }, { a: { b: 1 } }, [{ ErrorEquals: [] }], [{ Next: 'a' }]];
    const change = fc.record({ index: fc.nat(), value: fc.constantFrom<unknown>(...simple, ...lists), isGone: fc.boolean() });
    fc.assert(
      fc.property(
        fc.nat(states.length - 1),
        fc.constantFrom(...languages),
        fc.array(change, { maxLength: 3 }),
        (which, language, changes) => {
          const state = { ...states[which]! };
          const name = String(state['Type']);
          const { fields } = spec[name as keyof typeof spec];
          for (const { index, value, isGone } of changes) {
            const field = fields[index % fields.length]!.name;
            state[field] = isGone ? undefined : value;
          }
          const { fine, reports } = look(state, name, language);
          assert.ok(!fine || reports === 0, JSON.stringify(state));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('knows the fields of the query language only', () => {
    const { name } = fieldsOf(spec.Pass, 'JSONata').find(({ language }) => language === 'JSONata')!;
    const state = { Type: 'Pass', [name]: {}, End: true };
    assert.equal(look(state, 'Pass', 'JSONata').fine, true);
    assert.equal(look(state, 'Pass', 'JSONPath').fine, false);
  });
});

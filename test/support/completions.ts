import assert from 'node:assert/strict';
import { analyze } from '../../server/src/analysis/analyze';
import { complete } from '../../server/src/features/completion/complete';
import type { Completion } from '../../server/src/features/completion/completion';
import { plainText } from '../../server/src/features/completion/snippet';
import { type Knowledge } from '../../server/src/features/knowledge';
import { applyEdits } from '../../server/src/source/edit';
import { readJson } from '../../server/src/source/json';
import { readCursor } from './markedText';

export type Format = 'json' | 'yaml';

const order = readJson(
  '{"order": {"id": "A-1", "total": 12.5, "items": [{"sku": "x", "count": 2}], "ship to": "here"}, "isGift": false}',
);
/** A sample of an order, and a moment. */
export const knowledge: Knowledge = {
  samples: [{ name: 'order', value: order.value! }],
  raised: [],
  now: Date.UTC(2026, 4, 6, 7, 8, 9),
};

/** What is offered at the mark. */
export function offers(
  marked: string,
  format: Format,
  what: Knowledge = knowledge,
): { text: string; offset: number; found: Completion[] } {
  const { text, offset } = readCursor(marked);
  return { text, offset, found: complete(analyze(text, { format }), offset, what) };
}

/** What the offers at the mark are called. */
export function labels(marked: string, format: Format = 'json', what?: Knowledge): string[] {
  return offers(marked, format, what).found.map(({ label }) => label);
}

/** The text once the offer is taken. */
export function take(marked: string, label: string, format: Format = 'json'): string {
  const { text, offset, found } = offers(marked, format);
  const taken = found.find((each) => each.label === label);
  assert.ok(taken, `${label} is not offered among ${found.map((each) => each.label).join(', ')}`);
  const { replace, filter = label } = taken;
  assert.ok(replace.start <= offset && offset <= replace.end, 'the cursor lies in what is replaced');
  const typed = text.slice(replace.start, offset);
  assert.ok(filter.toLowerCase().startsWith(typed.toLowerCase()), `"${filter}" is compared with what is typed, "${typed}"`);
  return applyEdits(text, [{ ...replace, text: plainText(taken.insert) }, ...taken.extra]);
}

/** One state in both notations; `json` and `yaml` are its fields. */
export function both(json: string, yaml: string, language = 'JSONPath'): [marked: string, format: Format][] {
  return [
    [`{"QueryLanguage": "${language}", "StartAt": "A", "States": {"A": {${json}}}}`, 'json'],
    [
      `QueryLanguage: ${language}\nStartAt: A\nStates:\n  A:\n${yaml
        .split('\n')
        .map((line) => `    ${line}`)
        .join('\n')}\n`,
      'yaml',
    ],
  ];
}

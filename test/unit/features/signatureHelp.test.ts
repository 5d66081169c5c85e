import assert from 'node:assert/strict';
import { analyze } from '../../../server/src/analysis/analyze';
import { signatureHelp } from '../../../server/src/features/signatureHelp';
import { readCursor } from '../../support/markedText';

/** The signature at `<|>` with the active parameter in brackets; `undefined` where none is shown. */
function shown(marked: string, format: 'json' | 'yaml' = 'json'): string | undefined {
  const { text, offset } = readCursor(marked);
  const found = signatureHelp(analyze(text, { format }), offset);
  if (!found) {
    return undefined;
  }
  const { label, parameters, active } = found;
  const span = active === undefined ? undefined : parameters[active];
  return span ? `${label.slice(0, span.start)}[${label.slice(span.start, span.end)}]${label.slice(span.end)}` : label;
}

const jsonPath = (text: string) => `{"StartAt": "A", "States": {"A": {"Type": "Pass", "Parameters": {"a.$": "${text}"}}}}`;
const jsonata = (text: string) =>
  `{"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": {"Type": "Pass", "Output": "{% ${text} %}"}}}`;

describe('signature help', () => {
  const cases: readonly [name: string, marked: string, expected: string | undefined][] = [
    ['the first parameter', jsonPath('States.MathAdd(<|>)'), 'States.MathAdd([number], number)'],
    ['the second one', jsonPath('States.MathAdd($.a, <|>)'), 'States.MathAdd(number, [number])'],
    ['one too many', jsonPath('States.MathAdd($.a, 1, <|>)'), 'States.MathAdd(number, number)'],
    ['a call within a call', jsonPath("States.Format('{}', States.ArrayGetItem($.a, <|>"), 'States.ArrayGetItem(array, [index])'],
    [
      'behind a call within a call',
      jsonPath('States.ArrayGetItem(States.Array(1, 2), <|>)'),
      'States.ArrayGetItem(array, [index])',
    ],
    ['commas and brackets in a text', jsonPath("States.StringSplit('a, (b', <|>)"), 'States.StringSplit(string, [delimiters])'],
    ['a quote in a text', jsonPath("States.StringSplit('it\\\\'s, so', <|>)"), 'States.StringSplit(string, [delimiters])'],
    ['commas in a path', jsonPath("States.ArrayContains($['a','b'], <|>)"), 'States.ArrayContains(array, [value])'],
    ['what may be repeated', jsonPath("States.Format('{}{}{}', 1, 2, <|>)"), "States.Format('{} …', value, […])"],
    ['in the text itself', jsonPath("States.Format('a, <|>')"), "States.Format(['{} …'], value, …)"],
    ['outside of the brackets', jsonPath('States.MathAdd(1, 2)<|>'), undefined],
    ['no function of ours', jsonPath('States.Nothing(<|>)'), undefined],
    [
      'where only a path may stand',
      '{"StartAt": "A", "States": {"A": {"Type": "Pass", "InputPath": "States.MathAdd(<|>"}}}',
      undefined,
    ],
    ['where nothing is read', '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Comment": "States.MathAdd(<|>"}}}', undefined],
    ['JSONata', jsonata('$substring($states.input.a, <|>)'), '$substring(string, [start], length?)'],
    ['a JSONata call within a call', jsonata('$sum($map($a, <|>'), '$map(array, [function])'],
    ['commas in JSONata texts', jsonata('$replace(\\"a,b\\", \',\', <|>)'), '$replace(string, pattern, [replacement], limit?)'],
    ['commas in arrays and objects', jsonata("$append([1, 2, {'a': 1, 'b': 2}], <|>)"), '$append(array, [array])'],
    ['in an array within a call', jsonata('$append([1, <|>'), '$append([array], array)'],
    ['behind ~>', jsonata('$a ~> $split(<|>)'), '$split(string, [separator], limit?)'],
    ['brackets in a regular expression', jsonata('$match($a, /[(,]/, <|>)'), '$match(string, pattern, [limit?])'],
    ['a division', jsonata('$power($a / $b, <|>)'), '$power(base, [exponent])'],
    ['in a comment', jsonata('$power(1 /* , */ <|>)'), '$power([base], exponent)'],
    ["AWS's own", jsonata('$partition($a, <|>)'), '$partition(array, [size])'],
    ['a function of the expression', jsonata('($f := function($x) { $x }; $f(<|>))'), undefined],
    ['outside of the braces', jsonata('$sum(1)').replace(' %}', ' %}<|>'), undefined],
  ];
  for (const [name, marked, expected] of cases) {
    it(name, () => assert.equal(shown(marked), expected));
  }

  it('in YAML, whatever it is written in', () => {
    const yaml = (language: string, field: string) =>
      `QueryLanguage: ${language}\nStartAt: A\nStates:\n  A:\n    Type: Pass\n    ${field}\n`;
    assert.equal(
      shown(yaml('JSONPath', 'Parameters:\n      a.$: States.MathAdd(1, <|>)'), 'yaml'),
      'States.MathAdd(number, [number])',
    );
    assert.equal(
      shown(yaml('JSONPath', "Parameters:\n      a.$: 'States.StringSplit(''a, b'', <|>)'"), 'yaml'),
      'States.StringSplit(string, [delimiters])',
    );
    assert.equal(
      shown(yaml('JSONata', 'Output: >-\n      {% $round(\n      1.5, <|>) %}'), 'yaml'),
      '$round(number, [precision?])',
    );
  });
});

import type { InlineValuesAnswer } from '../protocol';
import type { Json } from '../source/json';
import type { Frame } from './debugger';
import type { FrameData } from './frameData';
import type { Places } from './places';
import { preview } from './values';

/** Longest value beside a field, characters. */
const longest = 80;

/** Which value stands beside which field. */
const beside: readonly (readonly [field: string, value: string])[] = [
  ['InputPath', 'afterInputPath'],
  ['Parameters', 'afterParameters'],
  ['Arguments', 'afterArguments'],
  ['Resource', 'result'],
  ['ResultSelector', 'afterResultSelector'],
  ['ResultPath', 'afterResultPath'],
  ['Output', 'afterOutput'],
  ['Assign', 'afterAssign'],
];

/** What the fields of the frame's state made so far, beside them; the input beside its name. */
export function inlineValues(data: FrameData, frame: Frame, places: Places): InlineValuesAnswer['values'] {
  const { state } = frame;
  const { now } = data.flowsOf(frame);
  if (state === undefined || !places.has(state)) {
    return [];
  }
  const sections = data.sections(frame);
  const phases = (now?.state === state ? now.phases : {}) as Readonly<Record<string, Json | undefined>>;
  const result = sections.find(({ name }) => name === 'Result')?.value;
  const input = sections.find(({ name }) => name === 'Input')?.value;
  const written = new Map(places.ofState(state).map((place) => [place.moment, place]));
  const told: (readonly [string, string, Json | undefined])[] = [
    ['entry', 'input', input],
    ...beside.map(
      ([field, value]) => [field, value === 'result' ? 'result' : '', value === 'result' ? result : phases[value]] as const,
    ),
  ];
  return told.flatMap(([moment, name, value]) => {
    const place = written.get(moment);
    return place && value !== undefined
      ? [{ line: place.line, character: place.character, text: `${name === '' ? '' : `${name} `}= ${preview(value, longest)}` }]
      : [];
  });
}

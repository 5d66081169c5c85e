import assert from 'node:assert/strict';
import { analyze } from '../../../server/src/analysis/analyze';
import { Places } from '../../../server/src/debug/places';

const text = `{
  "StartAt": "Fan",
  "States": {
    "Fan": {
      "Type": "Parallel",
      "Branches": [
        { "StartAt": "Job",
          "States": {
            "Job": {
              "Type": "Pass",
              "End": true
            }
          }
        }
      ],
      "Next": "a/b"
    },
    "a/b": { "Type": "Pass", "Next": "c" }, "c": { "Type": "Succeed" }
  }
}`;

describe('debug: places', () => {
  const places = new Places(analyze(text));
  /** The line (from 1, as an editor shows it) and state that a breakpoint on a line means. */
  const at = (line: number, column?: number): string => {
    const place = places.at(line - 1, column === undefined ? undefined : column - 1);
    return place ? `${place.line + 1} ${place.state}${place.moment === 'entry' ? '' : ` ${place.moment}`}` : 'none';
  };

  it('takes the line of a name or of a field that is worked, and moves other lines of a state to the nearest of these', () => {
    assert.deepEqual(
      [4, 5, 6, 7, 9, 10, 12, 13, 15, 16].map((line) => at(line)),
      [
        '4 Fan',
        '4 Fan',
        '4 Fan',
        '4 Fan',
        '9 Fan/0/Job',
        '9 Fan/0/Job',
        '12 Fan/0/Job exit',
        '16 Fan Next',
        '16 Fan Next',
        '16 Fan Next',
      ],
    );
  });

  it('finds nothing on lines of no state', () => {
    assert.deepEqual(
      [1, 2, 3, 19, 20, 99].map((line) => at(line)),
      Array<string>(6).fill('none'),
    );
  });

  it('tells states on one line apart by their columns', () => {
    assert.deepEqual([at(18), at(18, 5), at(18, 46), at(18, 1)], ['18 a~1b', '18 a~1b', '18 c', '18 a~1b']);
  });

  it('lists what stands between two lines, and knows where a state is', () => {
    assert.deepEqual(
      places.between(4, 17).map(({ state, moment }) => `${state} ${moment}`),
      ['Fan/0/Job entry', 'Fan/0/Job End', 'Fan/0/Job exit', 'Fan Next', 'Fan exit', 'a~1b entry', 'a~1b Next', 'c entry'],
    );
    assert.deepEqual(places.of('Fan/0/Job'), { state: 'Fan/0/Job', moment: 'entry', line: 8, character: 12, endLine: 8 });
    assert.equal(places.of('nowhere'), undefined);
    assert.equal(places.start, 1);
  });

  it('takes broken text', () => {
    for (let end = 0; end < text.length; end++) {
      new Places(analyze(text.slice(0, end))).at(3);
    }
  });
});

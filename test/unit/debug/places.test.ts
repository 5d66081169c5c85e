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
    return place ? `${place.line + 1} ${place.state}` : 'none';
  };

  it('takes the line of a name as it is and moves a line inside a state to its name', () => {
    assert.deepEqual(
      [4, 5, 6, 7, 9, 10, 12, 13, 15].map((line) => at(line)),
      ['4 Fan', '4 Fan', '4 Fan', '4 Fan', '9 Fan/0/Job', '9 Fan/0/Job', '9 Fan/0/Job', '4 Fan', '4 Fan'],
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
      places.between(4, 17).map(({ state }) => state),
      ['Fan/0/Job', 'a~1b', 'c'],
    );
    assert.deepEqual(places.of('Fan/0/Job'), { state: 'Fan/0/Job', line: 8, character: 12 });
    assert.equal(places.of('nowhere'), undefined);
    assert.equal(places.start, 1);
  });

  it('takes broken text', () => {
    for (let end = 0; end < text.length; end++) {
      new Places(analyze(text.slice(0, end))).at(3);
    }
  });
});

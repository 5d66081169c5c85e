import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { analyze } from '../../../server/src/analysis/analyze';
import { draw } from '../../../server/src/graph/draw';
import { createLayoutCache } from '../../../server/src/graph/layout';
import type { Picture, PictureEdge, PictureNode } from '../../../server/src/protocol';
import { analyzed, machine } from './machines';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const within = (a: Box, b: Box): boolean =>
  a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height;
const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

function labelBox({ labelAt, labelSize }: PictureEdge): Box | undefined {
  return labelAt && labelSize && { x: labelAt.x - labelSize.width / 2, y: labelAt.y - labelSize.height / 2, ...labelSize };
}

/** Everything that a picture must hold, whatever the machine. */
function checkPicture(picture: Picture): void {
  const byId = new Map(picture.nodes.map((node) => [node.id, node]));
  assert.equal(byId.size, picture.nodes.length, 'ids are unique');
  const whole = { x: 0, y: 0, width: picture.width, height: picture.height };
  const solid = (node: PictureNode): boolean => node.kind !== 'container' && node.kind !== 'scope';
  picture.nodes.forEach((node, index) => {
    assert.ok(within(node, whole), `${node.id} is within the picture`);
    for (const other of picture.nodes.slice(index + 1)) {
      const apart = !overlap(node, other);
      const nested = within(other, node) && !solid(node);
      assert.ok(apart || nested, `${node.id} and ${other.id} do not overlap`);
    }
  });
  const labels = picture.edges.flatMap((edge) => {
    const box = labelBox(edge);
    return box ? [{ edge, box }] : [];
  });
  labels.forEach(({ edge, box }, index) => {
    assert.ok(within(box, whole), `the label of ${edge.id} is within the picture`);
    for (const other of labels.slice(index + 1)) {
      assert.ok(!overlap(box, other.box), `the labels of ${edge.id} and ${other.edge.id} do not overlap`);
    }
    for (const node of picture.nodes) {
      assert.ok(!overlap(box, node) || (!solid(node) && within(box, node)), `the label of ${edge.id} is clear of ${node.id}`);
    }
  });
  for (const edge of picture.edges) {
    checkEdge(edge, byId, picture.nodes);
  }
}

function checkEdge(edge: PictureEdge, byId: ReadonlyMap<string, PictureNode>, nodes: readonly PictureNode[]): void {
  const [from, to] = [byId.get(edge.from), byId.get(edge.to)];
  assert.ok(from && to, `${edge.id} joins nodes of the picture`);
  const [first, last] = [edge.points[0]!, edge.points[edge.points.length - 1]!];
  assert.equal(first.y, from.y + from.height, `${edge.id} leaves the lower border of its source`);
  assert.ok(first.x >= from.x && first.x <= from.x + from.width, `${edge.id} leaves within its source`);
  assert.equal(last.y, to.y, `${edge.id} ends on the upper border of its target`);
  assert.ok(last.x >= to.x && last.x <= to.x + to.width, `${edge.id} ends within its target`);
  edge.points.slice(1).forEach((point, i) => {
    const before = edge.points[i]!;
    assert.ok(point.x === before.x || point.y === before.y, `${edge.id} is right-angled`);
    const line = {
      x: Math.min(point.x, before.x),
      y: Math.min(point.y, before.y),
      width: Math.abs(point.x - before.x),
      height: Math.abs(point.y - before.y),
    };
    for (const node of nodes) {
      const inside =
        node.x < line.x + line.width &&
        line.x < node.x + node.width &&
        node.y < line.y + line.height &&
        line.y < node.y + node.height;
      const around = (node.kind === 'container' || node.kind === 'scope') && within(line, node);
      assert.ok(!inside || around, `${edge.id} does not run through ${node.id}`);
    }
  });
}

describe('layout', () => {
  it('has no overlaps, and edges end on the borders of their nodes, for any machine', () => {
    fc.assert(
      fc.property(machine, (definition) => {
        const picture = draw(analyzed(definition));
        assert.ok(picture);
        checkPicture(picture);
      }),
      { numRuns: 300 },
    );
  });

  it('is the same each time, with and without what is remembered of other versions', () => {
    const cache = createLayoutCache();
    fc.assert(
      fc.property(machine, (definition) => {
        const analysis = analyzed(definition);
        const picture = draw(analysis);
        assert.deepEqual(draw(analysis), picture);
        assert.deepEqual(draw(analysis, cache), picture);
        assert.deepEqual(draw(analysis, cache), picture);
      }),
      { numRuns: 60 },
    );
  });

  it('draws any prefix of a text without throwing', () => {
    fc.assert(
      fc.property(machine, fc.double({ min: 0, max: 1, noNaN: true }), (definition, part) => {
        const text = JSON.stringify(definition, undefined, 1);
        const picture = draw(analyze(text.slice(0, Math.floor(text.length * part))));
        if (picture) {
          checkPicture(picture);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('puts StartAt on top, and what follows below', () => {
    const picture = draw(
      analyzed({
        StartAt: 'B',
        States: { C: { Type: 'Succeed' }, A: { Type: 'Pass', Next: 'C' }, B: { Type: 'Pass', Next: 'A' } },
      }),
    );
    const y = (id: string): number => picture!.nodes.find((node) => node.id === id)!.y;
    const order = ['#start', 'B', 'A', 'C', '#end'];
    assert.deepEqual(
      [...order].sort((a, b) => y(a) - y(b)),
      order,
    );
  });

  it('keeps the main flow in one straight line beside what is caught', () => {
    const work = (next: string): unknown => ({
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Next: next,
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Failed' }],
    });
    const picture = draw(
      analyzed({
        StartAt: 'A',
        States: { A: work('B'), B: work('C'), C: work('D'), D: { Type: 'Succeed' }, Failed: { Type: 'Fail' } },
      }),
    );
    const centre = (id: string): number => {
      const node = picture!.nodes.find((each) => each.id === id)!;
      return node.x + node.width / 2;
    };
    assert.deepEqual(['A', 'B', 'C', 'D', '#end'].map(centre), Array(5).fill(centre('#start')));
    assert.ok(centre('Failed') > centre('A'), 'what is caught stands on the right');
  });

  for (const [title, definition, states] of [
    ['a Choice of 300 rules', choiceOf(300), 302],
    ['a Parallel of 500 branches', parallelOf(500), 1001],
    ['a chain of 3,000 states with far jumps', jumping(3000), 3000],
    ['60 states that all lead to each other', clique(60), 60],
  ] as const) {
    it(`lays out ${title}`, () => {
      const picture = draw(analyzed(definition));
      assert.equal(picture!.nodes.filter((node) => node.kind === 'state' || node.kind === 'container').length, states);
      assert.ok(picture!.nodes.every((node) => Number.isFinite(node.x) && Number.isFinite(node.y)));
      assert.ok(
        picture!.edges.every((edge) => edge.points.every((point) => Number.isFinite(point.x) && Number.isFinite(point.y))),
      );
    });
  }

  it('lays out states nested 300 deep', () => {
    let definition: Record<string, unknown> = { StartAt: 'X', States: { X: { Type: 'Pass', End: true } } };
    for (let depth = 0; depth < 299; depth++) {
      definition = { StartAt: 'M', States: { M: { Type: 'Map', End: true, ItemProcessor: definition } } };
    }
    const picture = draw(analyzed(definition));
    assert.equal(picture!.nodes.filter((node) => node.kind === 'state' || node.kind === 'container').length, 300);
  });

  const corpus = path.resolve(__dirname, '../../../../shared/corpus/asl-real');
  (fs.existsSync(corpus) ? it : it.skip)(`draws every state of the real definitions (${corpus})`, () => {
    let drawn = 0;
    for (const file of fs.readdirSync(corpus).filter((name) => /\.asl\.(json|ya?ml)$/.test(name))) {
      const analysis = analyze(fs.readFileSync(path.join(corpus, file), 'utf8'), {
        format: file.endsWith('json') ? 'json' : 'yaml',
      });
      const picture = draw(analysis);
      const ids = new Set(picture?.nodes.map((node) => node.id));
      for (const state of analysis.symbols.states) {
        assert.ok(ids.has(state.id), `${file} draws ${state.id}`);
        drawn++;
      }
      if (picture) {
        try {
          checkPicture(picture);
        } catch (error) {
          throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
        }
      }
    }
    assert.ok(drawn > 500, `${drawn} states`);
  }).timeout(60_000);
});

function choiceOf(count: number): unknown {
  const names = Array.from({ length: count }, (_, i) => `T${i}`);
  const rules = names.map((Next, i) => ({ Variable: '$.x', NumericEquals: i, Next }));
  const targets = names.map((name) => [name, { Type: 'Pass', Next: 'J' }] as const);
  return {
    StartAt: 'C',
    States: { C: { Type: 'Choice', Choices: rules }, ...Object.fromEntries(targets), J: { Type: 'Pass', End: true } },
  };
}

function parallelOf(count: number): unknown {
  const branch = (i: number): unknown => ({
    StartAt: `A${i}`,
    States: { [`A${i}`]: { Type: 'Pass', Next: `B${i}` }, [`B${i}`]: { Type: 'Pass', End: true } },
  });
  return {
    StartAt: 'P',
    States: { P: { Type: 'Parallel', End: true, Branches: Array.from({ length: count }, (_, i) => branch(i)) } },
  };
}

function jumping(count: number): unknown {
  const state = (i: number): unknown =>
    i % 3 === 0
      ? {
          Type: 'Choice',
          Choices: [{ Variable: '$.x', NumericEquals: i, Next: `S${(i * 7919) % count}` }],
          Default: `S${(i + 1) % count}`,
        }
      : { Type: 'Pass', Next: `S${(i + 1) % count}` };
  return { StartAt: 'S0', States: Object.fromEntries(Array.from({ length: count }, (_, i) => [`S${i}`, state(i)])) };
}

function clique(count: number): unknown {
  const rules = Array.from({ length: count }, (_, i) => ({ Variable: '$.x', NumericEquals: i, Next: `S${i}` }));
  return {
    StartAt: 'S0',
    States: Object.fromEntries(Array.from({ length: count }, (_, i) => [`S${i}`, { Type: 'Choice', Choices: rules }])),
  };
}

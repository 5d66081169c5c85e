import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { StdioClient } from '../support/stdioClient';

const folder = path.resolve(__dirname, '../e2e/tour');
const documents = [
  { name: 'orders.asl.json', language: 'asl', next: '"Next": "Ship"', resource: '"Resource"' },
  { name: 'parcels.asl.yaml', language: 'asl-yaml', next: 'Next: Ship', resource: 'Resource' },
  { name: 'template.yaml', language: 'yaml', next: 'Next: Ship', resource: 'Resource: arn' },
];

interface Range {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}
interface Placed {
  readonly range: Range;
  readonly uri?: string;
}

describe('language server over stdio, asked by a plain client', () => {
  let client: StdioClient;
  before(async () => {
    client = new StdioClient();
    await client.initialize();
  });
  after(async () => {
    assert.equal(await client.stop(), 0);
    assert.equal(client.stderr, '');
  });

  for (const { name, language, next, resource } of documents) {
    describe(name, () => {
      const text = fs.readFileSync(path.join(folder, name), 'utf8');
      const uri = pathToFileURL(path.join(folder, name)).href;
      const textDocument = { uri };
      /** The position `back` characters before the end of the first `needle`. */
      const place = (needle: string, back = 2) => {
        const offset = text.indexOf(needle) + needle.length - back;
        assert.ok(offset >= needle.length - back, needle);
        const lines = text.slice(0, offset).split('\n');
        return { line: lines.length - 1, character: lines.at(-1)!.length };
      };
      const textOf = ({ start, end }: Range) =>
        start.line === end.line
          ? text.split('\n')[start.line]!.slice(start.character, end.character)
          : `${start.line}-${end.line}`;
      const ask = async <R>(method: string, more: object = {}) =>
        (await client.ask(`textDocument/${method}`, { textDocument, ...more })) as R;

      before(() => client.open(uri, language, text));

      it('problems', async () => {
        const found = (await client.diagnostics(uri)) as { severity: number; message: string }[];
        assert.deepEqual(
          found.filter(({ severity }) => severity <= 2),
          [],
        );
      });

      it('completion without snippets', async () => {
        const { items } = await ask<{ items: { label: string; insertTextFormat?: number }[] }>('completion', {
          position: place(next),
        });
        assert.ok(
          items.some(({ label }) => label.includes('Refuse')),
          items.map(({ label }) => label).join(),
        );
        assert.ok(items.every(({ insertTextFormat }) => insertTextFormat !== 2));
      });

      it('hover', async () => {
        const { contents } = await ask<{ contents: { value: string } }>('hover', {
          position: place(resource, resource.includes(':') ? 8 : 4),
        });
        assert.match(contents.value, /Resource/);
      });

      it('definition, references and highlights', async () => {
        const position = place(next);
        const [target] = await ask<Placed[]>('definition', { position });
        assert.match(text.split('\n')[target!.range.start.line]!, /Ship"?:/);
        const found = await ask<Placed[]>('references', { position, context: { includeDeclaration: true } });
        assert.deepEqual(
          found.map(({ range }) => textOf(range)),
          ['Ship', 'Ship'],
        );
        assert.equal((await ask<Placed[]>('documentHighlight', { position })).length, 2);
      });

      it('rename of a state and of a variable', async () => {
        for (const [at, count] of [
          [place(next), 2],
          [place('$total'), 2],
        ] as const) {
          const { changes } = await ask<{ changes: Record<string, { newText: string }[]> }>('rename', {
            position: at,
            newName: 'renamed',
          });
          assert.deepEqual(
            changes[uri]!.map(({ newText }) => newText),
            Array(count).fill('renamed'),
          );
        }
        await assert.rejects(ask('rename', { position: place(next), newName: 'Done' }), /already a state "Done"/);
      });

      it('symbols of the document', async () => {
        const names: string[] = [];
        const walk = (list: readonly { name: string; children?: [] }[]): void =>
          list.forEach((each) => {
            names.push(each.name);
            walk(each.children ?? []);
          });
        walk(await ask('documentSymbol'));
        for (const state of ['Check', 'Price', 'Ship', 'Tell everybody', 'Greet', 'Refuse', 'Done']) {
          assert.ok(names.includes(state), names.join());
        }
      });

      it('folding and selection ranges', async () => {
        const folds = await ask<{ startLine: number; endLine: number }[]>('foldingRange');
        assert.ok(folds.length > 5);
        assert.ok(folds.every(({ startLine, endLine }) => startLine < endLine));
        let [range] = await ask<({ range: Range; parent?: never } | undefined)[]>('selectionRange', { positions: [place(next)] });
        let depth = 0;
        for (; range; range = range.parent) {
          depth++;
        }
        assert.ok(depth >= 4, String(depth));
      });

      it('code actions', async () => {
        const position = place(next);
        const actions = await ask<{ title: string; kind: string }[]>('codeAction', {
          range: { start: position, end: position },
          context: { diagnostics: [] },
        });
        assert.ok(
          actions.some(({ title }) => title === 'Insert a state after "Price"'),
          actions.map(({ title }) => title).join(),
        );
      });

      it('no lenses of commands that the client has not named, and its own values of placeholders', async () => {
        assert.deepEqual(await ask('codeLens'), []);
        const hints = await ask<{ label: string }[]>('inlayHint', {
          range: { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } },
        });
        assert.match(hints[0]!.label, /= arn:aws:lambda:…:function:(ship|Ship)/);
      });

      it('the hierarchy of transitions', async () => {
        const [item] = await ask<{ name: string }[]>('prepareCallHierarchy', { position: place(next) });
        assert.equal(item!.name, 'Ship');
        const incoming = (await client.ask('callHierarchy/incomingCalls', { item: item! })) as { from: { name: string } }[];
        assert.deepEqual(
          incoming.map(({ from }) => from.name),
          ['Price'],
        );
        const outgoing = (await client.ask('callHierarchy/outgoingCalls', { item: item! })) as { to: { name: string } }[];
        assert.deepEqual(outgoing.map(({ to }) => to.name).sort(), ['Refuse', 'Tell everybody']);
      });

      it('semantic tokens', async () => {
        const { data } = await ask<{ data: number[] }>('semanticTokens/full');
        assert.ok(data.length > 5 * 40, String(data.length));
      });

      it('linked editing', async () => {
        const position = place({ asl: '    "Ship', 'asl-yaml': '\n  Ship', yaml: '          Ship' }[language]!);
        const { ranges } = await ask<{ ranges: Range[] }>('linkedEditingRange', { position });
        assert.deepEqual(ranges.map(textOf), ['Ship', 'Ship']);
      });

      it('layout, or none, but no failure', async () => {
        const edits = await ask<unknown[] | null>('formatting', { options: { tabSize: 2, insertSpaces: true } });
        assert.ok(edits === null || Array.isArray(edits));
      });
    });
  }

  describe('all of them', () => {
    it('symbols of the workspace', async () => {
      const found = (await client.ask('workspace/symbol', { query: 'Greet' })) as { name: string }[];
      assert.deepEqual(
        found.map(({ name }) => name),
        ['Greet', 'Greet', 'Greet'],
      );
    });
  });
});

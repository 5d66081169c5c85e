import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import ts from 'typescript';

/**
 * The dependency rule of ARCHITECTURE.md, enforced. A folder of `server/src` may import the folders listed for it and itself;
 * files directly in `server/src` are entries and listed by name.
 */
const root = path.resolve(__dirname, '../..');

const allowed: Record<string, readonly string[]> = {
  source: [],
  project: ['source'],
  fields: ['source'],
  asl: ['source', 'fields'],
  batch: ['source', 'fields'],
  integrations: ['source', 'asl'],
  analysis: ['source', 'fields', 'asl', 'batch', 'integrations'],
  rules: ['source', 'fields', 'asl', 'batch', 'integrations', 'analysis'],
  features: ['source', 'fields', 'asl', 'batch', 'integrations', 'analysis', 'rules'],
  graph: ['source', 'asl', 'integrations', 'analysis', 'protocol'],
  lsp: ['source', 'project', 'asl', 'batch', 'analysis', 'rules', 'features', 'graph', 'execution', 'protocol'],
  execution: ['source', 'asl'],
  runner: ['source', 'project', 'asl', 'integrations', 'execution'],
  debug: ['source', 'project', 'asl', 'analysis', 'rules', 'execution', 'runner', 'endpoint', 'protocol'],
  endpoint: ['source', 'project', 'asl', 'integrations', 'analysis', 'rules', 'execution', 'runner'],
  cli: [
    'source',
    'project',
    'asl',
    'batch',
    'analysis',
    'rules',
    'features',
    'graph',
    'execution',
    'runner',
    'endpoint',
    'debug',
    'protocol',
  ],
  'languageServer.ts': ['lsp', 'runner', 'protocol'],
  'webLanguageServer.ts': ['lsp', 'protocol'],
  'debugAdapter.ts': ['debug', 'runner'],
  'cli.ts': ['cli'],
  protocol: [],
};

/** Folders whose code is pure: no Node, no clock, no randomness, no timers. */
const pure = [
  'source',
  'project',
  'fields',
  'asl',
  'batch',
  'integrations',
  'analysis',
  'rules',
  'features',
  'graph',
  'execution',
];

/** Files that are tables or generated and may be long. */
const tables = /(^|\/)(spec|[a-zA-Z]*Spec|glyphs|icons)\.ts$|\.generated\.|\/spec\//;

interface SourceFile {
  /** Relative to the repository, with slashes. */
  readonly file: string;
  readonly text: string;
  readonly imports: readonly string[];
}

function sources(folder: string): SourceFile[] {
  const found: SourceFile[] = [];
  const visit = (dir: string): void => {
    for (const entry of fs.readdirSync(path.join(root, dir), { withFileTypes: true })) {
      const file = `${dir}/${entry.name}`;
      if (entry.isDirectory() && entry.name !== 'node_modules') {
        visit(file);
      } else if (/\.ts$/.test(entry.name) && !entry.name.endsWith('.d.ts') && !entry.name.includes('.generated.')) {
        const text = fs.readFileSync(path.join(root, file), 'utf8');
        found.push({ file, text, imports: ts.preProcessFile(text, true, true).importedFiles.map((i) => i.fileName) });
      }
    }
  };
  visit(folder);
  return found;
}

/** `server/src/asl/lower.ts` → 'asl'; `server/src/cli.ts` → 'cli.ts'; `server/src/protocol.ts` → 'protocol'. */
function roomOf(file: string): string {
  const [first, second] = file.replace(/^server\/src\//, '').split('/');
  return second === undefined && first !== 'protocol.ts' && first !== 'protocol' ? first! : first!.replace(/\.ts$/, '');
}

function target(from: string, specifier: string): string | undefined {
  return specifier.startsWith('.') ? path.posix.normalize(path.posix.join(path.posix.dirname(from), specifier)) : undefined;
}

/** The text without comments and string contents, so that a word in a message is no use of a global. */
function codeOf(text: string): string {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, text);
  const words: string[] = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    words.push(kind === ts.SyntaxKind.StringLiteral ? '""' : scanner.getTokenText());
  }
  return words.join(' ');
}

const server = sources('server/src');
const client = sources('client/src');
const media = sources('media');

describe('architecture', () => {
  it('imports only go left', () => {
    const wrong: string[] = [];
    for (const { file, imports } of server) {
      const room = roomOf(file);
      const rights = allowed[room];
      assert.ok(rights, `${file}: a folder or entry that ARCHITECTURE.md and this test do not know`);
      for (const specifier of imports) {
        const to = target(file, specifier);
        if (to !== undefined && to.startsWith('server/src/')) {
          const other = roomOf(to.endsWith('.ts') ? to : `${to}`).replace(/\.ts$/, '');
          if (other !== room && !rights.includes(other)) {
            wrong.push(`${file} imports ${specifier}: ${room} may import ${rights.join(', ') || 'nothing'}`);
          }
        } else if (to !== undefined && !to.endsWith('package.json')) {
          wrong.push(`${file} imports ${specifier}, outside server/src`);
        }
      }
    }
    assert.deepEqual(wrong, []);
  });

  it('client and page import only protocol.ts of the server, the page also the drawing code', () => {
    const wrong: string[] = [];
    for (const { file, imports } of [...client, ...media]) {
      for (const specifier of imports) {
        const to = target(file, specifier);
        const own = file.startsWith('client/') ? 'client/src/' : 'media/';
        const fine =
          to === undefined ||
          to.startsWith(own) ||
          to === 'server/src/protocol' ||
          (own === 'media/' && to.startsWith('server/src/graph/'));
        if (!fine) {
          wrong.push(`${file} imports ${specifier}`);
        }
      }
    }
    assert.deepEqual(wrong, []);
  });

  it('keeps vscode in client/, LSP in lsp/, DAP in debug/session/', () => {
    const wrong: string[] = [];
    for (const { file, imports } of [...server, ...media]) {
      for (const specifier of imports) {
        const lsp = /^vscode-languageserver/.test(specifier);
        const dap = /^@vscode\/debug/.test(specifier);
        if (
          specifier === 'vscode' ||
          (lsp && !file.startsWith('server/src/lsp/') && !/anguageServer\.ts$/.test(file)) ||
          (dap && !file.startsWith('server/src/debug/session/') && file !== 'server/src/debugAdapter.ts')
        ) {
          wrong.push(`${file} imports ${specifier}`);
        }
      }
    }
    assert.deepEqual(wrong, []);
  });

  it('keeps Node, the clock, randomness and timers out of the core', () => {
    const wrong: string[] = [];
    for (const { file, text, imports } of server.filter((s) => pure.includes(roomOf(s.file)))) {
      wrong.push(...imports.filter((i) => i.startsWith('node:')).map((i) => `${file} imports ${i}`));
      const code = codeOf(text);
      for (const [, use] of code.matchAll(
        /\b(Date \. now|new Date \( \)|Math \. random|setTimeout|setInterval|process \.|eval \(|new Function)/g,
      )) {
        wrong.push(`${file} uses ${use}`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  it('names files by what they are', () => {
    const bad = /(manager|helper|handler|service|utils?|common|misc)(\.ts|\/)/i;
    assert.deepEqual(
      [...server, ...client, ...media].map((s) => s.file).filter((f) => bad.test(f)),
      [],
    );
  });

  it('keeps files readable in one go', () => {
    const long = [...server, ...client, ...media]
      .filter((s) => !tables.test(s.file))
      .map((s) => ({ file: s.file, lines: s.text.split('\n').length }))
      .filter((s) => s.lines > 450)
      .map((s) => `${s.file}: ${s.lines} lines`);
    assert.deepEqual(long, []);
  });

  it('is described, folder by folder, in ARCHITECTURE.md', () => {
    const text = fs.readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8');
    const folders = fs
      .readdirSync(path.join(root, 'server/src'), { withFileTypes: true })
      .filter((e) => e.isDirectory())
      .map((e) => `${e.name}/`);
    const top = ['client/', 'server/', 'media/', 'scripts/', 'syntaxes/', 'test/', 'examples/', 'docs/'];
    assert.deepEqual(
      [...folders, ...top].filter((f) => !text.includes(f)),
      [],
    );
  });

  it('gives a reason for every dependency in ARCHITECTURE.md', () => {
    const text = fs.readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8');
    const { dependencies = {}, devDependencies = {} } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      dependencies?: Record<string, string>;
      devDependencies?: Record<string, string>;
    };
    assert.deepEqual(
      [...Object.keys(dependencies), ...Object.keys(devDependencies)].filter((d) => !text.includes(`\`${d}\``)),
      [],
    );
  });
});

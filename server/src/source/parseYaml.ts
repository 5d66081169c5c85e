import {
  type Alias,
  type Document,
  type Node as YamlNode,
  type YAMLError,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
} from 'yaml';
import { maxDepth } from './json';
import type { Member, Node, Parsed, Problem, StringNode } from './node';

const placeholder = /^\$\{([A-Za-z0-9_.:-]+)\}$/;

/** Reads YAML 1.2 (core schema), however broken, into nodes; what is wrong is told as problems. Never throws. */
export function parseYaml(text: string): Parsed {
  const documents = parseAllDocuments(text, { prettyErrors: false, schema: 'core', uniqueKeys: false, logLevel: 'silent' });
  const [document] = documents;
  if (!document || !('contents' in document) || !document.contents) {
    return {
      root: undefined,
      problems: [
        {
          code: 'empty-document',
          message: 'The document is empty: a mapping with StartAt and States is expected.',
          start: 0,
          end: text.length,
        },
      ],
    };
  }
  const problems: Problem[] = [...document.errors].map((error: YAMLError) => ({
    code: 'invalid-yaml',
    message: error.message,
    start: Math.min(error.pos[0], text.length),
    end: Math.min(error.pos[1], text.length),
  }));
  const reader = new YamlReader(document as Document, problems);
  const root = reader.node(document.contents, 0);
  return { root, problems: problems.sort((a, b) => a.start - b.start) };
}

class YamlReader {
  constructor(
    private readonly document: Document,
    private readonly problems: Problem[],
  ) {}

  node(node: YamlNode, depth: number): Node {
    const start = node.range?.[0] ?? 0;
    const end = node.range?.[1] ?? start;
    if (depth > maxDepth) {
      return { kind: 'invalid', start, end };
    }
    if (isAlias(node)) {
      const target = (node as Alias).resolve(this.document);
      return target ? { ...this.node(target, depth + 1), start, end } : { kind: 'invalid', start, end };
    }
    if (isMap(node)) {
      const members: Member[] = [];
      const keys = new Set<string>();
      for (const pair of node.items) {
        const key = this.key(pair.key as YamlNode | null, end);
        if (keys.has(key.value)) {
          this.problems.push({
            code: 'duplicate-key',
            message: `The key "${key.value}" stands twice in this object; only the last one counts.`,
            start: key.start,
            end: key.end,
          });
        }
        keys.add(key.value);
        const value = pair.value ? this.node(pair.value as YamlNode, depth + 1) : undefined;
        members.push({ start: key.start, end: value?.end ?? key.end, key, value });
      }
      return { kind: 'object', start, end, members };
    }
    if (isSeq(node)) {
      return { kind: 'array', start, end, items: node.items.map((item) => this.node(item as YamlNode, depth + 1)) };
    }
    if (!isScalar(node)) {
      return { kind: 'invalid', start, end };
    }
    const { value } = node;
    if (typeof value === 'string') {
      const name = node.type === 'PLAIN' ? placeholder.exec(value)?.[1] : undefined;
      return name === undefined ? { kind: 'string', start, end, value } : { kind: 'placeholder', start, end, name };
    }
    if (typeof value === 'boolean') {
      return { kind: 'boolean', start, end, value };
    }
    if (typeof value === 'number') {
      return { kind: 'number', start, end, text: node.source ?? String(value) };
    }
    return { kind: 'null', start, end };
  }

  private key(node: YamlNode | null, at: number): StringNode {
    const start = node?.range?.[0] ?? at;
    const end = node?.range?.[1] ?? start;
    return { kind: 'string', start, end, value: isScalar(node) ? (node.source ?? String(node.value)) : '' };
  }
}

import { Document, Pair, Scalar, YAMLMap, YAMLSeq, type ScalarTag } from 'yaml';
import type { Node } from '../../source/node';
import { plainNode } from '../../source/yamlValue';

/** Columns that a line of folded text has at most, its indentation apart. */
const width = 100;

/** Text that stands in the document as it is. */
class Written {
  constructor(readonly text: string) {}
}

const written: ScalarTag = {
  tag: 'tag:stepwise,2026:written',
  default: true,
  identify: (value) => value instanceof Written,
  resolve: (text) => text,
  stringify: ({ value }) => (value as Written).text,
};

/**
 * A tree as a YAML document, in the same order and with the same data: numbers keep their spelling, placeholders without quotes have none,
 * text is quoted where YAML 1.2 or 1.1 would take it for something else. The tree is whole: nothing in it is invalid, no key stands twice.
 */
export function toYaml(root: Node): string {
  const document = new Document(undefined, { version: '1.2', compat: 'yaml-1.1', customTags: (tags) => [written, ...tags] });
  document.contents = nodeOf(root);
  return document.toString({ lineWidth: 0, minContentWidth: 0, indentSeq: true, nullStr: 'null' });
}

/** Recursion is as deep as the document, which parsers bound. */
function nodeOf(node: Node | undefined): Scalar | YAMLMap | YAMLSeq {
  switch (node?.kind) {
    case 'object': {
      const map = new YAMLMap();
      map.flow = node.members.length === 0;
      map.items = node.members.map(({ key, value }) => new Pair(keyOf(key.value), nodeOf(value)));
      return map;
    }
    case 'array': {
      const list = new YAMLSeq();
      list.flow = node.items.length === 0;
      list.items = node.items.map(nodeOf);
      return list;
    }
    case 'string':
      return textOf(node.value);
    case 'number':
      return new Scalar(new Written(node.text));
    case 'boolean':
      return new Scalar(node.value);
    case 'placeholder':
      return new Scalar(new Written(`\${${node.name}}`));
    default:
      return new Scalar(null);
  }
}

function keyOf(key: string): Scalar {
  return isUnprintable(key) || key.includes('\n') ? escaped(key) : isTaken(key) ? quoted(key) : new Scalar(key);
}

/** Text of several lines as a literal block, long JSONata as a folded one; all else as short as it can be. */
function textOf(text: string): Scalar {
  if (isUnprintable(text)) {
    return escaped(text);
  }
  if (text.includes('\n')) {
    const scalar = new Scalar(text);
    // Lines of spaces, and spaces at the end of a line, are not seen in a block.
    scalar.type = /(?:^|\n)[ \t]+(?:\n|$)|[ \t](?:\n|$)|^[ \t]/.test(text) ? 'QUOTE_DOUBLE' : 'BLOCK_LITERAL';
    return scalar;
  }
  const isJsonata = text.startsWith('{%') && text.endsWith('%}');
  if (isJsonata && (text.length > width || (text.includes('"') && text.includes("'")))) {
    return folded(text);
  }
  return isTaken(text) ? quoted(text) : new Scalar(text);
}

/** A folded block. Where two spaces follow each other a line cannot end, so that folding changes nothing. */
function folded(text: string): Scalar {
  const scalar = new Scalar(text);
  scalar.type = 'BLOCK_FOLDED';
  return scalar;
}

/** Whether the text would be something else without quotes, to our own reader or to one of YAML 1.1. */
function isTaken(text: string): boolean {
  return plainNode(text, { start: 0, end: 0 }).kind !== 'string' || former.test(text);
}

/**
 * What YAML 1.1 takes for a truth value, a number (octal, binary, with underscores, base 60), a date, a merge key or a default value:
 * readers of that version are still in use. https://yaml.org/type/
 */
const former =
  /^(?:y|yes|n|no|on|off|true|false|null|~|<<|=|[-+]?(?:0b[01_]+|0x[\da-f_]+|0o?[0-7_]+|[\d][\d_]*(?:\.[\d_]*)?(?:e[-+]?\d+)?|\.[\d_]+(?:e[-+]?\d+)?|\.inf|\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?)|\.nan|\d{4}-\d\d?-\d\d?(?:(?:t|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:z|[-+]\d\d?(?::\d\d)?))?)?)$/i;

function quoted(text: string): Scalar {
  const scalar = new Scalar(text);
  scalar.type = 'QUOTE_DOUBLE';
  return scalar;
}

/** Control characters, ends of lines other than `\n`, lone surrogates: they stand as escapes. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const unprintable = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|\p{Surrogate}/u;

function isUnprintable(text: string): boolean {
  return unprintable.test(text);
}

function escaped(text: string): Scalar {
  const inner = JSON.stringify(text).replace(
    new RegExp(unprintable.source, 'gu'),
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return new Scalar(new Written(inner));
}

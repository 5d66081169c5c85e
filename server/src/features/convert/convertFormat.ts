import { Lexer } from 'yaml';
import type { Node } from '../../source/node';
import { parse, type DocumentFormat } from '../../source/parse';
import type { Span } from '../../source/span';
import { toJson } from './toJson';
import { toYaml } from './toYaml';

/** Something that the converted document does not say, or says otherwise; the place is in the original. */
export interface Loss extends Span {
  readonly message: string;
}

/** A document in another format, or why there is none. */
export type Converted =
  | { readonly text: string; readonly losses: readonly Loss[] }
  | (Span & { readonly refusal: string; readonly losses?: undefined });

/** A state machine written as JSON or YAML, in the same order and with the same data. Text that is broken is not converted. */
export function convertFormat(text: string, from: DocumentFormat, to: DocumentFormat): Converted {
  const { root, problems } = parse(text, from);
  const [problem] = problems.filter(({ code }) => code !== 'byte-order-mark');
  if (problem ?? !root) {
    return {
      start: problem?.start ?? 0,
      end: problem?.end ?? 0,
      refusal: problem?.message ?? 'There is nothing in the document.',
    };
  }
  if (root.kind !== 'object') {
    return { ...spanOf(root), refusal: 'This is no state machine: an object with "StartAt" and "States" is expected.' };
  }
  const tag = find(root, (node) => node.kind === 'placeholder' && node.name.startsWith('!'));
  if (tag?.kind === 'placeholder') {
    return { ...spanOf(tag), refusal: `What the tag ${tag.name} makes of its value is not known here, and JSON has no tags.` };
  }
  return to === 'yaml'
    ? { text: toYaml(root), losses: from === 'json' ? barePlaceholders(root) : [] }
    : { text: toJson(root), losses: from === 'yaml' ? comments(text) : [] };
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}

function barePlaceholders(root: Node): Loss[] {
  const losses: Loss[] = [];
  find(root, (node) => {
    if (node.kind === 'placeholder') {
      const message = `\${${node.name}} stands without quotes: in YAML, CloudFormation takes it for text, not for a number.`;
      losses.push({ ...spanOf(node), message });
    }
    return false;
  });
  return losses.sort((a, b) => a.start - b.start);
}

/** The first node that the test holds for, in no particular order. */
function find(root: Node, test: (node: Node) => boolean): Node | undefined {
  const open: Node[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (test(node)) {
      return node;
    }
    open.push(...(node.kind === 'array' ? node.items : node.kind === 'object' ? node.members.flatMap((m) => m.value ?? []) : []));
  }
  return undefined;
}

/** The comments of a YAML text: JSON has none. */
function comments(text: string): Loss[] {
  const losses: Loss[] = [];
  let at = 0;
  let isScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    // Marks of the lexer that are not in the text: document, end of flow, and "the next one is a scalar".
    if (lexeme === '\u0002' || lexeme === '\u0018' || lexeme === '\u001f') {
      isScalar = lexeme === '\u001f';
      continue;
    }
    if (!isScalar && lexeme.startsWith('#')) {
      losses.push({
        start: at,
        end: at + lexeme.length,
        message: `The comment "${lexeme.slice(0, 60)}" is lost: JSON has none.`,
      });
    }
    isScalar = false;
    at += lexeme.length;
  }
  return losses;
}

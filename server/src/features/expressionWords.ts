import type { Span } from '../source/span';

/** What a word of an expression is. `root`: what every state is given, `$`, `$$` or `$states`. */
export interface ExpressionWord extends Span {
  readonly kind: 'root' | 'variable' | 'property' | 'function' | 'string' | 'number' | 'operator' | 'comment';
}

type Kind = ExpressionWord['kind'];

/** Groups in the order of their kinds; what no group takes (brackets, commas, true) has no colour of its own. */
interface Grammar {
  readonly pattern: RegExp;
  readonly kinds: readonly Kind[];
}

const number = String.raw`\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b`;

/** https://docs.jsonata.org */
const jsonata: Grammar = {
  pattern: new RegExp(
    [
      String.raw`(\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?)`,
      String.raw`("(?:[^"\\]|\\[^])*"?|'(?:[^'\\]|\\[^])*'?)`,
      String.raw`(\$[\p{L}_][\p{L}\p{N}_]*(?=\s*\())`,
      String.raw`(\$states(?![\p{L}\p{N}_])|\$\$?(?![\p{L}\p{N}_$]))`,
      String.raw`(\$[\p{L}_][\p{L}\p{N}_]*)`,
      `(${number})`,
      String.raw`(\b(?:and|or|in)\b|:=|~>|!=|<=|>=|\.\.|\*\*|[-+*/&=<>?^@#|%])`,
      String.raw`\b(?:true|false|null|function)\b`,
      String.raw`(${'`'}[^${'`'}]*${'`'}?|[\p{L}_][\p{L}\p{N}_]*)`,
    ].join('|'),
    'gu',
  ),
  kinds: ['comment', 'string', 'function', 'root', 'variable', 'number', 'operator', 'property'],
};

/** Paths and the intrinsic functions that take them: https://states-language.net/#path, https://states-language.net/#appendix-b */
const path: Grammar = {
  pattern: new RegExp(
    [
      String.raw`('(?:[^'\\]|\\[^])*'?)`,
      String.raw`\b(States\.\w+)(?=\s*\()`,
      String.raw`(\$\$|\$(?![\p{L}_])|@)`,
      String.raw`(\$[\p{L}_][\p{L}\p{N}_]*)`,
      `(-?${number})`,
      String.raw`(\.\.|[<>=!]=|=~|&&|\|\||[*?<>!:])`,
      String.raw`\b(?:true|false|null)\b(?!\s*[.[])`,
      String.raw`([\p{L}_][\p{L}\p{N}_-]*)`,
    ].join('|'),
    'gu',
  ),
  kinds: ['string', 'function', 'root', 'variable', 'number', 'operator', 'property'],
};

/** The words of an expression's text that have a colour, in text order. */
export function expressionWords(text: string, language: 'jsonata' | 'path'): ExpressionWord[] {
  const { pattern, kinds } = language === 'jsonata' ? jsonata : path;
  const words: ExpressionWord[] = [];
  for (const match of text.matchAll(pattern)) {
    const group = match.findIndex((part, index) => index > 0 && part !== undefined);
    if (group > 0) {
      words.push({ kind: kinds[group - 1]!, start: match.index, end: match.index + match[0].length });
    }
  }
  return words;
}

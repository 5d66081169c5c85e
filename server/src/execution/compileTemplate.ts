import type { QueryLanguage } from '../asl/ast';
import { checkJsonata } from '../asl/jsonata';
import { parseIntrinsic } from '../asl/intrinsics';
import { parsePath } from '../asl/jsonPath';
import { type Json, draft, numberOf } from '../source/json';
import type { Node } from '../source/node';
import type { Jsonata, Template } from './program';

/** What is wrong with a part of a state; the message goes on after the state's name. */
export interface Fault {
  readonly node: Node;
  readonly message: string;
}

/** The data that a node stands for; a placeholder is the text `${Name}`. Recursion is as deep as the document, which parsers bound. */
export function jsonOf(node: Node | undefined): Json | undefined {
  switch (node?.kind) {
    case undefined:
    case 'invalid':
      return undefined;
    case 'object': {
      const made = draft();
      for (const { key, value } of node.members) {
        made[key.value] = jsonOf(value) ?? null;
      }
      return made;
    }
    case 'array':
      return node.items.map((item) => jsonOf(item) ?? null);
    case 'string':
    case 'boolean':
      return node.value;
    case 'number':
      return numberOf(node.text);
    case 'null':
      return null;
    case 'placeholder':
      return `\${${node.name}}`;
  }
}

/** `{% … %}` as an expression; spaces outside the marks make the text a literal (seen on AWS). */
export function jsonataOf(value: Json | undefined, location: string): Jsonata | undefined {
  return typeof value === 'string' && value.length >= 4 && value.startsWith('{%') && value.endsWith('%}')
    ? { kind: 'jsonata', expression: value.slice(2, -2).trim(), location }
    : undefined;
}

/** Reports an expression that is no JSONata. */
export function checkExpression({ expression, location }: Jsonata, node: Node, faults: Fault[]): void {
  const [problem] = checkJsonata(expression);
  if (problem) {
    faults.push({
      node,
      message: `has the expression '${expression}' in '${location}', which is no valid JSONata: ${problem.message}`,
    });
  }
}

/**
 * A payload template. JSONPath: keys that end in `.$` hold a path or an intrinsic function; JSONata: texts `{% … %}`.
 * `dynamic`: the value itself is such a path, as in ErrorPath.
 * https://states-language.net/#payload-template
 */
export function compileTemplate(
  node: Node,
  language: QueryLanguage,
  location: string,
  faults: Fault[],
  dynamic?: string,
): Template {
  if (dynamic !== undefined) {
    return reference(dynamic, node, faults);
  }
  switch (node.kind) {
    case 'object': {
      const entries = node.members.map(({ key, value }) => {
        const field = key.value;
        if (value === undefined) {
          return { key: field, value: constant(null) };
        }
        if (language === 'JSONPath' && field.endsWith('.$')) {
          return { key: field.slice(0, -2), value: reference(field, value, faults) };
        }
        return { key: field, value: compileTemplate(value, language, `${location}/${field}`, faults) };
      });
      return entries.every((e) => e.value.kind === 'constant') ? constant(jsonOf(node)!) : { kind: 'object', entries };
    }
    case 'array': {
      const items = node.items.map((item, i) => compileTemplate(item, language, `${location}[${i}]`, faults));
      return items.every((item) => item.kind === 'constant') ? constant(jsonOf(node)!) : { kind: 'array', items };
    }
    default: {
      const value = jsonOf(node) ?? null;
      const jsonata = language === 'JSONata' ? jsonataOf(value, location) : undefined;
      if (jsonata) {
        checkExpression(jsonata, node, faults);
      }
      return jsonata ?? constant(value);
    }
  }
}

function constant(value: Json): Template {
  return { kind: 'constant', value };
}

function reference(field: string, node: Node, faults: Fault[]): Template {
  if (node.kind !== 'string') {
    faults.push({ node, message: `has a '${field}' that is neither a path nor an intrinsic function` });
    return constant(null);
  }
  const text = node.value;
  if (text.startsWith('$')) {
    const { path, problems } = parsePath(text);
    if (path) {
      return { kind: 'path', field, path };
    }
    faults.push({
      node,
      message: `has the value '${text}' in '${field}', which is no valid path: ${problems[0]?.message ?? ''}`,
    });
    return constant(null);
  }
  const { call, problems } = parseIntrinsic(text);
  if (call) {
    return { kind: 'call', field, text, call };
  }
  faults.push({
    node,
    message: `has the value '${text}' in '${field}', which is neither a path nor a valid intrinsic function: ${problems[0]?.message ?? ''}`,
  });
  return constant(null);
}

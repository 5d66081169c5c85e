import type { DataTypes, Viewpoint } from '../../analysis/data/dataTypes';
import { contextDocumentation } from '../../analysis/data/contextShape';
import { isKnown, itemsOf, shapeText } from '../../analysis/data/likely';
import type { Shape } from '../../analysis/shape';
import { intrinsicFunctions } from '../../asl/intrinsics';
import { parsePath } from '../../asl/jsonPath';
import type { Span } from '../../source/span';
import { intrinsicCursor } from '../expression/intrinsicCursor';
import type { Writer } from '../expression/write';
import type { Completion } from './completion';

/** Text with a cursor in which a path, or a call of an intrinsic function, is being written. */
export interface PathText {
  readonly text: string;
  readonly cursor: number;
  readonly view: Viewpoint;
  /** Functions may be called. */
  readonly mayCall: boolean;
}

/** What can be written at the cursor: members of the data, variables, the context object, functions. */
export function pathCompletions({ text, cursor, view, mayCall }: PathText, types: DataTypes, write: Writer): Completion[] {
  const { start, isInString, calls } = mayCall ? intrinsicCursor(text, cursor) : { start: 0, isInString: false, calls: [] };
  const token = text.slice(start, cursor);
  // Within a function's arguments anything else is a literal; the argument's other end belongs to it.
  if (isInString || (mayCall && calls.length === 0 && start > 0)) {
    return [];
  }
  const rest = /^[^\s,()[\].'"]*/.exec(text.slice(cursor))![0].length;
  const whole: Span = { start, end: cursor + rest };
  if (token.startsWith('$')) {
    const open = /^(\$.*)(\.|\[['"]?)([^.[\]'"]*)$/s.exec(token);
    return open
      ? members(text, { base: open[1]!, opener: open[2]!, at: start + open[1]!.length, cursor, rest }, view, types, write)
      : /^\$[\p{L}\p{N}_$]*$/u.test(token)
        ? roots(whole, view, types, write)
        : [];
  }
  if (!/^[\w.]*$/.test(token)) {
    return [];
  }
  return [
    ...(token === '' ? roots(whole, view, types, write) : []),
    ...(mayCall ? functions(whole, text.slice(cursor + rest), write) : []),
  ];
}

interface Opened {
  /** The path before what is being written. */
  readonly base: string;
  /** `.`, `[`, `['` */
  readonly opener: string;
  readonly at: number;
  readonly cursor: number;
  /** So many characters of the name stand behind the cursor. */
  readonly rest: number;
}

function members(text: string, opened: Opened, view: Viewpoint, types: DataTypes, write: Writer): Completion[] {
  const { base, opener, at, cursor, rest } = opened;
  // In a filter `@` is one of the items.
  const filtered = /^(\$.*?)\[\s*\?\(.*@$/s.exec(base)?.[1];
  const { path } = parsePath(filtered ?? base);
  if (!path || (view.field === 'ResultPath' && path.root.kind !== 'input')) {
    return [];
  }
  const whole = types.path(path, view);
  const shape = filtered === undefined ? whole : itemsOf(whole);
  const isDot = opener === '.';
  // Behind a bracket the closing ones are written anew.
  const end = isDot ? cursor + rest : cursor + /^[^\]\s,()]*\]?/.exec(text.slice(cursor))![0].length;
  const names = path.segments.flatMap((segment) => (segment.kind === 'names' ? segment.names : []));
  const found: Completion[] = [];
  if (shape.kind === 'object') {
    for (const [name, field] of shape.fields) {
      const isPlain = isDot && isPlainName(name);
      const bracketed = `['${name.replace(/['\\]/g, '\\$&')}']`;
      const written = isPlain ? write({ start: at + 1, end }, [name]) : write({ start: at, end }, [bracketed]);
      found.push(
        ...completion(
          {
            label: name,
            kind: 'member',
            ...typed(field),
            ...(!isPlain && { filter: opener + name }),
            ...(path.root.kind === 'context' && { documentation: contextDocumentation([...names, name]) }),
            ...(path.root.kind === 'input' && shape.origin !== undefined && { documentation: `From ${shape.origin}.` }),
          },
          written,
        ),
      );
    }
  } else if (shape.kind === 'array') {
    const isMany = view.field !== 'ResultPath' && view.field !== 'Variable';
    for (const [label, detail] of [
      ['[0]', shapeText(shape.items)] as const,
      ...(isMany ? [['[*]', shapeText(shape)] as const] : []),
    ]) {
      found.push(...completion({ label, kind: 'member', detail, filter: opener + label }, write({ start: at, end }, [label])));
    }
  }
  return found;
}

/** `$`, its members, `$$` and the variables. */
function roots(replace: Span, view: Viewpoint, types: DataTypes, write: Writer): Completion[] {
  const dollar = types.dollarIn(view);
  const found: Completion[] = [];
  const add = (label: string, kind: 'member' | 'variable', shape: Shape, documentation?: string): void => {
    found.push(...completion({ label, kind, ...typed(shape), documentation }, write(replace, [label])));
  };
  if (dollar.kind === 'object') {
    for (const [name, field] of dollar.fields) {
      add(isPlainName(name) ? `$.${name}` : `$['${name.replace(/['\\]/g, '\\$&')}']`, 'member', field);
    }
  }
  if (view.field === 'ResultPath') {
    return found;
  }
  for (const name of types.variableNames(view.state)) {
    add(`$${name}`, 'variable', types.variable(name, view.state), 'A variable that a state assigns.');
  }
  add('$', 'variable', dollar, dollarDocumentation(view));
  found.push(
    ...completion(
      {
        label: '$$',
        kind: 'variable',
        detail: 'context object',
        documentation: 'The context object: the execution, the state, the task.',
      },
      write(replace, ['$$']),
    ),
  );
  return found;
}

function dollarDocumentation({ field, clause }: Viewpoint): string {
  if (clause?.kind === 'catch') {
    return 'The error: Error and Cause.';
  }
  return field === 'InputPath'
    ? 'The input of the state.'
    : field === 'ResultSelector'
      ? 'The raw result.'
      : field === 'OutputPath'
        ? 'The input with the result that ResultPath has put into it.'
        : field === 'Assign'
          ? 'The result; of a state that makes none, its input.'
          : 'The input of the state, behind InputPath.';
}

function functions(replace: Span, behind: string, write: Writer): Completion[] {
  const isCalled = behind.startsWith('(');
  return Object.entries(intrinsicFunctions).flatMap(([name, { signature, summary, max }]) => {
    const parts = isCalled
      ? [name]
      : max === 0
        ? [`${name}()`]
        : name === 'States.Format'
          ? [`${name}('`, `')`]
          : [`${name}(`, ')'];
    return completion(
      {
        label: name,
        kind: 'function',
        detail: signature,
        documentation: `${summary}\n\n[More](${intrinsicsPage})`,
        wantsParameters: max > 0,
      },
      write(replace, parts),
    );
  });
}

export const intrinsicsPage = 'https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html';

/** Names that stand behind a dot as they are; all others stand in brackets and quotes. */
function isPlainName(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(name);
}

function typed(shape: Shape): { detail?: string } {
  return isKnown(shape) || shape.kind === 'object' || shape.kind === 'array' ? { detail: shapeText(shape, 1) } : {};
}

function completion(
  what: Omit<Completion, 'replace' | 'insert' | 'extra' | 'suggestsNext'>,
  written: Pick<Completion, 'replace' | 'insert' | 'extra'> | undefined,
): Completion[] {
  return written ? [{ ...what, suggestsNext: false, ...written }] : [];
}

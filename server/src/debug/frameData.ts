import { evaluatePath } from '../asl/evaluatePath';
import { parsePath } from '../asl/jsonPath';
import { nameOf } from '../asl/ast';
import type { Execution, Strand } from '../execution/execution';
import type { DataFlow } from '../execution/history';
import { type Json, type JsonObject, object } from '../source/json';
import type { Debugger, Flow, Frame } from './debugger';

/** What can be looked at in a frame under one heading. */
export interface Section {
  readonly name: string;
  readonly hint: 'arguments' | 'locals' | 'registers' | undefined;
  /** A container shows its members, a scalar itself. */
  readonly value: Json;
  /** The expression that names the value in the frame; undefined when none does. */
  readonly path: string | undefined;
}

/** Answers an expression: the value with the path that names it, or why there is none. */
export type Answer = { readonly value: Json; readonly path: string } | { readonly problem: string };

/** The context object (`$$`) of a strand. */
export type ContextOf = (execution: Execution, strand: Strand) => JsonObject;

/** The headings of a frame, those first that a user looks at first. */
export function sections(cursor: Debugger, frame: Frame, contextOf: ContextOf): Section[] {
  const { execution } = cursor;
  const strand = execution.strands.get(frame.strand);
  if (!strand) {
    return [];
  }
  const context: Section = { name: 'Context object', hint: undefined, value: contextOf(execution, strand), path: '$$' };
  const variables: Section = { name: 'Variables', hint: 'locals', value: strand.variables, path: undefined };
  if (frame.state === undefined) {
    return [{ name: 'Input', hint: 'arguments', value: execution.input, path: '$' }, variables, context];
  }
  const { now, before } = cursor.flow(frame.strand);
  const found: Section[] = [{ name: 'Input', hint: 'arguments', value: strand.input, path: '$' }];
  if (strand.result !== undefined) {
    found.push({ name: 'Result', hint: undefined, value: strand.result, path: undefined });
  }
  if (strand.failure) {
    const { error, cause } = strand.failure;
    found.push({
      name: 'Error',
      hint: undefined,
      value: object([
        ['Error', error ?? null],
        ['Cause', cause ?? null],
      ]),
      path: undefined,
    });
  }
  const flow = now && flowValues(now);
  if (flow) {
    found.push({ name: 'Data flow', hint: 'registers', value: flow, path: undefined });
  }
  found.push(variables);
  const earlier = before && flowValues(before);
  if (earlier) {
    found.push({ name: `Data flow of ${nameOf(before.state)}`, hint: 'registers', value: earlier, path: undefined });
  }
  return [...found, context];
}

/** In the order in which a state works its data. */
const steps: readonly (keyof DataFlow)[] = [
  'afterInputPath',
  'afterParameters',
  'afterArguments',
  'result',
  'afterResultSelector',
  'afterResultPath',
  'afterAssign',
];

function flowValues({ phases, output }: Flow): JsonObject | undefined {
  const entries: [string, Json][] = [];
  for (const step of steps) {
    const value = phases[step];
    if (value !== undefined) {
      entries.push([step, value]);
    }
  }
  if (output !== undefined) {
    entries.push(['output', output]);
  }
  return entries.length > 0 ? object(entries) : undefined;
}

/** Evaluates what a user types or points at: a path on the frame's input (`$.a`), the context object (`$$.b`), a variable (`$c`). */
export function evaluateIn(cursor: Debugger, frame: Frame, text: string, contextOf: ContextOf): Answer {
  const { execution } = cursor;
  const strand = execution.strands.get(frame.strand);
  if (!strand) {
    return { problem: 'This part of the execution has ended.' };
  }
  const expression = text.trim().replace(/^"(.*)"$/s, '$1');
  if (!expression.startsWith('$')) {
    return {
      problem: `'${expression}' is no path: write $.field for the input, $$.Execution for the context object, or $name for a variable.`,
    };
  }
  const { path, problems } = parsePath(expression);
  if (!path) {
    return { problem: problems[0]?.message ?? `'${expression}' is no path.` };
  }
  let data: Json | undefined;
  switch (path.root.kind) {
    case 'input':
      data = frame.state === undefined ? execution.input : strand.input;
      break;
    case 'context':
      data = contextOf(execution, strand);
      break;
    case 'variable': {
      const { name } = path.root;
      data = strand.variables[name];
      if (data === undefined) {
        const known = Object.keys(strand.variables).map((variable) => `$${variable}`);
        return { problem: `There is no variable $${name} here${known.length > 0 ? `; there are ${known.join(', ')}` : ''}.` };
      }
      break;
    }
  }
  const found = evaluatePath(path, data);
  return 'missing' in found ? { problem: found.missing } : { value: found.value, path: expression };
}

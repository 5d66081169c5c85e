import type { Analysis } from '../analysis/analysis';
import type { DataTypes } from '../analysis/data/dataTypes';
import { isKnown, shapeText } from '../analysis/data/likely';
import { any } from '../analysis/shape';
import type { State } from '../asl/ast';
import { errorNames } from '../asl/errorNames';
import { isStateType, spec } from '../asl/spec';
import { fieldOf, type FieldTable, type Language, type ObjectSpec } from '../fields/fieldTable';
import { member, type StringNode } from '../source/node';
import { touches, type Span } from '../source/span';
import { containersAt, type Container } from './container';
import { describe, type Described } from './describe';
import { documentationOf, kindOf } from './fieldDocumentation';
import { dataTypesOf, noKnowledge, type Knowledge } from './knowledge';
import { describeRole, languageOfRole, roleOf } from './role';
import { predecessors, stateNameAt } from './stateReferences';

export interface Hover {
  readonly span: Span;
  readonly markdown: string;
}

/** What is under the cursor: of a state's name the state, of a key the field, of a type or an error name what it means. */
export function hover(analysis: Analysis, offset: number, knowledge: Knowledge = noKnowledge): Hover | undefined {
  const found = stateNameAt(analysis, offset);
  if (found?.state) {
    const markdown = [stateSummary(found.state), ...dataLines(found.state, dataTypesOf(analysis, knowledge))].join('\n\n');
    return { span: found.located.node, markdown };
  }
  const containers = containersAt(analysis.text, analysis.root, offset);
  const role = roleOf(analysis, containers);
  if (!role) {
    return undefined;
  }
  const word = stringAt(containers, offset);
  if (word && containers.at(-1)?.node.kind === 'array' && role.kind === 'field' && role.path.at(-1) === 'ErrorEquals') {
    const error = errorNames.find(({ name }) => name === word.value);
    return error && { span: word, markdown: `**${error.name}**\n\n${error.documentation}` };
  }
  if (word && role.kind === 'state' && word === role.state.type?.node && isStateType(word.value)) {
    const { title, documentation, link } = spec[word.value];
    return { span: word, markdown: `**${title}**\n\n${documentation}\n\n[More](${link})` };
  }
  return fieldHover(describeRole(role), containers, languageOfRole(role), offset);
}

/** What is under the cursor in another document, whose root `root` describes. */
export function hoverFields(table: FieldTable, root: ObjectSpec, analysis: Analysis, offset: number): Hover | undefined {
  const containers = containersAt(analysis.text, analysis.root, offset);
  const path = containers.slice(1).map(({ via }) => via!);
  return fieldHover(describe(table, root, path, undefined), containers, undefined, offset);
}

/** The string value under the cursor: of a member, or in an array. */
function stringAt(containers: readonly Container[], offset: number): StringNode | undefined {
  const inner = containers.at(-1)?.node;
  const values = inner?.kind === 'array' ? inner.items : inner?.members.map((m) => m.value);
  const found = values?.find((value) => value && touches(value, offset));
  return found?.kind === 'string' ? found : undefined;
}

function fieldHover(
  here: Described | undefined,
  containers: readonly Container[],
  language: Language,
  offset: number,
): Hover | undefined {
  const inner = containers.at(-1)?.node;
  if (!here?.spec || inner?.kind !== 'object') {
    return undefined;
  }
  const found = inner.members.find((m) => touches(m.key, offset) || (m.value?.kind === 'string' && touches(m.value, offset)));
  const isKey = found && touches(found.key, offset);
  const field = found && fieldOf(here.spec, found.key.value, language);
  if (found && field && (isKey || field.value.type === 'enum')) {
    const title = `**${escape(field.name)}** — ${escape(kindOf(field.value))}${field.required ? ', required' : ''}`;
    return { span: isKey ? found.key : found.value!, markdown: `${title}\n\n${documentationOf(field)}` };
  }
  return undefined;
}

/** Type, resource, comment, and who comes before and after. */
export function stateSummary(state: State): string {
  const comment = stringOf(state, 'Comment');
  const resource = stringOf(state, 'Resource');
  const before = [
    ...(state.scope.startAt?.value === state.name ? ['the start'] : []),
    ...predecessors(state.scope, state.name).map((s) => code(s.name)),
  ];
  const after = [
    ...new Set(state.transitions.map((t) => `${code(t.target.value)}${t.kind === 'next' ? '' : ` (${t.kind})`}`)),
    ...(state.isEnd ? ['the end'] : []),
  ];
  return [
    `**${escape(state.name)}** — ${state.type ? `${escape(state.type.value)} state` : 'state without a Type'}`,
    ...(comment === undefined ? [] : [escape(comment)]),
    ...(resource === undefined ? [] : [`Resource: ${code(resource)}`]),
    `After: ${listed(before, 'nothing leads here')}  \nThen: ${listed(after, 'nowhere yet')}`,
  ].join('\n\n');
}

/** What is known of the state's input and output. */
function dataLines(state: State, types: DataTypes): string[] {
  const shapes = [
    ['Input', types.inputOf(state)],
    ['Output', state.type?.value === 'Fail' ? any : types.outputOf(state)],
  ] as const;
  const known = shapes.filter(([, shape]) => isKnown(shape)).map(([what, shape]) => `${what}: ${code(shapeText(shape))}`);
  return known.length > 0 ? [known.join('  \n')] : [];
}

/** Enough names to see where one is. */
const mostNames = 12;

function listed(names: readonly string[], none: string): string {
  if (names.length === 0) {
    return none;
  }
  return names.length <= mostNames
    ? names.join(', ')
    : `${names.slice(0, mostNames).join(', ')} and ${names.length - mostNames} more`;
}

function stringOf(state: State, key: string): string | undefined {
  const value = member(state.node, key)?.value;
  return value?.kind === 'string' ? value.value : undefined;
}

function code(text: string): string {
  const fence = '`'.repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map((m) => m[0].length)) + 1);
  return fence.length > 1 ? `${fence} ${text} ${fence}` : `\`${text}\``;
}

function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!<>|~]/g, '\\$&');
}

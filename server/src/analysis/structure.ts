import type { Scope, State, StateType } from '../asl/ast';
import { stateTypes } from '../asl/ast';
import { isStateType, spec, typesWithField } from '../asl/spec';
import { validators } from '../asl/validators.generated';
import { batchSpec } from '../batch/spec';
import { validators as batchValidators } from '../batch/validators.generated';
import type { Structure, StructureReport } from '../fields/structure';
import { checkStructure, quoteList } from '../fields/structure';
import type { Node } from '../source/node';
import { member } from '../source/node';
import type { Span } from '../source/span';
import type { Analysis } from './analysis';

const kindsInWords: Record<Node['kind'], string> = {
  object: 'an object',
  array: 'an array',
  string: 'a string',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
  placeholder: 'a placeholder',
  invalid: 'no value',
};

/** Compares the document with the field table of its kind. */
export function structureReports(analysis: Analysis): Iterable<StructureReport> {
  return analysis.kind === 'batch-job-definition' ? jobDefinitionReports(analysis) : stateMachineReports(analysis);
}

function* jobDefinitionReports({ root, text }: Analysis): Iterable<StructureReport> {
  yield* rootReports(root, 'A job definition must be an object with "jobDefinitionName" and "type"');
  if (root?.kind === 'object') {
    const structure: Structure = { table: batchSpec, validators: batchValidators, text };
    yield* checkStructure(structure, { node: root, name: 'JobDefinition', language: undefined, key: firstCharacter(root) });
  }
}

/** Tells of a document that is no object at all. */
function* rootReports(root: Node | undefined, expected: string): Iterable<StructureReport> {
  if (root && root.kind !== 'object' && root.kind !== 'placeholder' && root.kind !== 'invalid') {
    yield { code: 'wrong-type', at: firstCharacter(root), message: `${expected}; this is ${kindsInWords[root.kind]}.` };
  }
}

/** Compares the machine, each scope and each state with the field table of the language. */
function* stateMachineReports(analysis: Analysis): Iterable<StructureReport> {
  const { root, machine, symbols, text } = analysis;
  yield* rootReports(root, 'A state machine must be an object with "StartAt" and "States"');
  if (!machine) {
    return;
  }
  const structure: Structure = { table: spec, validators, text };
  for (const scope of symbols.scopes) {
    yield* checkStructure(structure, {
      node: scope.node,
      name: { machine: 'StateMachine', branch: 'Branch', processor: 'ItemProcessor' }[scope.kind],
      language: undefined,
      key: scopeKey(scope),
    });
  }
  const structures = Object.fromEntries(
    stateTypes.map((type) => [type, { ...structure, elsewhere: (field: string) => typesInWords(field, type) }]),
  ) as Readonly<Record<StateType, Structure>>;
  for (const state of symbols.states) {
    yield* stateReports(state, structure, structures);
  }
}

/** Where else a field belongs that a state of that type does not have. */
function typesInWords(field: string, type: StateType): string | undefined {
  const types = typesWithField(field, type);
  return types.length > 0 ? `it belongs to the states of type ${quoteList(types).replace(/"/g, '')}` : undefined;
}

function* stateReports(
  state: State,
  structure: Structure,
  structures: Readonly<Record<StateType, Structure>>,
): Iterable<StructureReport> {
  const { node, member: stateMember, key, name } = state;
  if (!node) {
    const value = stateMember.value;
    if (value && value.kind !== 'placeholder' && value.kind !== 'invalid') {
      yield { code: 'wrong-type', at: value, message: `State "${name}" must be an object; this is ${kindsInWords[value.kind]}.` };
    }
    return;
  }
  const type = state.type?.value;
  if (isStateType(type)) {
    yield* checkStructure(structures[type], { node, name: type, language: state.queryLanguage, key });
    return;
  }
  // Without a known type nothing but the type can be told about its fields; a field that most likely means it is misspelt.
  for (const report of checkStructure(structure, { node, name: 'State', language: undefined, key })) {
    if (report.code !== 'unknown-field' || report.fixes) {
      yield report;
    }
  }
}

/** The key under which a scope stands, or its opening bracket. */
function scopeKey({ kind, node, owner }: Scope): Span {
  const found = kind === 'processor' ? (member(owner!.node, 'ItemProcessor') ?? member(owner!.node, 'Iterator')) : undefined;
  return found ? found.key : firstCharacter(node);
}

function firstCharacter({ start, end }: Span): Span {
  return { start, end: Math.min(end, start + 1) };
}

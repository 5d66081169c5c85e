import type { Scope, State } from '../asl/ast';
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

/** Compares the document, of a state machine its own fields, with the field table of its kind. */
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

function* stateMachineReports({ root, machine, text }: Analysis): Iterable<StructureReport> {
  yield* rootReports(root, 'A state machine must be an object with "StartAt" and "States"');
  if (machine) {
    yield* scopeReports(machine, { table: spec, validators, text });
  }
}

/** Compares states of a text, and the fields of the scopes within them, with the field table of the language; the states within them are others. */
export function stateStructure(text: string): (state: State) => readonly StructureReport[] {
  const structure: Structure = { table: spec, validators, text, elsewhere: typesInWords };
  return (state) => {
    const reports = stateReports(state, structure);
    return state.scopes.length > 0 ? [...reports, ...state.scopes.flatMap((scope) => scopeReports(scope, structure))] : reports;
  };
}

function scopeReports(scope: Scope, structure: Structure): readonly StructureReport[] {
  return checkStructure(structure, {
    node: scope.node,
    name: { machine: 'StateMachine', branch: 'Branch', processor: 'ItemProcessor' }[scope.kind],
    language: undefined,
    key: scopeKey(scope),
  });
}

/** Where else a field belongs that an object of that name, if it is a type of states, does not have. */
function typesInWords(field: string, name: string): string | undefined {
  const types = isStateType(name) ? typesWithField(field, name) : [];
  return types.length > 0 ? `it belongs to the states of type ${quoteList(types).replace(/"/g, '')}` : undefined;
}

function stateReports(state: State, structure: Structure): readonly StructureReport[] {
  const { node, member: stateMember, key, name } = state;
  if (!node) {
    const value = stateMember.value;
    return value && value.kind !== 'placeholder' && value.kind !== 'invalid'
      ? [{ code: 'wrong-type', at: value, message: `State "${name}" must be an object; this is ${kindsInWords[value.kind]}.` }]
      : [];
  }
  const type = state.type?.value;
  return isStateType(type)
    ? checkStructure(structure, { node, name: type, language: state.queryLanguage, key })
    : // Without a known type nothing but the type can be told about its fields; a field that most likely means it is misspelt.
      checkStructure(structure, { node, name: 'State', language: undefined, key }).filter(
        (report) => report.code !== 'unknown-field' || report.fixes,
      );
}

/** The key under which a scope stands, or its opening bracket. */
function scopeKey({ kind, node, owner }: Scope): Span {
  const found = kind === 'processor' ? (member(owner!.node, 'ItemProcessor') ?? member(owner!.node, 'Iterator')) : undefined;
  return found ? found.key : firstCharacter(node);
}

function firstCharacter({ start, end }: Span): Span {
  return { start, end: Math.min(end, start + 1) };
}

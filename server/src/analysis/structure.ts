import type { Scope, State } from '../asl/ast';
import { isStateType, spec, typesWithField } from '../asl/spec';
import { validators } from '../asl/validators.generated';
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

/** Compares the machine, each scope and each state with the field table of the language. */
export function* structureReports(analysis: Analysis): Iterable<StructureReport> {
  const { root, machine, symbols, text } = analysis;
  if (root && root.kind !== 'object' && root.kind !== 'placeholder' && root.kind !== 'invalid') {
    yield {
      code: 'wrong-type',
      at: { start: root.start, end: Math.min(root.end, root.start + 1) },
      message: `A state machine must be an object with "StartAt" and "States"; this is ${kindsInWords[root.kind]}.`,
    };
  }
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
  for (const state of symbols.states) {
    yield* stateReports(state, structure);
  }
}

function* stateReports(state: State, structure: Structure): Iterable<StructureReport> {
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
    const elsewhere = (field: string) => {
      const types = typesWithField(field, type);
      return types.length > 0 ? `it belongs to the states of type ${quoteList(types).replace(/"/g, '')}` : undefined;
    };
    yield* checkStructure({ ...structure, elsewhere }, { node, name: type, language: state.queryLanguage, key });
    return;
  }
  // Without a known type nothing but the type can be told about its fields.
  for (const report of checkStructure(structure, { node, name: 'State', language: undefined, key })) {
    if (report.code !== 'unknown-field') {
      yield report;
    }
  }
}

/** The key under which a scope stands, or its opening bracket. */
function scopeKey({ kind, node, owner }: Scope): Span {
  const found = kind === 'processor' ? (member(owner!.node, 'ItemProcessor') ?? member(owner!.node, 'Iterator')) : undefined;
  return found ? found.key : { start: node.start, end: Math.min(node.start + 1, node.end) };
}

import { parsePath } from '../asl/jsonPath';
import type { Node, ObjectNode } from '../source/node';
import { member } from '../source/node';
import { type Fault, jsonOf } from './compileTemplate';
import { choiceOperators } from './states/choiceOperators';
import type { Rule } from './program';

/** A Choice rule in JSONPath: And, Or, Not or one comparison; reports what is none. Recursion is as deep as the document. */
export function compileRule(node: Node, faults: Fault[]): Rule | undefined {
  if (node.kind !== 'object') {
    faults.push({ node, message: 'has a Choice rule that is no object' });
    return undefined;
  }
  for (const field of ['And', 'Or'] as const) {
    const list = member(node, field)?.value;
    if (list) {
      const items = list.kind === 'array' ? list.items : [];
      if (items.length === 0) {
        faults.push({ node: list, message: `has an '${field}' that is no list of rules` });
      }
      return { kind: field === 'And' ? 'and' : 'or', rules: items.flatMap((item) => compileRule(item, faults) ?? []) };
    }
  }
  const not = member(node, 'Not')?.value;
  if (not) {
    const rule = compileRule(not, faults);
    return rule && { kind: 'not', rule };
  }
  return comparison(node, faults);
}

function comparison(node: ObjectNode, faults: Fault[]): Rule | undefined {
  const variableNode = member(node, 'Variable')?.value;
  const operatorMember = node.members.find((m) => Object.hasOwn(choiceOperators, m.key.value));
  const variable = variableNode?.kind === 'string' ? parsePath(variableNode.value) : undefined;
  if (!variable?.path) {
    faults.push({
      node: variableNode ?? node,
      message: `has a Choice rule whose 'Variable' is no path${hint(variable?.problems[0]?.message)}`,
    });
    return undefined;
  }
  if (!operatorMember) {
    faults.push({ node, message: 'has a Choice rule without a comparison such as StringEquals' });
    return undefined;
  }
  const operator = operatorMember.key.value;
  const value = operatorMember.value;
  const isPath = operator.endsWith('Path');
  if (!isPath) {
    const operand = jsonOf(value);
    if (operand === undefined) {
      faults.push({ node: value ?? node, message: `has a Choice rule whose '${operator}' has no value` });
      return undefined;
    }
    return { kind: 'test', operator, variable: variable.path, operand, isPath };
  }
  const operand = value?.kind === 'string' ? parsePath(value.value) : undefined;
  if (!operand?.path) {
    faults.push({
      node: value ?? node,
      message: `has a Choice rule whose '${operator}' is no path${hint(operand?.problems[0]?.message)}`,
    });
    return undefined;
  }
  return { kind: 'test', operator: operator.slice(0, -4), variable: variable.path, operand: operand.path, isPath };
}

function hint(message: string | undefined): string {
  return message ? `: ${message}` : '';
}

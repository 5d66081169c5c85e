import { intrinsicOf, type Intrinsic } from '../source/intrinsics';
import { member, type Node, type StringNode } from '../source/node';
import type { TemplateStateMachine } from '../source/template';

/** A statement of the role's policies that allows something. */
export interface RoleStatement {
  /** As written: `s3:GetObject`, `s3:*`, `*`. */
  readonly actions: readonly StringNode[];
  /** Those that are written as text; what CloudFormation puts in is no wildcard. */
  readonly resources: readonly StringNode[];
}

/**
 * What the role of a state machine allows, as far as it stands in the template: Policies of the SAM resource, policies of the AWS::IAM::Role that
 * Role or RoleArn names, and AWS::IAM::Policy resources of that role.
 */
export function roleStatements({ member: machine, role }: TemplateStateMachine, root: Node | undefined): RoleStatement[] {
  const documents: (Node | undefined)[] = [];
  for (const policy of listOf(member(member(machine.value, 'Properties')?.value, 'Policies')?.value)) {
    documents.push(policy);
  }
  const resources = member(root, 'Resources')?.value;
  const roleName = referredBy(role);
  const roleResource = roleName === undefined ? undefined : member(resources, roleName)?.value;
  for (const policy of listOf(member(member(roleResource, 'Properties')?.value, 'Policies')?.value)) {
    documents.push(member(policy, 'PolicyDocument')?.value);
  }
  for (const { value } of roleName !== undefined && resources?.kind === 'object' ? resources.members : []) {
    const properties = typeOf(value) === 'AWS::IAM::Policy' ? member(value, 'Properties')?.value : undefined;
    if (listOf(member(properties, 'Roles')?.value).some((each) => referredBy(each) === roleName)) {
      documents.push(member(properties, 'PolicyDocument')?.value);
    }
  }
  return documents.flatMap((document) => listOf(member(document, 'Statement')?.value).flatMap((each) => statementOf(each) ?? []));
}

function statementOf(node: Node): RoleStatement | undefined {
  const effect = member(node, 'Effect')?.value;
  if (effect?.kind !== 'string' || effect.value !== 'Allow' || member(node, 'Condition')) {
    return undefined;
  }
  return { actions: textsOf(member(node, 'Action')?.value), resources: textsOf(member(node, 'Resource')?.value) };
}

function textsOf(node: Node | undefined): StringNode[] {
  return listOf(node).filter((each): each is StringNode => each.kind === 'string');
}

/** A list, or what stands in the place of one. */
function listOf(node: Node | undefined): readonly Node[] {
  return node === undefined ? [] : node.kind === 'array' ? node.items : [node];
}

/** The `Type` of a resource. */
export function typeOf(resource: Node | undefined): string | undefined {
  const type = member(resource, 'Type')?.value;
  return type?.kind === 'string' ? type.value : undefined;
}

/** The logical id that `!GetAtt X.Arn` or `!Ref X` names. */
export function referredBy(node: Node | undefined): string | undefined {
  const intrinsic: Intrinsic | undefined = intrinsicOf(node);
  const argument = intrinsic?.argument;
  if (intrinsic?.name === 'Ref' && argument?.kind === 'string') {
    return argument.value;
  }
  if (intrinsic?.name === 'Fn::GetAtt') {
    const first = argument?.kind === 'array' ? argument.items[0] : argument;
    return first?.kind === 'string' ? first.value.split('.')[0] : undefined;
  }
  return undefined;
}

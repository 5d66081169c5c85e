import { embeddedText, type EmbeddedText } from './embeddedText';
import { intrinsicOf, resolveIntrinsics } from './intrinsics';
import type { Member, Node } from './node';
import { member } from './node';
import type { Span } from './span';

/** The resource types that hold a state machine. */
export type StateMachineResource = 'AWS::Serverless::StateMachine' | 'AWS::StepFunctions::StateMachine';

/** A state machine of a CloudFormation or SAM template; all spans and nodes are the template's. */
export interface TemplateStateMachine {
  /** The logical id. */
  readonly key: string;
  /** The logical id where it is written. */
  readonly at: Span;
  /** The whole resource. */
  readonly member: Member;
  readonly resource: StateMachineResource;
  /** Absent where the template leaves it open: STANDARD then. */
  readonly type: 'STANDARD' | 'EXPRESS' | undefined;
  readonly role: Node | undefined;
  /** Values of `${Name}` in the definition, by name. */
  readonly substitutions: ReadonlyMap<string, Member>;
  readonly definition: TemplateDefinition;
}

export type TemplateDefinition =
  /** Written as part of the template; `node` has its intrinsic functions resolved as far as that can be. */
  | { readonly kind: 'inline'; readonly property: string; readonly node: Node }
  /** JSON text in a string of the template: a source of its own. */
  | ({ readonly kind: 'text'; readonly property: string; readonly node: Node } & EmbeddedText)
  /** In a file: its path relative to the template. */
  | { readonly kind: 'file'; readonly property: string; readonly node: Node; readonly path: string }
  /** In S3, or made by an intrinsic function: not known here. */
  | { readonly kind: 'elsewhere'; readonly property: string; readonly node: Node }
  | { readonly kind: 'missing' };

const resourceTypes: ReadonlySet<string> = new Set(['AWS::Serverless::StateMachine', 'AWS::StepFunctions::StateMachine']);

/** The state machines of a template in text order; none where the document is no template. `text` is the document's. */
export function findStateMachines(root: Node | undefined, text: string): TemplateStateMachine[] {
  const resources = member(root, 'Resources')?.value;
  if (resources?.kind !== 'object') {
    return [];
  }
  const found: TemplateStateMachine[] = [];
  for (const resourceMember of resources.members) {
    const { key, value } = resourceMember;
    const type = member(value, 'Type')?.value;
    if (type?.kind === 'string' && resourceTypes.has(type.value)) {
      const resource = type.value as StateMachineResource;
      const properties = propertiesOf(member(value, 'Properties')?.value, resource, text);
      found.push({ key: key.value, at: key, member: resourceMember, resource, ...properties });
    }
  }
  return found;
}

function propertiesOf(
  properties: Node | undefined,
  resource: StateMachineResource,
  text: string,
): Omit<TemplateStateMachine, 'key' | 'at' | 'member' | 'resource'> {
  const type = member(properties, resource === 'AWS::Serverless::StateMachine' ? 'Type' : 'StateMachineType')?.value;
  const substitutions = new Map<string, Member>();
  const written = member(properties, 'DefinitionSubstitutions')?.value;
  for (const each of written?.kind === 'object' && !intrinsicOf(written) ? written.members : []) {
    substitutions.set(each.key.value, each);
  }
  return {
    type: type?.kind === 'string' && (type.value === 'EXPRESS' || type.value === 'STANDARD') ? type.value : undefined,
    role: member(properties, resource === 'AWS::Serverless::StateMachine' ? 'Role' : 'RoleArn')?.value,
    substitutions,
    definition: definitionOf(properties, text),
  };
}

function definitionOf(properties: Node | undefined, text: string): TemplateDefinition {
  const inline = member(properties, 'Definition');
  if (inline?.value) {
    const { value } = inline;
    return intrinsicOf(value)
      ? { kind: 'elsewhere', property: 'Definition', node: value }
      : { kind: 'inline', property: 'Definition', node: resolveIntrinsics(value) };
  }
  const string = member(properties, 'DefinitionString')?.value;
  const intrinsic = intrinsicOf(string);
  if (intrinsic?.name === 'Fn::ToJsonString' && intrinsic.argument?.kind === 'object') {
    return { kind: 'inline', property: 'DefinitionString', node: resolveIntrinsics(intrinsic.argument) };
  }
  if (string?.kind === 'object' && !intrinsic) {
    // CloudFormation refuses it; what is meant is clear all the same.
    return { kind: 'inline', property: 'DefinitionString', node: resolveIntrinsics(string) };
  }
  if (string) {
    const embedded = embeddedText(string, text);
    return embedded
      ? { kind: 'text', property: 'DefinitionString', node: string, ...embedded }
      : { kind: 'elsewhere', property: 'DefinitionString', node: string };
  }
  for (const property of ['DefinitionUri', 'DefinitionS3Location']) {
    const node = member(properties, property)?.value;
    if (node) {
      return node.kind === 'string' && !/^(?:s3|https?):/i.test(node.value) && !node.value.includes('${')
        ? { kind: 'file', property, node, path: node.value }
        : { kind: 'elsewhere', property, node };
    }
  }
  return { kind: 'missing' };
}

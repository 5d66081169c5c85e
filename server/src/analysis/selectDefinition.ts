import type { Node, Parsed } from '../source/node';
import { member } from '../source/node';
import { parse, type DocumentFormat } from '../source/parse';
import { parseJson } from '../source/parseJson';
import type { SegmentMap } from '../source/segmentMap';
import type { Span } from '../source/span';
import { substitute, type Substitutions } from '../source/substitute';
import { findStateMachines, type TemplateStateMachine } from '../source/template';
import { namedValue, templateValue } from '../source/templateValues';
import type { Analysis, WorkflowType } from './analysis';
import { analyzeParsed } from './analyze';

export interface SelectOptions {
  readonly format: DocumentFormat;
  /** Of a template: the logical id; not needed where it has one state machine only. */
  readonly stateMachine?: string;
  /** Where absent, what the template says, else STANDARD. */
  readonly type?: WorkflowType;
  /** Values for `${Name}` that go before those of the template. */
  readonly substitutions?: Substitutions;
}

/** The state machine of a document that is to be run or drawn. */
export type SelectedDefinition =
  /** Spans are the document's, placeholders are replaced as far as their values are known. */
  | { readonly kind: 'definition'; readonly stateMachine?: string; readonly analysis: Analysis }
  /** In a file: its path relative to the document, and what `selectDefinition` of its text needs. */
  | {
      readonly kind: 'file';
      readonly stateMachine: string;
      readonly path: string;
      readonly type: WorkflowType;
      readonly substitutions: Substitutions;
    }
  /** There is none, or several; a message for the user. */
  | ({ readonly kind: 'refused'; readonly message: string } & Span);

/** Finds the state machine that a document is, or the one of a template that `stateMachine` names. Never throws. */
export function selectDefinition(text: string, options: SelectOptions): SelectedDefinition {
  const parsed = parse(text, options.format);
  const { root } = parsed;
  const isTemplate = member(root, 'Resources') && !member(root, 'States') && !member(root, 'StartAt');
  if (!isTemplate) {
    return options.stateMachine === undefined
      ? { kind: 'definition', analysis: analysed(text, parsed, options, options.substitutions) }
      : refused(root, `This is no template: it has no state machine "${options.stateMachine}" to choose.`);
  }
  const machines = findStateMachines(root, text);
  const names = machines.map(({ key }) => key).join(', ');
  const machine =
    options.stateMachine === undefined
      ? machines.length === 1
        ? machines[0]
        : undefined
      : machines.find(({ key }) => key === options.stateMachine);
  if (machine) {
    return inTemplate(text, root, parsed, machine, options);
  }
  if (machines.length === 0) {
    return refused(
      root,
      'This template has no state machine: no AWS::Serverless::StateMachine and no AWS::StepFunctions::StateMachine.',
    );
  }
  return refused(
    root,
    options.stateMachine === undefined
      ? `This template has several state machines; one of them must be named: ${names}.`
      : `This template has no state machine "${options.stateMachine}"; there is ${names}.`,
  );
}

function inTemplate(
  text: string,
  root: Node | undefined,
  { problems }: Parsed,
  machine: TemplateStateMachine,
  options: SelectOptions,
): SelectedDefinition {
  const { definition, key } = machine;
  const type = options.type ?? machine.type ?? 'STANDARD';
  const substitutions = substitutionsOf(machine, root, options.substitutions);
  const rest = { ...options, type };
  switch (definition.kind) {
    case 'inline':
      return {
        kind: 'definition',
        stateMachine: key,
        analysis: analysed(text, { root: definition.node, problems }, rest, substitutions),
      };
    case 'text': {
      const inner = parseJson(definition.text);
      const { map } = definition;
      const hosted: Parsed = {
        root: inner.root && toHost(inner.root, map),
        problems: [...problems, ...inner.problems.map((problem) => ({ ...problem, ...map.toHostSpan(problem) }))],
      };
      return { kind: 'definition', stateMachine: key, analysis: analysed(text, hosted, rest, substitutions) };
    }
    case 'file':
      return { kind: 'file', stateMachine: key, path: definition.path, type, substitutions };
    case 'elsewhere':
      return refused(
        definition.node,
        `The definition of "${key}" is not in this template: ${definition.property} only says where the deployment finds it.`,
      );
    case 'missing':
      return refused(machine.at, `The state machine "${key}" has no definition.`);
  }
}

/** What `${Name}` stands for in the definition of a template's state machine: `before`, else DefinitionSubstitutions, else what the template names so. */
export function substitutionsOf(
  { substitutions }: TemplateStateMachine,
  template: Node | undefined,
  before?: Substitutions,
): Substitutions {
  return (name) => {
    const own = substitutions.get(name);
    return before?.(name) ?? (own ? templateValue(own.value, template) : namedValue(name, template));
  };
}

function analysed(
  text: string,
  { root, problems }: Parsed,
  { format, type }: SelectOptions,
  substitutions: Substitutions | undefined,
): Analysis {
  return analyzeParsed(
    text,
    { root: root && substitutions ? substitute(root, substitutions) : root, problems },
    { format, type },
  );
}

function refused(at: Span | undefined, message: string): SelectedDefinition {
  return { kind: 'refused', message, start: at?.start ?? 0, end: at?.end ?? 0 };
}

/** A tree of a text within the document, with the document's spans. */
function toHost(node: Node, map: SegmentMap): Node {
  const span = map.toHostSpan(node);
  switch (node.kind) {
    case 'object': {
      const members = node.members.map((each) => ({
        ...map.toHostSpan(each),
        key: { ...each.key, ...map.toHostSpan(each.key) },
        value: each.value && toHost(each.value, map),
      }));
      return { ...node, ...span, members };
    }
    case 'array':
      return { ...node, ...span, items: node.items.map((item) => toHost(item, map)) };
    default:
      return { ...node, ...span };
  }
}

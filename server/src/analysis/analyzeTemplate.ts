import type { Edit } from '../source/edit';
import type { Node, Problem } from '../source/node';
import { parse, type DocumentFormat } from '../source/parse';
import { parseJson } from '../source/parseJson';
import type { SegmentMap } from '../source/segmentMap';
import type { Span } from '../source/span';
import { findStateMachines, type TemplateStateMachine } from '../source/template';
import type { Analysis, WorkflowType } from './analysis';
import { analyzeParsed } from './analyze';

/** What one version of a CloudFormation or SAM template means. */
export interface TemplateAnalysis {
  readonly text: string;
  readonly root: Node | undefined;
  /** Faults of the template's own text. */
  readonly problems: readonly Problem[];
  readonly machines: readonly AnalyzedStateMachine[];
}

/** A state machine of the template. Spans of `analysis` are those of its own text; `toHost…` lead into the template. */
export interface AnalyzedStateMachine extends TemplateStateMachine {
  /** Absent where the definition is not in the template. */
  readonly analysis: Analysis | undefined;
  /** Where the analysed text is written; absent where it is the template's own. */
  readonly map: SegmentMap | undefined;
}

/** Finds the state machines of a template and what each of them means. Never throws. */
export function analyzeTemplate(text: string, format: DocumentFormat, type?: WorkflowType): TemplateAnalysis {
  const { root, problems } = parse(text, format);
  const machines = findStateMachines(root, text).map((machine): AnalyzedStateMachine => {
    const { definition } = machine;
    const machineType = machine.type ?? type;
    if (definition.kind === 'inline') {
      return {
        ...machine,
        map: undefined,
        analysis: analyzeParsed(text, { root: definition.node, problems: [] }, { format, type: machineType }),
      };
    }
    if (definition.kind === 'text') {
      const analysis = analyzeParsed(definition.text, parseJson(definition.text), { type: machineType });
      return { ...machine, map: definition.map, analysis };
    }
    return { ...machine, map: undefined, analysis: undefined };
  });
  return { text, root, problems, machines };
}

/** The template's range of a range of the state machine's text. */
export function toHostSpan({ map }: AnalyzedStateMachine, span: Span): Span {
  return map ? map.toHostSpan(span) : { start: span.start, end: span.end };
}

/** The template's edits that make these edits of the state machine's text; `undefined` where one of them touches what is not written as text. */
export function toHostEdits({ map }: AnalyzedStateMachine, edits: readonly Edit[]): readonly Edit[] | undefined {
  if (!map) {
    return edits;
  }
  const host = edits.map((edit) => map.toHostEdit(edit));
  return host.every((edit) => edit !== undefined) ? host : undefined;
}

/** The state machine whose definition an offset of the template lies in. */
export function machineAt({ machines }: TemplateAnalysis, offset: number): AnalyzedStateMachine | undefined {
  return machines.find(
    ({ definition }) => definition.kind !== 'missing' && definition.node.start <= offset && offset <= definition.node.end,
  );
}

import type { Finding } from '../analysis/analysis';
import { toHostEdits, toHostSpan, type AnalyzedStateMachine, type TemplateAnalysis } from '../analysis/analyzeTemplate';
import { pointerAt } from '../source/pointer';
import { check, type CheckOptions } from './check';

/** Everything there is to say about a template and the state machines in it, at its place in the template, in text order. */
export function checkTemplate(template: TemplateAnalysis, options: CheckOptions = {}): Finding[] {
  const findings: Finding[] = template.problems.map(({ start, end, code, message }) => ({
    ...{ start, end, code, message, fixes: [] },
    severity: code === 'byte-order-mark' ? 'information' : 'error',
    pointer: pointerAt(template.root, { start, end }),
  }));
  for (const machine of template.machines) {
    findings.push(...findingsOf(machine, template, options));
  }
  return findings.sort((a, b) => a.start - b.start || b.end - a.end);
}

function findingsOf(machine: AnalyzedStateMachine, template: TemplateAnalysis, options: CheckOptions): Finding[] {
  const { analysis, definition, key, at } = machine;
  if (definition.kind === 'missing') {
    const message = `The state machine "${key}" has no definition: DefinitionUri, ${machine.resource === 'AWS::Serverless::StateMachine' ? 'Definition' : 'DefinitionString, Definition'} or DefinitionS3Location says it.`;
    return [
      {
        ...at,
        start: at.start,
        end: at.end,
        code: 'missing-definition',
        severity: 'error',
        message,
        pointer: pointerAt(template.root, at),
        fixes: [],
      },
    ];
  }
  if (!analysis) {
    return [];
  }
  return check(analysis, options).map((finding) => {
    const { start, end } = toHostSpan(machine, finding);
    return {
      ...finding,
      start,
      end,
      pointer: pointerAt(template.root, { start, end }),
      fixes: finding.fixes.flatMap((fix) => {
        const edits = toHostEdits(machine, fix.edits);
        return edits ? [{ ...fix, edits }] : [];
      }),
    };
  });
}

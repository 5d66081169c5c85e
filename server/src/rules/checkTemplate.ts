import type { Finding } from '../analysis/analysis';
import { toHostEdits, toHostSpan, type AnalyzedStateMachine, type TemplateAnalysis } from '../analysis/analyzeTemplate';
import { member } from '../source/node';
import { intrinsicOf } from '../source/intrinsics';
import { pointerAt } from '../source/pointer';
import { stringLiteral } from '../source/stringLiteral';
import { allRules } from './allRules';
import { withoutSilencedLines } from './suppressions';
import { check } from './check';
import { type CheckOptions, severityOf } from './plan';

/** Everything there is to say about a template and the state machines in it, at its place in the template, in text order. */
export function checkTemplate(template: TemplateAnalysis, options: CheckOptions = {}): Finding[] {
  const findings: Finding[] = template.problems.map(({ start, end, code, message }) => ({
    ...{ start, end, code, message, fixes: [] },
    severity: code === 'byte-order-mark' ? 'information' : 'error',
    pointer: pointerAt(template.root, { start, end }),
  }));
  const around: Finding[] = [];
  for (const machine of template.machines) {
    findings.push(...findingsOf(machine, template, options));
    // Of a role that several machines have, each fault is told of once.
    around.push(
      ...aroundOf(machine, template, options).filter(
        ({ code, start }) => !around.some((other) => other.code === code && other.start === start),
      ),
    );
  }
  findings.push(...withoutSilencedLines(around, template.text));
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
  return [...notText(machine, template), ...check(analysis, options).map((finding) => toTemplate(finding, machine, template))];
}

/** What the rules say about what stands around the definition. */
function aroundOf(machine: AnalyzedStateMachine, template: TemplateAnalysis, options: CheckOptions): Finding[] {
  return allRules.flatMap((rule): Finding[] => {
    const severity = rule.of === 'template' ? severityOf(rule, options) : 'off';
    return rule.of === 'template' && severity !== 'off'
      ? [...rule.check(machine, template)].map(({ at: { start, end }, about, message, fixes = [] }) => ({
          ...{ start, end, code: rule.id, severity, message, fixes, pillar: rule.pillar },
          pointer: pointerAt(template.root, { start, end }, about),
        }))
      : [];
  });
}

/** Of a DefinitionString that is an object. */
function notText({ member: resource, definition, key }: AnalyzedStateMachine, template: TemplateAnalysis): Finding[] {
  const properties = member(resource.value, 'Properties')?.value;
  const written = definition.kind === 'inline' ? member(properties, 'DefinitionString') : undefined;
  if (!written || intrinsicOf(written.value) || (definition.kind === 'inline' && definition.property !== 'DefinitionString')) {
    return [];
  }
  const { start, end } = written.key;
  const message = `DefinitionString of "${key}" is an object; it takes JSON text. An object goes into Definition.`;
  const pointer = pointerAt(template.root, written.key);
  const fixes = [
    { title: 'Call it Definition', edits: [{ start, end, text: stringLiteral('Definition', written.key, template.text) }] },
  ];
  return [{ start, end, code: 'definition-not-text', severity: 'error', message, pointer, fixes }];
}

function toTemplate(finding: Finding, machine: AnalyzedStateMachine, template: TemplateAnalysis): Finding {
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
}

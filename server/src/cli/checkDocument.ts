import { statSync } from 'node:fs';
import path from 'node:path';
import { analyze, analyzeBatch } from '../analysis/analyze';
import { analyzeTemplate, type TemplateAnalysis } from '../analysis/analyzeTemplate';
import type { DocumentKind, Finding, WorkflowType } from '../analysis/analysis';
import { check } from '../rules';
import { checkTemplate } from '../rules/checkTemplate';
import type { CheckOptions } from '../rules';
import type { DocumentFormat } from '../source/parse';
import { parse } from '../source/parse';
import type { Node, Problem } from '../source/node';
import { member } from '../source/node';

export interface DocumentOptions {
  readonly kind: 'auto' | 'state-machine' | 'batch';
  readonly type: WorkflowType;
  readonly severities?: CheckOptions['severities'];
  readonly pillars?: CheckOptions['pillars'];
  readonly consequences?: CheckOptions['consequences'];
}

/** A document that has been checked. */
export interface CheckedDocument {
  /** As the user gave it, or `stdin`. */
  readonly path: string;
  readonly kind: DocumentKind | 'template';
  readonly text: string;
  readonly findings: readonly Finding[];
  /** Of a template: the files that hold its definitions, with the type that the template gives them. */
  readonly definitions?: readonly { readonly file: string; readonly type: WorkflowType }[];
}

/** The format that a file name stands for; where it does not tell, the first character of the text does. */
export function formatOf(file: string, text = ''): DocumentFormat {
  if (/\.ya?ml$/i.test(file)) {
    return 'yaml';
  }
  return /\.(?:template|txt|cfn)$/i.test(file) && /^\s*[^\s{[]/.test(text) ? 'yaml' : 'json';
}

/** Finds out what a document is and checks it; the answer is a message where it is nothing that can be checked. */
export function checkDocument(
  file: string,
  text: string,
  decoding: readonly Problem[],
  options: DocumentOptions,
): CheckedDocument | string {
  const format = formatOf(file, text);
  const kind =
    options.kind === 'auto' ? kindOf(file, text, format) : options.kind === 'batch' ? 'batch-job-definition' : options.kind;
  if (kind === 'serverless') {
    return `${file} is a file of the Serverless Framework, which makes the state machines out of it: there is nothing to check in it.`;
  }
  if (kind === 'template') {
    const template = analyzeTemplate(text, format, options.type);
    if (template.machines.length === 0) {
      return `${file} is a CloudFormation template without a state machine: there is nothing to check in it.`;
    }
    return checkedTemplate(file, { ...template, problems: [...decoding, ...template.problems] }, options);
  }
  const analysis = kind === 'state-machine' ? analyze(text, { format, type: options.type }) : analyzeBatch(text, { format });
  const findings = check({ ...analysis, flow: analysis.flow, problems: [...decoding, ...analysis.problems] }, options);
  return { path: file, kind, text, findings };
}

/** The findings of a template, and of the files that its definitions are in: those that are not there. */
function checkedTemplate(file: string, template: TemplateAnalysis, options: DocumentOptions): CheckedDocument {
  const findings = checkTemplate(template, options);
  const definitions = [];
  for (const { key, definition, type } of template.machines) {
    if (definition.kind === 'file') {
      const named = path.join(path.dirname(file), definition.path);
      if (statSync(named, { throwIfNoEntry: false })?.isFile()) {
        definitions.push({ file: named, type: type ?? options.type });
      } else {
        const { start, end } = definition.node;
        findings.push({
          ...{ start, end, code: 'missing-definition', severity: 'error', fixes: [] },
          message: `There is no file "${definition.path}" beside this template: the definition of "${key}" is missing.`,
          pointer: `/Resources/${key}/Properties/${definition.property}`,
        });
      }
    }
  }
  findings.sort((a, b) => a.start - b.start || b.end - a.end);
  return { path: file, kind: 'template', text: template.text, findings, definitions };
}

/** By the name where it tells, else by what stands at the top of the document. */
function kindOf(file: string, text: string, format: DocumentFormat): DocumentKind | 'template' | 'serverless' {
  const name = path.basename(file);
  if (/\.asl(\.(json|ya?ml))?$/i.test(name)) {
    return 'state-machine';
  }
  if (/\.(batch|jobdef)\.(json|ya?ml)$/i.test(name)) {
    return 'batch-job-definition';
  }
  const { root } = parse(text, format);
  if (has(root, 'StartAt') || has(root, 'States')) {
    return 'state-machine';
  }
  if (has(root, 'Resources') && root?.kind === 'object') {
    return 'template';
  }
  if (has(root, 'stepFunctions')) {
    return 'serverless';
  }
  return ['jobDefinitionName', 'containerProperties', 'ecsProperties', 'eksProperties', 'nodeProperties'].some((key) =>
    has(root, key),
  )
    ? 'batch-job-definition'
    : 'state-machine';
}

function has(root: Node | undefined, key: string): boolean {
  return member(root, key) !== undefined;
}

import path from 'node:path';
import { analyze, analyzeBatch } from '../analysis/analyze';
import type { DocumentKind, Finding, WorkflowType } from '../analysis/analysis';
import { check } from '../rules';
import type { CheckOptions } from '../rules';
import type { DocumentFormat } from '../source/parse';
import { parse } from '../source/parse';
import type { Node, Problem } from '../source/node';
import { member } from '../source/node';

export interface DocumentOptions {
  readonly kind: 'auto' | 'state-machine' | 'batch';
  readonly type: WorkflowType;
  readonly severities?: CheckOptions['severities'];
}

/** A document that has been checked. */
export interface CheckedDocument {
  /** As the user gave it, or `stdin`. */
  readonly path: string;
  readonly kind: DocumentKind;
  readonly text: string;
  readonly findings: readonly Finding[];
}

/** The format that a file name stands for. */
export function formatOf(file: string): DocumentFormat {
  return /\.ya?ml$/i.test(file) ? 'yaml' : 'json';
}

/** Finds out what a document is and checks it; the answer is a message where it is nothing that can be checked. */
export function checkDocument(
  file: string,
  text: string,
  decoding: readonly Problem[],
  options: DocumentOptions,
): CheckedDocument | string {
  const format = formatOf(file);
  const kind =
    options.kind === 'auto' ? kindOf(file, text, format) : options.kind === 'batch' ? 'batch-job-definition' : options.kind;
  if (kind === 'template') {
    return `${file} is a CloudFormation template: only state machines and Batch job definitions in files of their own can be checked.`;
  }
  const analysis = kind === 'state-machine' ? analyze(text, { format, type: options.type }) : analyzeBatch(text, { format });
  const findings = check({ ...analysis, problems: [...decoding, ...analysis.problems] }, { severities: options.severities });
  return { path: file, kind, text, findings };
}

/** By the name where it tells, else by what stands at the top of the document. */
function kindOf(file: string, text: string, format: DocumentFormat): DocumentKind | 'template' {
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
  return ['jobDefinitionName', 'containerProperties', 'ecsProperties', 'eksProperties', 'nodeProperties'].some((key) =>
    has(root, key),
  )
    ? 'batch-job-definition'
    : 'state-machine';
}

function has(root: Node | undefined, key: string): boolean {
  return member(root, key) !== undefined;
}

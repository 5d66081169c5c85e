import type { Analysis, Finding } from '../analysis/analysis';
import { analyze, analyzeBatch } from '../analysis/analyze';
import { batchSpec } from '../batch/spec';
import type { Completion } from '../features/completion/completion';
import { complete, completeFields } from '../features/completion/complete';
import { hover, hoverFields, type Hover } from '../features/hover';
import { check } from '../rules';

/** A language id of the editor that the server serves. */
export interface Language {
  readonly id: string;
  analyze(text: string): Analysis;
  check(analysis: Analysis): readonly Finding[];
  complete(analysis: Analysis, offset: number): readonly Completion[];
  hover(analysis: Analysis, offset: number): Hover | undefined;
}

const stateMachine: Language = {
  id: 'asl',
  analyze: (text) => analyze(text),
  check: (analysis) => check(analysis),
  complete,
  hover,
};

const batch: Language = {
  id: 'aws-batch',
  analyze: (text) => analyzeBatch(text),
  check: (analysis) => check(analysis),
  complete: (analysis, offset) => completeFields(batchSpec, batchSpec.JobDefinition, analysis.text, analysis.root, offset),
  hover: (analysis, offset) => hoverFields(batchSpec, batchSpec.JobDefinition, analysis, offset),
};

const languages: readonly Language[] = [stateMachine, batch];

export function languageOf(id: string): Language | undefined {
  return languages.find((language) => language.id === id);
}

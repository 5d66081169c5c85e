import type { Analysis, Finding } from '../analysis/analysis';
import { analyze } from '../analysis/analyze';
import type { Completion } from '../features/completion/completion';
import { complete } from '../features/completion/complete';
import { hover, type Hover } from '../features/hover';
import { check } from '../rules/check';

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

const languages: readonly Language[] = [stateMachine];

export function languageOf(id: string): Language | undefined {
  return languages.find((language) => language.id === id);
}

import type { Analysis, Finding } from '../analysis/analysis';
import { analyze } from '../analysis/analyze';
import { check } from '../rules/check';

/** A language id of the editor that the server serves. */
export interface Language {
  readonly id: string;
  analyze(text: string): Analysis;
  check(analysis: Analysis): readonly Finding[];
}

const languages: readonly Language[] = [{ id: 'asl', analyze: (text) => analyze(text), check: (analysis) => check(analysis) }];

export function languageOf(id: string): Language | undefined {
  return languages.find((language) => language.id === id);
}

import type { Analysis, Finding } from '../analysis/analysis';
import { analyze, analyzeBatch } from '../analysis/analyze';
import { reanalyze } from '../analysis/reanalyze';
import { analyzeTemplate, type AnalyzedStateMachine, type TemplateAnalysis } from '../analysis/analyzeTemplate';
import { batchSpec } from '../batch/spec';
import type { Completion } from '../features/completion/completion';
import { complete, completeFields } from '../features/completion/complete';
import type { Knowledge } from '../features/knowledge';
import { hover, hoverFields, type Hover } from '../features/hover';
import { check, type CheckOptions } from '../rules';
import { checkTemplate } from '../rules/checkTemplate';
import { isAcpiSource, mentionsStateMachine } from '../source/looksLike';
import type { DocumentFormat } from '../source/parse';

/** A state machine or job definition within a document; of most documents it is all. */
export interface AnalyzedPart {
  readonly analysis: Analysis;
  /** The resource of a template that it belongs to. */
  readonly resource?: AnalyzedStateMachine;
}

/** What one version of a document says. */
export interface AnalyzedDocument {
  /** In text order; of a template those whose definition is in it. */
  readonly parts: readonly AnalyzedPart[];
  /** The state machines of a template, wherever their definitions are. */
  readonly resources: readonly AnalyzedStateMachine[];
  readonly template?: TemplateAnalysis;
  /** In offsets of the document. */
  check(options?: CheckOptions): readonly Finding[];
}

/** How documents with a language id of the editor are served. */
export interface Language {
  /** `before` is an earlier version of the document, which is used up by it: nobody must look at it any more. */
  analyze(text: string, before?: AnalyzedDocument): AnalyzedDocument;
  complete(analysis: Analysis, offset: number, knowledge?: Knowledge): readonly Completion[];
  hover(analysis: Analysis, offset: number, knowledge?: Knowledge): Hover | undefined;
}

function whole(analysis: Analysis): AnalyzedDocument {
  return { parts: [{ analysis }], resources: [], check: (options) => check(analysis, options) };
}

function stateMachine(format: DocumentFormat): Language {
  return {
    analyze: (text, before) => {
      const earlier = before?.parts[0]?.analysis;
      return whole(earlier ? reanalyze(earlier, text) : analyze(text, { format }));
    },
    complete,
    hover,
  };
}

function batch(format: DocumentFormat): Language {
  return {
    analyze: (text) => whole(analyzeBatch(text, { format })),
    complete: (analysis, offset) => completeFields(batchSpec, batchSpec.JobDefinition, analysis, offset),
    hover: (analysis, offset) => hoverFields(batchSpec, batchSpec.JobDefinition, analysis, offset),
  };
}

function template(format: DocumentFormat): Language {
  return {
    analyze: (text) => {
      const analyzed = analyzeTemplate(text, format);
      const parts = analyzed.machines.flatMap((resource) =>
        resource.analysis ? [{ analysis: resource.analysis, resource }] : [],
      );
      // A file that only mentions the type is somebody else's.
      return {
        parts,
        resources: analyzed.machines,
        template: analyzed,
        check: (options) => (analyzed.machines.length > 0 ? checkTemplate(analyzed, options) : []),
      };
    },
    complete,
    hover,
  };
}

const languages: Readonly<Record<string, Language>> = {
  asl: stateMachine('json'),
  'asl-yaml': stateMachine('yaml'),
  'aws-batch': batch('json'),
  'aws-batch-yaml': batch('yaml'),
};

const templates: Readonly<Record<DocumentFormat, Language>> = { json: template('json'), yaml: template('yaml') };

/** The ids under which editors know documents that may be CloudFormation or SAM templates, with what they are written in; `undefined`: either. */
const templateIds: ReadonlyMap<string, DocumentFormat | undefined> = new Map([
  ['json', 'json'],
  ['jsonc', 'json'],
  ['yaml', 'yaml'],
  ['cloudformation', undefined],
]);

/** How a document is served; absent where it is none of ours, which takes no more than a glance at its text. */
export function languageOf(id: string, text: string): Language | undefined {
  if (Object.hasOwn(languages, id)) {
    return id === 'asl' && isAcpiSource(text) ? undefined : languages[id];
  }
  if (!templateIds.has(id) || !mentionsStateMachine(text)) {
    return undefined;
  }
  return templates[templateIds.get(id) ?? (/^\s*\{/.test(text) ? 'json' : 'yaml')];
}

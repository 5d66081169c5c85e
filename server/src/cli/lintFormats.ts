import type { Finding, Severity } from '../analysis/analysis';
import { allRules } from '../rules';
import { type CodeDescription, structureCodes, suppressionCodes, templateCodes, textCodes } from '../rules/codes';
import { ruleLink } from '../rules/link';
import { LineIndex } from '../source/lineIndex';
import type { CheckedDocument } from './checkDocument';

declare const STEPWISE_VERSION: string | undefined;

/** How many findings of each severity there are. */
export interface Summary {
  readonly errors: number;
  readonly warnings: number;
  readonly information: number;
  readonly hints: number;
}

export const lintFormats = ['pretty', 'json', 'aws', 'sarif', 'github'] as const;
export type LintFormat = (typeof lintFormats)[number];

/** Counts the findings of all documents. */
export function summarize(documents: readonly CheckedDocument[]): Summary {
  const count = (severity: Severity) =>
    documents.reduce((sum, d) => sum + d.findings.filter((f) => f.severity === severity).length, 0);
  return { errors: count('error'), warnings: count('warning'), information: count('information'), hints: count('hint') };
}

/** What is written to stdout, with its last line break. */
export function formatDocuments(documents: readonly CheckedDocument[], format: LintFormat, colour: boolean): string {
  switch (format) {
    case 'pretty':
      return pretty(documents, colour);
    case 'json':
      return `${JSON.stringify(json(documents), undefined, 2)}\n`;
    case 'aws':
      return `${JSON.stringify(aws(documents[0]!), undefined, 2)}\n`;
    case 'sarif':
      return `${JSON.stringify(sarif(documents), undefined, 2)}\n`;
    case 'github':
      return github(documents);
  }
}

function range(finding: Finding, lines: LineIndex) {
  return { start: lines.position(finding.start), end: lines.position(finding.end) };
}

function json(documents: readonly CheckedDocument[]) {
  return {
    files: documents.map(({ path, kind, text, findings }) => {
      const lines = new LineIndex(text);
      return {
        path,
        kind,
        diagnostics: findings.map((finding) => ({
          severity: finding.severity,
          code: finding.code,
          ...(finding.awsCode ? { awsCode: finding.awsCode } : {}),
          ...(finding.pillar ? { pillar: finding.pillar } : {}),
          message: finding.message,
          pointer: finding.pointer,
          range: range(finding, lines),
          href: ruleLink(finding.code),
          fixable: finding.fixes.length > 0,
        })),
      };
    }),
    summary: summarize(documents),
  };
}

const colours: Record<Severity, number> = { error: 31, warning: 33, information: 36, hint: 90 };

function pretty(documents: readonly CheckedDocument[], colour: boolean): string {
  const paint = (code: number, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const parts: string[] = [];
  for (const { path, text, findings } of documents) {
    if (findings.length === 0) {
      continue;
    }
    const lines = new LineIndex(text);
    const rows = findings.map((finding) => {
      const { line, character } = lines.position(finding.start);
      return { place: `${line + 1}:${character + 1}`, finding };
    });
    const width = Math.max(...rows.map((row) => row.place.length));
    parts.push(
      paint(4, path),
      ...rows.map(
        ({ place, finding }) =>
          `  ${place.padStart(width)}  ${paint(colours[finding.severity], finding.severity.padEnd(7))}  ${finding.message}  ${paint(90, finding.code)}`,
      ),
      '',
    );
  }
  const { errors, warnings, information, hints } = summarize(documents);
  const counts = [
    [errors, 'error'],
    [warnings, 'warning'],
    [information, 'information'],
    [hints, 'hint'],
  ] as const;
  const told = counts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count} ${what}${count === 1 || what === 'information' ? '' : 's'}`);
  const files = `${documents.length} ${documents.length === 1 ? 'file' : 'files'}`;
  parts.push(told.length > 0 ? `${told.join(', ')} in ${files}.` : `${files} checked, nothing found.`);
  return `${parts.join('\n')}\n`;
}

/** ValidateStateMachineDefinition tells of at most so many diagnostics. */
const maxAwsDiagnostics = 100;
/** So much of the text is repeated in the place of a syntax error. */
const maxAwsSource = 500;

/** The answer of AWS's ValidateStateMachineDefinition. A syntax error is told alone, as AWS's reader stops there. */
function aws({ text, findings }: CheckedDocument) {
  const syntax = findings.find((f) => f.awsCode === 'INVALID_JSON_DESCRIPTION');
  // Of warnings, those that AWS gives as well.
  const told = syntax ? [syntax] : findings.filter((f) => f.severity === 'error' || (f.severity === 'warning' && f.awsCode));
  const diagnostics = told.map((finding) => ({
    severity: finding.severity === 'error' ? 'ERROR' : 'WARNING',
    code: finding.awsCode ?? 'SCHEMA_VALIDATION_FAILED',
    message: finding.message,
    ...awsLocation(finding, text),
  }));
  return {
    result: told.some((f) => f.severity === 'error') ? 'FAIL' : 'OK',
    diagnostics: diagnostics.slice(0, maxAwsDiagnostics),
    truncated: diagnostics.length > maxAwsDiagnostics,
  };
}

/** A JSON pointer; of a syntax error line and column behind it; nothing for a text that is no object at all. */
function awsLocation(finding: Finding, text: string): { location?: string } {
  if (finding.awsCode === 'INVALID_JSON_DESCRIPTION') {
    const { line, character } = new LineIndex(text).position(finding.end);
    const source =
      text.length > maxAwsSource
        ? `"${text.slice(0, maxAwsSource)}"[truncated ${text.length - maxAwsSource} chars]`
        : `"${text}"`;
    return { location: `[Source: (String)${source}; line: ${line + 1}, column: ${character + 1}]` };
  }
  if (finding.code === 'empty-document') {
    return {};
  }
  return { location: finding.pointer === '' ? '/' : finding.pointer.replace(/~1/g, '/').replace(/~0/g, '~') };
}

/** Codes that no rule stands behind. */
const otherCodes: Readonly<Record<string, CodeDescription | undefined>> = {
  ...structureCodes,
  ...suppressionCodes,
  ...templateCodes,
  ...textCodes,
};

const levels: Record<Severity, string> = { error: 'error', warning: 'warning', information: 'note', hint: 'note' };

/** SARIF 2.1.0. https://docs.oasis-open.org/sarif/sarif/v2.1.0/ */
function sarif(documents: readonly CheckedDocument[]) {
  const codes = [...new Set(documents.flatMap((d) => d.findings.map((f) => f.code)))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Stepwise',
            version: typeof STEPWISE_VERSION === 'undefined' ? '0.0.0' : STEPWISE_VERSION,
            informationUri: 'https://github.com/stepwise/stepwise',
            rules: codes.map((id) => ({
              id,
              shortDescription: { text: allRules.find((r) => r.id === id)?.summary ?? otherCodes[id]?.summary ?? id },
              helpUri: ruleLink(id),
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: documents.flatMap(({ path, text, findings }) => {
          const lines = new LineIndex(text);
          return findings.map((finding) => {
            const { start, end } = range(finding, lines);
            return {
              ruleId: finding.code,
              ruleIndex: codes.indexOf(finding.code),
              level: levels[finding.severity],
              message: { text: finding.message },
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/') },
                    region: {
                      startLine: start.line + 1,
                      startColumn: start.character + 1,
                      endLine: end.line + 1,
                      endColumn: end.character + 1,
                    },
                  },
                },
              ],
            };
          });
        }),
      },
    ],
  };
}

const commands: Record<Severity, string> = { error: 'error', warning: 'warning', information: 'notice', hint: 'notice' };

/** Workflow commands of GitHub Actions. https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
function github(documents: readonly CheckedDocument[]): string {
  const data = (text: string) => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
  const property = (text: string) => data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
  return documents
    .flatMap(({ path, text, findings }) => {
      const lines = new LineIndex(text);
      return findings.map((finding) => {
        const { start, end } = range(finding, lines);
        const place = `file=${property(path)},line=${start.line + 1},endLine=${end.line + 1},col=${start.character + 1},endColumn=${end.character + 1}`;
        return `::${commands[finding.severity]} ${place},title=${property(finding.code)}::${data(finding.message)}\n`;
      });
    })
    .join('');
}

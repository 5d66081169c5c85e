import { analyze } from '../analysis/analyze';
import { compile } from '../execution/compile';
import type { Program } from '../execution/program';
import { check } from '../rules/check';
import { pointerAt } from '../source/pointer';
import type { Finding } from '../analysis/analysis';
import { ApiError } from './apiError';
import { type JsonProblem, jacksonProblem } from './jacksonProblem';
import type { MachineType } from './store';
import { inAwsWords } from './wording';

/** One diagnostic of ValidateStateMachineDefinition. */
export interface Diagnostic {
  readonly severity: 'ERROR' | 'WARNING';
  readonly code: string;
  readonly message: string;
  readonly location: string | undefined;
}

/** What AWS says about a definition, in text order. */
export function diagnose(text: string, type: MachineType): Diagnostic[] {
  if (text.trim() === '') {
    return [error('SCHEMA_VALIDATION_FAILED', 'Definition must be a valid JSON object', undefined)];
  }
  const broken = jacksonProblem(text);
  if (broken) {
    return [fromJson(broken)];
  }
  const analysis = analyze(text, { type });
  if (!analysis.machine) {
    return [error('SCHEMA_VALIDATION_FAILED', 'Definition must be a valid JSON object', undefined)];
  }
  const findings = check(analysis, { consequences: true }).flatMap((finding) => fromFinding(finding) ?? []);
  if (findings.some((d) => d.severity === 'ERROR')) {
    return findings;
  }
  // What no rule speaks of, but makes that the machine cannot run.
  const problems = compile(analysis.machine).problems.map((problem) => {
    const { message, pointer } = inAwsWords(undefined, problem.message, pointerAt(analysis.root, problem));
    return error('SCHEMA_VALIDATION_FAILED', message, pointer === '' ? '/' : pointer);
  });
  return [...findings, ...problems];
}

function error(code: string, message: string, location: string | undefined): Diagnostic {
  return { severity: 'ERROR', code, message, location };
}

function fromJson({ message, location }: JsonProblem): Diagnostic {
  return error('INVALID_JSON_DESCRIPTION', message, location);
}

function fromFinding(finding: Finding): Diagnostic | undefined {
  if (finding.severity !== 'error' && finding.severity !== 'warning') {
    return undefined;
  }
  if (finding.severity === 'warning' && finding.awsCode === undefined) {
    // What AWS does not look at.
    return undefined;
  }
  const { message, pointer } = inAwsWords(finding.code, finding.message, finding.pointer);
  return {
    severity: finding.severity === 'error' ? 'ERROR' : 'WARNING',
    code: finding.awsCode ?? 'SCHEMA_VALIDATION_FAILED',
    message,
    location: pointer === '' ? '/' : pointer,
  };
}

/** A definition that CreateStateMachine accepts, made runnable; throws InvalidDefinition in AWS's words. */
export function accept(text: string, type: MachineType): Program {
  const errors = diagnose(text, type).filter((d) => d.severity === 'ERROR');
  if (errors.length > 0) {
    throw invalidDefinition(errors);
  }
  return compile(analyze(text, { type }).machine!).program!;
}

/** The program of a definition that has been accepted before, whatever is checked by now. */
export function runnable(text: string, type: MachineType): Program | undefined {
  const { machine } = analyze(text, { type });
  return machine && compile(machine).program;
}

/** InvalidDefinition with all that is wrong. */
export function invalidDefinition(errors: readonly Diagnostic[]): ApiError {
  const all = errors.map(
    ({ code, message, location }) => `${code}: ${location === undefined ? message : `${message.trimEnd()} at ${location}`}`,
  );
  return new ApiError('InvalidDefinition', `Invalid State Machine Definition: '${all.join(', ')}'`);
}

import { analyze } from '../analysis/analyze';
import { compile } from '../execution/compile';
import type { Program } from '../execution/program';
import { check } from '../rules/check';
import type { Finding } from '../analysis/analysis';
import { ApiError } from './apiError';
import { type JsonProblem, jacksonProblem } from './jacksonProblem';
import type { MachineType } from './store';

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
  return check(analysis).flatMap((finding) => fromFinding(finding) ?? []);
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
  return {
    severity: finding.severity === 'error' ? 'ERROR' : 'WARNING',
    code: finding.awsCode ?? 'SCHEMA_VALIDATION_FAILED',
    message: finding.message,
    location: finding.pointer === '' ? '/' : finding.pointer,
  };
}

/** A definition that CreateStateMachine accepts, made runnable; throws InvalidDefinition in AWS's words. */
export function accept(text: string, type: MachineType): Program {
  const errors = diagnose(text, type).filter((d) => d.severity === 'ERROR');
  if (errors.length > 0) {
    throw invalidDefinition(
      errors.map((d) => `${d.code}: ${d.message}${d.location === undefined ? '' : ` at ${d.location}`}`).join(', '),
    );
  }
  const { program, problems } = compile(analyze(text, { type }).machine!);
  if (!program) {
    throw invalidDefinition(problems.map((p) => `SCHEMA_VALIDATION_FAILED: ${p.message}`).join(', '));
  }
  return program;
}

export function invalidDefinition(what: string): ApiError {
  return new ApiError('InvalidDefinition', `Invalid State Machine Definition: '${what}'`);
}

import { analyze } from '../analysis/analyze';
import { compile } from '../execution/compile';
import type { Program } from '../execution/program';
import { check } from '../rules/check';
import { pointerAt } from '../source/pointer';
import type { Finding } from '../analysis/analysis';
import type { StateMachine } from '../asl/ast';
import { type Node, member } from '../source/node';
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
  const { machine, root } = analysis;
  const found = check(analysis, { consequences: true }).flatMap((finding) => fromFinding(finding, root) ?? []);
  const findings = ends(together(found), machine);
  if (findings.some((d) => d.severity === 'ERROR')) {
    return findings;
  }
  // What no rule speaks of, but makes that the machine cannot run.
  const problems = compile(machine).problems.map((problem) => {
    const { message, pointer } = inAwsWords(undefined, problem.message, pointerAt(root, problem));
    return error('SCHEMA_VALIDATION_FAILED', message, placeOf(root, pointer).location);
  });
  return [...findings, ...problems];
}

function error(code: string, message: string, location: string | undefined): Diagnostic {
  return { severity: 'ERROR', code, message, location };
}

function fromJson({ message, location }: JsonProblem): Diagnostic {
  return error('INVALID_JSON_DESCRIPTION', message, location);
}

const missing = /^The field '(.+)' is required but was missing$/;

/** What is missing in one place is told at once. */
function together(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const told: Diagnostic[] = [];
  const named = new Map<string | undefined, { readonly at: number; readonly fields: string[] }>();
  for (const each of diagnostics) {
    const field = missing.exec(each.message)?.[1];
    const before = field === undefined ? undefined : named.get(each.location);
    if (field === undefined || !before) {
      if (field !== undefined) {
        named.set(each.location, { at: told.length, fields: [field] });
      }
      told.push(each);
    } else {
      before.fields.unshift(field);
      told[before.at] = { ...told[before.at]!, message: `These fields are required: [${before.fields.join(', ')}]` };
    }
  }
  return told;
}

/**
 * AWS looks for a terminal state among those of the machine only, once they are valid by themselves, and then no further (measured
 * there).
 */
function ends(diagnostics: readonly Diagnostic[], { states }: StateMachine): Diagnostic[] {
  const others = diagnostics.filter(({ code }) => code !== 'MISSING_END_STATE');
  const isInvalid = others.some(({ severity, code }) => severity === 'ERROR' && code === 'SCHEMA_VALIDATION_FAILED');
  if (isInvalid || states.length === 0 || states.some(({ isEnd }) => isEnd)) {
    return others;
  }
  const reached = others.filter(({ message }) => !message.endsWith('is not reachable.'));
  return [...reached, error('MISSING_END_STATE', 'Workflow has no terminal state', undefined)];
}

/** What AWS takes when the definition is made, and fails where it is carried out (measured there). */
function isAccepted({ code, message }: Finding): boolean {
  return (
    (code === 'unsupported-jsonata' && message.startsWith('$eval')) ||
    (code === 'distributed-only' && !/^"(?:Label|ExecutionType)"/.test(message))
  );
}

function fromFinding(finding: Finding, root: Node | undefined): Diagnostic | undefined {
  if (finding.severity !== 'error' && finding.severity !== 'warning') {
    return undefined;
  }
  if (isAccepted(finding)) {
    return undefined;
  }
  if (finding.code === 'invalid-resource' && finding.message.endsWith('it is no ARN.')) {
    // A placeholder may stand for it in the editor, but nothing fills it in here.
    return { severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED', ...placed(finding, root) };
  }
  if (finding.severity === 'warning' && finding.awsCode === undefined) {
    // What AWS does not look at.
    return undefined;
  }
  return {
    severity: finding.severity === 'error' ? 'ERROR' : 'WARNING',
    code: finding.awsCode ?? 'SCHEMA_VALIDATION_FAILED',
    ...placed(finding, root),
  };
}

function placed({ code, message: said, pointer: at }: Finding, root: Node | undefined): Pick<Diagnostic, 'message' | 'location'> {
  const about = placeOf(root, at).node;
  const { message, pointer } = inAwsWords(code, said, at, about?.kind === 'string' ? about.value : undefined);
  return { message, location: placeOf(root, pointer).location };
}

/** A JSON pointer as AWS writes it, `/States/C/Choices[0]/Next`, and what is there. */
function placeOf(root: Node | undefined, pointer: string): { location: string; node: Node | undefined } {
  let node = root;
  let location = '';
  for (const segment of pointer.split('/').slice(1)) {
    if (node?.kind === 'array') {
      location += `[${segment}]`;
      node = node.items[Number(segment)];
    } else {
      location += `/${segment}`;
      node = member(node, segment.replace(/~1/g, '/').replace(/~0/g, '~'))?.value;
    }
  }
  return { location: location === '' ? '/' : location, node };
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
  const all = errors.map(({ code, message, location }) => `${code}: ${message.trimEnd()} at ${location ?? null}`);
  return new ApiError('InvalidDefinition', `Invalid State Machine Definition: '${all.join(', ')}'`);
}

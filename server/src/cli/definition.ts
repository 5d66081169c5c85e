import path from 'node:path';
import type { Analysis, WorkflowType } from '../analysis/analysis';
import { selectDefinition } from '../analysis/selectDefinition';
import { machineNameOf } from '../project/paths';
import { substitutionsFrom } from '../project/substitutions';
import { LineIndex } from '../source/lineIndex';
import { member } from '../source/node';
import { parse } from '../source/parse';
import type { Substitutions } from '../source/substitute';
import { formatOf } from './checkDocument';
import { UsageError, readText } from './files';

export interface DefinitionOptions {
  /** Of a template: the logical id. */
  readonly stateMachine?: string;
  /** A JSON or YAML file with values for `${Name}`. */
  readonly substitutions?: string;
  /** Those of the project; the file goes before them. */
  readonly projectSubstitutions?: Substitutions;
  readonly type?: WorkflowType;
}

/** A state machine that was read from a file, or from a template in one. */
export interface DefinitionFile {
  /** For messages. */
  readonly name: string;
  /** The file with the definition: of a template perhaps another one. */
  readonly file: string;
  /** What mocks and ARNs call it: the logical id, else the name of the file. */
  readonly machineName: string;
  /** Where the definition is in a template itself: the logical id. */
  readonly stateMachine?: string;
  /** Spans are those of the file. */
  readonly analysis: Analysis;
}

/** Reads the state machine that a file is, or the one of a template that the options name. Throws a UsageError where there is none, or none is chosen. */
export function readDefinition(file: string, options: DefinitionOptions): DefinitionFile {
  const { stateMachine, type } = options;
  const given = options.substitutions === undefined ? undefined : readSubstitutions(options.substitutions);
  const substitutions: Substitutions = (name) => given?.(name) ?? options.projectSubstitutions?.(name);
  const name = file === '-' ? 'standard input' : file;
  const text = readText(file);
  const selected = selectDefinition(text, { format: formatOf(file, text), stateMachine, type, substitutions });
  if (selected.kind === 'refused') {
    const hint = stateMachine === undefined && selected.message.includes('several') ? ' (--state-machine)' : '';
    throw new UsageError(`${placeOf(name, text, selected.start)}: ${selected.message}${hint}`);
  }
  const machineName = selected.stateMachine ?? (machineNameOf(path.basename(file)) || 'local');
  if (selected.kind === 'definition') {
    const inTemplate = selected.stateMachine === undefined ? {} : { stateMachine: selected.stateMachine };
    return { name, file, machineName, ...inTemplate, analysis: selected.analysis };
  }
  const inner = path.join(path.dirname(file), selected.path);
  const innerText = readText(inner);
  const definition = selectDefinition(innerText, { ...selected, stateMachine: undefined, format: formatOf(inner, innerText) });
  if (definition.kind !== 'definition') {
    throw new UsageError(`${inner}: this is no state machine, but the definition of "${selected.stateMachine}" should be in it.`);
  }
  return { name: inner, file: inner, machineName, analysis: definition.analysis };
}

/** `file:line:column`, from 1. */
export function placeOf(name: string, text: string, offset: number): string {
  const { line, character } = new LineIndex(text).position(offset);
  return `${name}:${line + 1}:${character + 1}`;
}

function readSubstitutions(file: string): Substitutions {
  const text = readText(file);
  const { root, problems } = parse(text, formatOf(file, text));
  const [problem] = problems;
  if (problem) {
    throw new UsageError(`${placeOf(file, text, problem.start)}: ${problem.message}`);
  }
  const values = new Map<string, string>();
  const faults = substitutionsFrom(root, values);
  const [fault] = faults;
  if (fault) {
    throw new UsageError(`${placeOf(file, text, fault.start)}: ${fault.message}`);
  }
  return (name) => values.get(name);
}

/** Whether the analysis holds what can be run or drawn at all. */
export function hasStates({ root }: Analysis): boolean {
  return member(root, 'StartAt') !== undefined || member(root, 'States') !== undefined;
}

import type { Node, ObjectNode } from '../source/node';
import { parseJson } from '../source/parseJson';
import type { Span } from '../source/span';
import { type NamedSpan, pillarNames, readSeverities, type Severities } from './severities';
import { substitutionsFrom } from './substitutions';

/** The file that describes a project; the nearest one upwards from a definition counts. */
export const projectFileName = 'stepwise.config.json';

/** What `stepwise.config.json` says; paths are as written, relative to the folder of that file. */
export interface Project {
  /** A MockConfigFile.json: what Tasks answer in a run. */
  readonly mocks?: string;
  /** A functions.json: local code behind Lambda Tasks. */
  readonly functions?: string;
  /** Definitions of state machines that Tasks start, by name or ARN: a path, of a template's with `#` and the logical id behind it. */
  readonly stateMachines: ReadonlyMap<string, string>;
  readonly samples: readonly ProjectSample[];
  /** Values of `${Name}` in definitions. */
  readonly substitutions: ReadonlyMap<string, string>;
  /** Severities of findings by the rule's id, and where the ids stand. */
  readonly rules: Severities;
  readonly ruleNames: readonly NamedSpan[];
  /** Severities of all rules of a pillar. */
  readonly pillars: Severities;
}

/** An input to run a definition with; exactly one of `input` and `inputFile` is there. */
export interface ProjectSample {
  readonly name: string;
  readonly description?: string;
  /** JSON text as written. */
  readonly input?: string;
  readonly inputFile?: string;
  /** A test case of the mocks. */
  readonly testCase?: string;
  /** The definition it belongs to; absent: every definition of the project. */
  readonly definition?: string;
}

/** A fault of the file: UTF-16 offsets into its text. */
export interface ProjectProblem extends Span {
  readonly message: string;
}

const projectKeys = ['$schema', 'mocks', 'functions', 'stateMachines', 'samples', 'substitutions', 'rules', 'pillars'];
const sampleKeys = ['name', 'description', 'input', 'inputFile', 'testCase', 'definition'];

/** Reads the text of a `stepwise.config.json`; what is faulty is left out and reported. Never throws. */
export function readProject(text: string): { readonly project: Project; readonly problems: readonly ProjectProblem[] } {
  const { root, problems: textProblems } = parseJson(text);
  const problems: ProjectProblem[] = textProblems.map(({ start, end, message }) => ({ start, end, message }));
  if (root?.kind !== 'object') {
    if (root) {
      problems.push({
        start: root.start,
        end: root.end,
        message: `${projectFileName} must be an object with ${listed(projectKeys.slice(1))}.`,
      });
    }
    return {
      project: { stateMachines: new Map(), samples: [], substitutions: new Map(), rules: {}, ruleNames: [], pillars: {} },
      problems,
    };
  }
  const fields = readFields(root, projectKeys, projectFileName, problems);
  const samples = fields.get('samples');
  const substitutions = new Map<string, string>();
  if (fields.has('substitutions')) {
    problems.push(...substitutionsFrom(fields.get('substitutions'), substitutions));
  }
  const rules = readSeverities(fields.get('rules'), 'rules', problems);
  const pillars = readSeverities(fields.get('pillars'), 'pillars', problems, pillarNames);
  return {
    project: {
      mocks: readString(fields.get('mocks'), '"mocks"', problems),
      functions: readString(fields.get('functions'), '"functions"', problems),
      stateMachines: readStateMachines(fields.get('stateMachines'), problems),
      samples: samples ? readSamples(samples, text, problems) : [],
      substitutions,
      rules: rules.severities,
      ruleNames: rules.names,
      pillars: pillars.severities,
    },
    problems,
  };
}

function readStateMachines(node: Node | undefined, problems: ProjectProblem[]): Map<string, string> {
  const found = new Map<string, string>();
  if (node && node.kind !== 'object') {
    const { start, end } = node;
    problems.push({
      start,
      end,
      message: '"stateMachines" must be an object: the path of a definition by the name of its state machine.',
    });
  }
  for (const { key, value } of node?.kind === 'object' ? node.members : []) {
    const path = readString(value, `"${key.value}" of "stateMachines"`, problems);
    if (path !== undefined) {
      found.set(key.value, path);
    }
  }
  return found;
}

function readSamples(node: Node, text: string, problems: ProjectProblem[]): ProjectSample[] {
  if (node.kind !== 'array') {
    problems.push({
      start: node.start,
      end: node.end,
      message: '"samples" must be an array of objects with "name" and "input" or "inputFile".',
    });
    return [];
  }
  const samples: ProjectSample[] = [];
  for (const [index, item] of node.items.entries()) {
    const sample = readSample(item, `Sample ${index + 1}`, text, problems);
    if (sample) {
      const twin = samples.some((other) => other.name === sample.name && other.definition === sample.definition);
      if (twin) {
        problems.push({
          start: item.start,
          end: item.end,
          message: `A sample named "${sample.name}" is already there; this one is left out.`,
        });
      } else {
        samples.push(sample);
      }
    }
  }
  return samples;
}

function readSample(node: Node, what: string, text: string, problems: ProjectProblem[]): ProjectSample | undefined {
  const refuse = (at: Span, message: string): undefined => {
    problems.push({ start: at.start, end: at.end, message });
    return undefined;
  };
  if (node.kind !== 'object') {
    return refuse(node, `${what} must be an object with "name" and "input" or "inputFile".`);
  }
  const fields = readFields(node, sampleKeys, what, problems);
  const string = (key: string) => readString(fields.get(key), `"${key}" of ${what.toLowerCase()}`, problems);
  const name = string('name');
  const input = fields.get('input');
  const inputFile = string('inputFile');
  if (name === undefined) {
    return fields.has('name') ? undefined : refuse(node, `${what} has no "name".`);
  }
  if ((input === undefined) === (inputFile === undefined)) {
    return refuse(node, `Sample "${name}" needs either "input" (JSON) or "inputFile" (a path)${input ? ', not both' : ''}.`);
  }
  return {
    name,
    description: string('description'),
    input: input && text.slice(input.start, input.end),
    inputFile,
    testCase: string('testCase'),
    definition: string('definition'),
  };
}

/** The values by key; unknown keys are reported. */
function readFields(node: ObjectNode, allowed: readonly string[], what: string, problems: ProjectProblem[]): Map<string, Node> {
  const fields = new Map<string, Node>();
  for (const { key, value } of node.members) {
    if (!allowed.includes(key.value)) {
      problems.push({
        start: key.start,
        end: key.end,
        message: `${what} has no "${key.value}"; allowed are ${listed(allowed)}.`,
      });
    } else if (value) {
      fields.set(key.value, value);
    }
  }
  return fields;
}

function readString(node: Node | undefined, what: string, problems: ProjectProblem[]): string | undefined {
  if (!node) {
    return undefined;
  }
  if (node.kind !== 'string' || node.value === '') {
    problems.push({ start: node.start, end: node.end, message: `${what} must be a string that is not empty.` });
    return undefined;
  }
  return node.value;
}

function listed(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

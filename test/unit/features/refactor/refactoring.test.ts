import assert from 'node:assert/strict';
import { stringify } from 'yaml';
import type { Analysis } from '../../../../server/src/analysis/analysis';
import { analyzeTemplate, toHostEdits } from '../../../../server/src/analysis/analyzeTemplate';
import { analyze } from '../../../../server/src/analysis/analyze';
import { lower } from '../../../../server/src/asl/lower';
import { compile } from '../../../../server/src/execution/compile';
import { refactorings } from '../../../../server/src/features/refactor/refactorings';
import { check } from '../../../../server/src/rules';
import { VirtualClock } from '../../../../server/src/runner/clock';
import { Runner } from '../../../../server/src/runner/runner';
import type { TaskBinding } from '../../../../server/src/runner/tasks/binding';
import { applyEdits, type Edit } from '../../../../server/src/source/edit';
import { object, prettyJson, readJson, writeJson, type Json } from '../../../../server/src/source/json';
import type { DocumentFormat } from '../../../../server/src/source/parse';
import { machines } from './machines';

/** Answers each task with what it is given; a task whose parameters hold "fail" fails with that error, unless it is mend or look. */
const echo: TaskBinding = {
  perform: ({ resource, parameters }) => {
    const name = resource.slice(resource.lastIndexOf(':') + 1);
    const fail = /"fail":"(\w+)"/.exec(writeJson(parameters))?.[1];
    return fail !== undefined && !['mend', 'look'].includes(name)
      ? { kind: 'failure', error: fail, cause: name }
      : { kind: 'success', output: object([[name, parameters]]) };
  },
};

const start = Date.UTC(2026, 0, 31);

/** How the execution of a definition ends, with all that was asked of tasks, whatever the order. */
async function outcome(analysis: Analysis, input: Json): Promise<string> {
  const calls: string[] = [];
  const noted: TaskBinding = {
    perform: (request, signal, progress) => {
      calls.push(`${request.resource} ${writeJson(request.parameters)}`);
      return echo.perform(request, signal, progress);
    },
  };
  const { program, problems } = compile(lower(analysis.root)!);
  assert.deepEqual(
    problems.map((p) => p.message),
    [],
  );
  const clock = new VirtualClock(start);
  const runner = new Runner({ program: program!, input, clock, seed: 1, name: 'x', tasks: [noted] });
  await runner.run();
  const { status, output, error, cause } = runner.outcome!;
  const done = output === undefined ? `${error}: ${cause}` : prettyJson(output);
  return [status, `${(clock.now() - start) / 1000} s`, done, ...calls.sort()].join('\n');
}

/** Spans to select: each state's name, and every two states of a scope with all between them. */
function selections({ symbols }: Analysis) {
  return symbols.scopes.flatMap(({ states }) =>
    states.flatMap((first, index) => [
      { start: first.key.start + 1, end: first.key.start + 1 },
      ...states.slice(index + 1).map((last) => ({ start: first.member.start, end: last.member.end })),
    ]),
  );
}

/** Advice is no fault: what is given on a definition may change with its shape. */
const isFault = (severity: string): boolean => severity === 'error' || severity === 'warning';

/** A way in which a definition is written in a document. */
interface Host {
  readonly name: string;
  readonly write: (definition: string) => string;
  /** What the document means, and the document with edits of the definition made in it. */
  readonly read: (text: string) => { readonly analysis: Analysis; readonly edit: (edits: readonly Edit[]) => string | undefined };
}

const plain = (format: DocumentFormat, write: Host['write']): Host => ({
  name: format,
  write,
  read: (text) => ({ analysis: analyze(text, { format }), edit: (edits) => applyEdits(text, edits) }),
});

const indented = (text: string, by: number): string => text.replace(/^(?=.)/gm, ' '.repeat(by));

const template = (name: string, format: DocumentFormat, write: Host['write']): Host => ({
  name,
  write,
  read: (text) => {
    const [machine] = analyzeTemplate(text, format).machines;
    return {
      analysis: machine!.analysis!,
      edit: (edits) => {
        const inHost = toHostEdits(machine!, edits);
        return inHost && applyEdits(text, inHost);
      },
    };
  },
});

const resource = '"Type": "AWS::StepFunctions::StateMachine"';

const hosts: readonly Host[] = [
  plain('json', (definition) => definition),
  plain('yaml', (definition) => stringify(JSON.parse(definition))),
  template(
    'YAML template',
    'yaml',
    (definition) =>
      `Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition:\n${indented(stringify(JSON.parse(definition)), 8)}`,
  ),
  template(
    'JSON template',
    'json',
    (definition) => `{"Resources": {"M": {${resource}, "Properties": {"Definition": ${definition}}}}}`,
  ),
  template(
    'JSON text in a YAML template',
    'yaml',
    (definition) =>
      `Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: !Sub |\n${indented(definition.replaceAll('\t', '  '), 8)}\n`,
  ),
];

describe('refactorings keep the meaning', () => {
  for (const host of hosts) {
    for (const { name, definition, inputs, expected, exceptFor = [] } of machines) {
      it(`${name} (${host.name})`, async () => {
        const { analysis: before, edit } = host.read(host.write(definition));
        const found = (analysis: Analysis) =>
          check(analysis)
            .filter(({ code, severity }) => isFault(severity) && !exceptFor.includes(code))
            .map((f) => f.message);
        assert.deepEqual(found(before), []);
        const titles = new Set<string>();
        for (const selection of selections(before)) {
          for (const { title, edits, refusal } of refactorings(before, selection)) {
            const result = edit(edits);
            if (refusal !== undefined || result === undefined) {
              continue;
            }
            titles.add(title);
            const { analysis: after } = host.read(result);
            const about = `${title}\n${result}`;
            assert.deepEqual(found(after), [], about);
            for (const input of inputs) {
              const data = readJson(input).value!;
              if (title.startsWith('Delete')) {
                continue;
              }
              // JSONata computes with doubles: 1.0 becomes 1.
              const told = (text: string) => (title.includes('JSONata') ? text.replace(/(\d)\.0\b/g, '$1') : text);
              assert.equal(told(await outcome(after, data)), told(await outcome(before, data)), `${input}: ${about}`);
            }
          }
        }
        assert.ok(titles.size > 3 && (expected === undefined || titles.has(expected)), [...titles].join('\n'));
      });
    }
  }
});

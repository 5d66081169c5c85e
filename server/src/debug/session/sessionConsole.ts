import type { DebugProtocol } from '@vscode/debugprotocol';
import { nameOf } from '../../asl/ast';
import { errorNames } from '../../asl/errorNames';
import { intrinsicFunctions } from '../../asl/intrinsics';
import { jsonataFunctions } from '../../asl/jsonataFunctions';
import { type Json, isArray, isObject, writeJson } from '../../source/json';
import type { Frame } from '../debugger';
import { type SessionChanges, readValue } from './sessionChanges';
import { Followed, type Requests, type ExecutionContext } from './sessionContext';
import type { SessionSteps } from './sessionSteps';
import { clockTime } from '../transcript';

/** How many events `.history` tells when it is not said. */
const toldEvents = 20;
/** How many completions are offered at most. */
const offered = 200;

interface ConsoleCommand {
  readonly usage: string;
  readonly summary: string;
  run(rest: string, frame: Frame): Promise<string | Followed> | string;
}

/** What can be typed into the debug console besides expressions: commands that begin with a dot, and completions for both. */
export class SessionConsole {
  constructor(
    private readonly context: ExecutionContext,
    private readonly changes: SessionChanges,
    private readonly steps: SessionSteps,
  ) {}

  readonly requests: Requests = {
    completions: async ({ text, column, line, frameId }: DebugProtocol.CompletionsArguments) => {
      const before = (text.split('\n')[(line ?? 1) - 1] ?? '').slice(0, column - 1);
      return { targets: (await this.#complete(before, this.context.frame(frameId))).slice(0, offered) };
    },
  };

  /** Whether a text is a command: a dot and a word; `.5` is none. */
  static isCommand(text: string): boolean {
    return /^\s*\.[a-z]/i.test(text);
  }

  /** Performs a command; answers what to print. Throws with the reason when it cannot. */
  async run(text: string, frame: Frame): Promise<string | Followed> {
    const [, name = '', rest = ''] = /^\s*\.(\w+)\s*([\s\S]*)$/.exec(text) ?? [];
    const command = this.#commands[name.toLowerCase()];
    if (!command) {
      throw new Error(
        `There is no command '.${name}'. There are: ${Object.keys(this.#commands)
          .map((each) => `.${each}`)
          .join(', ')}.`,
      );
    }
    return command.run(rest.trim(), frame);
  }

  readonly #commands: Readonly<Record<string, ConsoleCommand>> = {
    help: {
      usage: '.help',
      summary: 'tells these commands',
      run: () =>
        Object.values(this.#commands)
          .map(({ usage, summary }) => `${usage.padEnd(28)} ${summary}`)
          .join('\n'),
    },
    mock: {
      usage: '.mock [State] {json}',
      summary: 'the Task answers this, now and whenever it is reached again; without JSON: tells the mocks',
      run: (rest, frame) => this.#mock(rest, frame),
    },
    unmock: {
      usage: '.unmock [State]',
      summary: 'the Task is performed again as it is bound',
      run: (rest, frame) => {
        const name = rest === '' ? this.#nameAt(frame) : rest;
        return this.context.running().mocks.answers.delete(name) ? `${name} has no mock any more.` : `${name} has no mock.`;
      },
    },
    fail: {
      usage: '.fail States.Timeout [cause]',
      summary: 'the state fails with this error',
      run: async (rest, frame) => {
        const [, error = '', cause = ''] = /^(\S*)\s*([\s\S]*)$/.exec(rest) ?? [];
        if (error === '') {
          throw new Error('Which error? Write .fail States.Timeout, or another name, and a cause behind it.');
        }
        await this.changes.fail(frame.strand, error, cause === '' ? undefined : cause);
        return `${this.#nameAt(frame)} fails with ${error}.`;
      },
    },
    goto: {
      usage: '.goto State',
      summary: 'the execution goes on in this state, with the data that it has',
      run: async (rest, frame) => {
        const { cursor, launch } = this.context.running();
        const scopes = cursor.strandsAround(frame.strand).map(({ state }) => state.slice(0, state.lastIndexOf('/') + 1));
        const states = [...launch.runner.program.states.values()].filter(({ name, id }) => name === rest || id === rest);
        const state = states.find(({ id }) => scopes.includes(id.slice(0, id.lastIndexOf('/') + 1))) ?? states[0];
        if (!state) {
          throw new Error(`There is no state '${rest}'.`);
        }
        const { body, work } = await this.steps.goTo(frame.strand, state.id);
        return new Followed({ ...body, result: `The execution goes on in ${state.name}.` }, work);
      },
    },
    cut: {
      usage: '.cut',
      summary: 'a replayed history ends here: from here on the execution runs, its Tasks as they did in the history',
      run: async () => {
        const { loop, cursor } = this.context.running();
        if (!loop.isReplay) {
          throw new Error('No history is replayed: the execution runs already.');
        }
        await loop.change([], 'goto');
        return new Followed({ result: `Cut behind event ${cursor.history.at(-1)?.id ?? 0}. Continue to go on from here.` }, () =>
          loop.tellStop(),
        );
      },
    },
    history: {
      usage: '.history [count]',
      summary: 'tells the last events before the place where it stands',
      run: (rest) => {
        const count = rest === '' ? toldEvents : Number(rest);
        if (!Number.isInteger(count) || count < 1) {
          throw new Error(`'${rest}' is no number of events.`);
        }
        const { history, position } = this.context.running().cursor;
        return history
          .slice(Math.max(0, position.events - count), position.events)
          .map(
            ({ id, type, timestamp, local }) =>
              `${clockTime(timestamp)} ${String(id).padStart(5)} ${type}${local.state === undefined ? '' : ` ${nameOf(local.state)}`}`,
          )
          .join('\n');
      },
    },
  };

  async #mock(rest: string, frame: Frame): Promise<string> {
    const { mocks, cursor, open } = this.context.running();
    if (rest === '') {
      const known = [...mocks.answers].map(([name, answer]) =>
        answer.kind === 'success' ? `${name}: ${writeJson(answer.output)}` : `${name}: fails with ${answer.error}`,
      );
      return known.length > 0 ? known.join('\n') : 'No Task has a mock of this session.';
    }
    const { name, json } = this.#namedState(rest, frame);
    const output = readValue(json);
    mocks.answers.set(name, { kind: 'success', output });
    const strand = cursor.execution.strands.get(frame.strand);
    if (open.answer(frame.strand, { kind: 'success', output })) {
      return `${name} answers this now. Continue to go on.`;
    }
    if (strand && nameOf(strand.state) === name && (strand.task?.started || strand.phase === 'returned')) {
      await this.changes.succeed(frame.strand, output);
      return `${name} has answered this.`;
    }
    return `${name} answers this when it is performed.`;
  }

  /** `State {json}` or `{json}` for the state of the frame. */
  #namedState(rest: string, frame: Frame): { name: string; json: string } {
    const tasks = [...this.context.running().launch.runner.program.states.values()].filter(({ type }) => type === 'Task');
    const named = tasks
      .map(({ name }) => name)
      .filter((name) => rest.startsWith(`${name} `))
      .sort((a, b) => b.length - a.length)[0];
    if (named !== undefined) {
      return { name: named, json: rest.slice(named.length).trim() };
    }
    const name = this.#nameAt(frame);
    if (!tasks.some((task) => task.name === name)) {
      throw new Error(`'${name}' is no Task: write .mock State {json}, with the name of a Task.`);
    }
    return { name, json: rest };
  }

  #nameAt({ strand, state }: Frame): string {
    const at = state ?? this.context.running().cursor.execution.strands.get(strand)?.state;
    return at === undefined ? '' : nameOf(at);
  }

  async #complete(before: string, frame: Frame): Promise<DebugProtocol.CompletionItem[]> {
    const { data, launch, cursor } = this.context.running();
    const command = /^\s*\.(\w*)$/.exec(before);
    if (command) {
      const start = before.indexOf('.');
      return Object.entries(this.#commands)
        .filter(([name]) => name.startsWith(command[1]!))
        .map(([name, { usage, summary }]) => ({
          label: `.${name}`,
          text: `.${name}`,
          detail: `${usage}: ${summary}`,
          type: 'keyword',
          start,
          length: before.length - start,
        }));
    }
    const argument = /^\s*\.(mock|unmock|goto|fail)\s+(\S*)$/.exec(before);
    if (argument) {
      const [, name, typed = ''] = argument;
      const states = [...launch.runner.program.states.values()].filter(({ type }) => name === 'goto' || type === 'Task');
      const words = name === 'fail' ? errorNames.map((each) => each.name) : states.map((state) => state.name);
      return words
        .filter((word) => word.toLowerCase().startsWith(typed.toLowerCase()))
        .map((label) => ({ label, type: 'value', start: before.length - typed.length, length: typed.length }));
    }
    const member = /(\$[\w$]*(?:\.[\w$]+|\[\d+\]|\['[^']*'\]|\.`[^`]*`)*)\.([\w$]*)$/.exec(before);
    const isJsonata = data.languageOf(frame) === 'JSONata' || /\{%[^}]*$/.test(before);
    if (member) {
      const base = member[1]!;
      if (isJsonata && base === '$states') {
        return items(['input', 'context', 'result', 'errorOutput'], member[2]!, before, 'property');
      }
      const answer = await data.evaluate(frame, isJsonata ? `{% ${base} %}` : base);
      return 'value' in answer ? items(membersOf(answer.value), member[2]!, before, 'property') : [];
    }
    const word = /\$?[\w.$]*$/.exec(before)![0];
    const variables = Object.keys(cursor.execution.strands.get(frame.strand)?.variables ?? {}).map((name) => `$${name}`);
    const roots = isJsonata ? ['$states', ...variables] : ['$', '$$', ...variables];
    const functions = isJsonata
      ? [...jsonataFunctions.keys()].map((name) => `$${name.replace(/^\$/, '')}`)
      : Object.keys(intrinsicFunctions);
    return [...items(roots, word, before, 'variable'), ...items(functions, word, before, 'function')];
  }
}

function membersOf(value: Json): string[] {
  const holder = isArray(value) ? value[0] : value;
  return isObject(holder) ? Object.keys(holder).filter((key) => /^[\w$]+$/.test(key)) : [];
}

function items(
  labels: readonly string[],
  typed: string,
  before: string,
  type: DebugProtocol.CompletionItemType,
): DebugProtocol.CompletionItem[] {
  return labels
    .filter((label) => label.toLowerCase().startsWith(typed.toLowerCase()))
    .map((label) => ({ label, type, start: before.length - typed.length, length: typed.length }));
}

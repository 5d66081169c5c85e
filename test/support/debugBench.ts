import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { stringify } from 'yaml';
import type { DebugClient } from './debugClient';

/** The ways in which a definition is written. */
export const forms = ['json', 'yaml', 'template'] as const;
export type Form = (typeof forms)[number];

/** Every run starts at the same time with the same randomness, so that transcripts are equal. */
const fixed = { startTime: '2026-01-31T12:00:00Z', seed: 1 };

/** The ARN of a state machine on this machine. */
export function arnOf(name: string): string {
  return `arn:aws:states:us-east-1:123456789012:stateMachine:${name}`;
}

/** A definition in a folder of its own, and a client that debugs it. */
export class DebugBench {
  readonly folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'stepwise-bench-')));
  readonly program: string;
  readonly text: string;
  readonly isOneOfSeveral: boolean;
  /** The thread that stopped last, and its innermost frame. */
  thread = 1;
  frameId = 0;

  constructor(
    readonly client: DebugClient,
    form: Form,
    machine: object,
    /** State machines that it starts, by name: in the same template, or in files beside it. */
    others: Readonly<Record<string, object>> = {},
  ) {
    const Type = 'AWS::Serverless::StateMachine';
    const DefinitionSubstitutions = Object.fromEntries(Object.keys(others).map((name) => [`${name}Arn`, { Ref: name }]));
    const resource = (definition: object): object => ({
      Type,
      Properties: {
        Definition: Object.keys(others).reduce(
          (made, name) => JSON.parse(JSON.stringify(made).replaceAll(arnOf(name), `\${${name}Arn}`)) as object,
          definition,
        ),
        ...(Object.keys(others).length > 0 ? { DefinitionSubstitutions } : {}),
      },
    });
    const started = Object.entries(others).map(([name, definition]) => [name, resource(definition)]);
    const template = { Resources: { Orders: resource(machine), ...(Object.fromEntries(started) as object) } };
    this.isOneOfSeveral = form === 'template' && Object.keys(others).length > 0;
    this.program = path.join(this.folder, form === 'template' ? 'template.yaml' : `orders.asl.${form}`);
    this.text =
      form === 'json' ? `${JSON.stringify(machine, undefined, 2)}\n` : stringify(form === 'template' ? template : machine);
    fs.writeFileSync(this.program, this.text);
    for (const [name, definition] of form === 'template' ? [] : Object.entries(others)) {
      this.write(
        `${name}.asl.${form}`,
        form === 'json' ? `${JSON.stringify(definition, undefined, 2)}\n` : stringify(definition),
      );
    }
    client.mask(this.folder, '<folder>');
  }

  write(name: string, content: unknown): string {
    const file = path.join(this.folder, name);
    fs.writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  }

  async close(): Promise<void> {
    await this.client.disconnect();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  /** The line (from 1) of a state's name. */
  named(state: string): number {
    return this.text.split('\n').findIndex((each) => new RegExp(`^\\s*"?${state}"?:`).test(each)) + 1;
  }

  /** The line (from 1) of the first occurrence of a text behind a state's name. */
  line(what: string, state: string): number {
    const from = this.named(state);
    return this.text.split('\n').findIndex((each, index) => index >= from && each.includes(what)) + 1;
  }

  /** initialize, launch, and what `configure` asks for; then it runs. */
  async launch(args: object = {}, configure?: () => Promise<unknown>): Promise<void> {
    await this.client.initialize();
    const chosen = this.isOneOfSeveral ? { stateMachine: 'Orders' } : {};
    await this.client.send('launch', { program: this.program, ...chosen, ...fixed, ...args });
    await this.client.until('initialized');
    await configure?.();
    await this.client.send('configurationDone');
  }

  /** Sets breakpoints on the names of states, in whatever file they are. */
  async breakIn(...states: string[]): Promise<void> {
    for (const name of fs.readdirSync(this.folder).filter((each) => /\.asl\.|template/.test(each))) {
      const file = path.join(this.folder, name);
      const lines = fs.readFileSync(file, 'utf8').split('\n');
      const breakpoints = states.flatMap((state) => {
        const at = lines.findIndex((each) => new RegExp(`^\\s*"?${state}"?:`).test(each));
        return at < 0 ? [] : [{ line: at + 1 }];
      });
      await this.client.send('setBreakpoints', { source: { path: file }, breakpoints });
    }
  }

  async breakAt(...breakpoints: DebugProtocol.SourceBreakpoint[]): Promise<void> {
    await this.client.send('setBreakpoints', { source: { path: this.program }, breakpoints });
  }

  /** Where it stops next: `reason top < … < outermost`. */
  async stopped(): Promise<string> {
    let stop: DebugProtocol.StoppedEvent['body'];
    do {
      stop = await this.client.until<DebugProtocol.StoppedEvent>('stopped');
      // Other threads that stand with it are told before.
    } while (stop.preserveFocusHint);
    const { reason, threadId } = stop;
    this.thread = threadId!;
    const { stackFrames } = await this.client.send<DebugProtocol.StackTraceResponse>('stackTrace', { threadId });
    this.frameId = stackFrames[0]?.id ?? 0;
    const names = stackFrames.slice(0, -1).map(({ name }) => name);
    return `${reason} ${names.join(' < ')}`;
  }

  /** Asks for a movement of the thread that stopped last, and answers where it stops. */
  async step(command: string, args: object = {}): Promise<string> {
    await this.client.send(command, { threadId: this.thread, ...args });
    return this.stopped();
  }

  async evaluate(expression: string, context = 'watch'): Promise<string> {
    const args = { expression, frameId: this.frameId, context };
    return (await this.client.send<DebugProtocol.EvaluateResponse>('evaluate', args)).result;
  }
}

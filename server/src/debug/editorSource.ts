import type { Analysis } from '../analysis/analysis';
import type { LaunchDefinition } from './launchDefinition';
import { Places } from './places';

/** A definition in a file. */
export interface SourceDefinition {
  /** The file, as the launch configuration, the template or the editor gave it. */
  readonly program: string;
  readonly name: string;
  /** What mocks call the state machine. */
  readonly machineName: string;
  /** Of a template: the logical id. */
  readonly stateMachine: string | undefined;
  readonly analysis: Analysis;
  /** What another text of the file says; absent where the state machine is no longer in it. */
  readonly reread: LaunchDefinition['reread'];
}

/** A definition as the editor shows it: its text may be edited while it is debugged. */
export class EditorSource {
  #places: Places;
  #analysis: Analysis;
  #edited: string | undefined;
  #version = 0;

  constructor(readonly definition: SourceDefinition) {
    this.#analysis = definition.analysis;
    this.#places = new Places(definition.analysis);
  }

  /** Names the definition among others. */
  get key(): string {
    const { program, stateMachine } = this.definition;
    return `${program}#${stateMachine ?? ''}`;
  }

  /** Where states stand in the text as the editor shows it. */
  get places(): Places {
    return this.#places;
  }

  /** What the text means; that of an earlier text while it is faulty. */
  get analysis(): Analysis {
    return this.#analysis;
  }

  /** The text as it was edited; undefined when it was not. */
  get edited(): string | undefined {
    return this.#edited;
  }

  /** How often it was edited. */
  get version(): number {
    return this.#version;
  }

  /** The editor shows another text now: lines are meant there from here on. */
  take(text: string): void {
    this.#edited = text;
    this.#version++;
    const analysis = this.definition.reread(text);
    if (analysis?.machine && analysis.problems.length === 0) {
      this.#analysis = analysis;
      this.#places = new Places(analysis);
    }
  }
}

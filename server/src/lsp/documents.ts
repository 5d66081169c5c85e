import type { Connection, Position, TextDocumentChangeEvent } from 'vscode-languageserver';
import { TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis, Finding } from '../analysis/analysis';
import type { AnalyzedStateMachine, TemplateAnalysis } from '../analysis/analyzeTemplate';
import type { CheckOptions } from '../rules';
import { DocumentText } from './documentText';
import { languageOf, type AnalyzedDocument, type Language } from './languages';

/** A state machine (or job definition) of an open document, as features see it: offsets are those of `analysis`, `text` leads to the editor. */
export interface Part {
  readonly text: DocumentText;
  readonly analysis: Analysis;
  readonly language: Language;
  /** The resource of the template that it stands in, and that template. */
  readonly resource: AnalyzedStateMachine | undefined;
  readonly template: TemplateAnalysis | undefined;
}

/** One version of an open document; what it means and what is wrong with it is found out once, when it is first asked. */
export class OpenDocument {
  readonly version: number;
  /** All of it. */
  readonly text: DocumentText;
  private analyzedOnce: AnalyzedDocument | undefined;
  private partsOnce: readonly Part[] | undefined;
  private findingsOnce: readonly Finding[] | undefined;

  constructor(
    /** Holds the newest text: an OpenDocument is dropped as soon as that is another version. */
    readonly source: TextDocument,
    readonly language: Language,
    /** What an earlier version said, if that was found out. */
    private before?: AnalyzedDocument,
  ) {
    this.version = source.version;
    this.text = new DocumentText(source);
  }

  /** Its state machines in text order; one where the document is a definition. */
  get parts(): readonly Part[] {
    return (this.partsOnce ??= this.analyzed.parts.map(({ analysis, resource }) => ({
      text: resource?.map ? new DocumentText(this.source, resource.map) : this.text,
      analysis,
      language: this.language,
      resource,
      template: this.analyzed.template,
    })));
  }

  /** The state machines of a template, wherever their definitions are. */
  get resources(): readonly AnalyzedStateMachine[] {
    return this.analyzed.resources;
  }

  /** In offsets of the document. */
  get findings(): readonly Finding[] {
    return (this.findingsOnce ??= this.analyzed.check());
  }

  /** The same with severities that the project or the editor sets. */
  check(options: CheckOptions): readonly Finding[] {
    const isPlain = Object.keys({ ...options.severities, ...options.pillars }).length === 0;
    return isPlain ? this.findings : this.analyzed.check(options);
  }

  /** The part that a place in the editor belongs to. */
  partAt(position: Position): Part | undefined {
    const offset = this.text.offsetAt(position);
    return this.parts.find(({ resource }) => {
      const definition = resource?.definition;
      return !definition || (definition.kind !== 'missing' && definition.node.start <= offset && offset <= definition.node.end);
    });
  }

  /** The part of that logical id; without one the only part, or the first. */
  partOf(stateMachine: string | undefined): Part | undefined {
    return stateMachine === undefined ? this.parts[0] : this.parts.find(({ resource }) => resource?.key === stateMachine);
  }

  /** What this version says, or one before it, for the next one to start from. */
  handOver(): AnalyzedDocument | undefined {
    const { analyzedOnce, before } = this;
    // Whoever still holds this version gets an analysis of its own.
    this.analyzedOnce = this.before = undefined;
    return analyzedOnce ?? before;
  }

  private get analyzed(): AnalyzedDocument {
    if (!this.analyzedOnce) {
      this.analyzedOnce = this.language.analyze(this.source.getText(), this.before);
      this.before = undefined;
    }
    return this.analyzedOnce;
  }
}

/** The open documents that are served. */
export class Documents {
  private readonly texts = new TextDocuments(TextDocument);
  private readonly open = new Map<string, OpenDocument>();
  /** Versions that are none of ours, so that nobody looks twice. */
  private readonly foreign = new WeakMap<TextDocument, number>();

  /** The newest version of an open document; absent when it is not open or none of ours. */
  get(uri: string): OpenDocument | undefined {
    const text = this.texts.get(uri);
    if (!text || this.foreign.get(text) === text.version) {
      return undefined;
    }
    const known = this.open.get(uri);
    if (known?.source === text && known.version === text.version) {
      return known;
    }
    const language = languageOf(text.languageId, text.getText());
    if (!language) {
      this.foreign.set(text, text.version);
      this.open.delete(uri);
      return undefined;
    }
    const document = new OpenDocument(text, language, known?.language === language ? known.handOver() : undefined);
    this.open.set(uri, document);
    return document;
  }

  uris(): string[] {
    return this.texts.keys();
  }

  /** Listens to the editor; `onChange` is called for each new version, `onClose` once a document is gone. */
  listen(connection: Connection, onChange: (uri: string) => void, onClose: (uri: string) => void): void {
    const uriOf = ({ document }: TextDocumentChangeEvent<TextDocument>): string => document.uri;
    this.texts.onDidChangeContent((event) => onChange(uriOf(event)));
    this.texts.onDidClose((event) => {
      this.open.delete(uriOf(event));
      onClose(uriOf(event));
    });
    this.texts.listen(connection);
  }
}

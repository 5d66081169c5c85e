import type { Connection, TextDocumentChangeEvent } from 'vscode-languageserver';
import { TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis, Finding } from '../analysis/analysis';
import { languageOf, type Language } from './languages';

/** One version of an open document; what it means and what is wrong with it is found out once, when it is first asked. */
export class OpenDocument {
  readonly version: number;
  private analysisOnce: Analysis | undefined;
  private findingsOnce: readonly Finding[] | undefined;

  constructor(
    /** Holds the newest text: an OpenDocument is dropped as soon as that is another version. */
    readonly text: TextDocument,
    readonly language: Language,
  ) {
    this.version = text.version;
  }

  get analysis(): Analysis {
    return (this.analysisOnce ??= this.language.analyze(this.text.getText()));
  }

  get findings(): readonly Finding[] {
    return (this.findingsOnce ??= this.language.check(this.analysis));
  }
}

/** The open documents whose language is served. */
export class Documents {
  private readonly texts = new TextDocuments(TextDocument);
  private readonly open = new Map<string, OpenDocument>();

  /** The newest version of an open document; absent when it is not open or of another language. */
  get(uri: string): OpenDocument | undefined {
    const text = this.texts.get(uri);
    const language = text && languageOf(text.languageId);
    if (!language) {
      return undefined;
    }
    let document = this.open.get(uri);
    if (document?.text !== text || document.version !== text.version) {
      document = new OpenDocument(text, language);
      this.open.set(uri, document);
    }
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

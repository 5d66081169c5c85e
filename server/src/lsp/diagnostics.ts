import type { Connection } from 'vscode-languageserver';
import { toDiagnostic } from './convert';
import type { Documents } from './documents';
import { logFailure } from './failure';
import { type CheckOptions, mostImportant } from '../rules';

/** Milliseconds of quiet after a keystroke before the problems are told. */
const shortestDelay = 150;
const longestDelay = 2000;
/** Behind so many an editor only becomes slow. */
const mostDiagnostics = 1000;

/** Tells the editor the problems of open documents, a moment after each change. */
export class Diagnostics {
  private readonly waiting = new Map<string, ReturnType<typeof setTimeout>>();
  /** Documents whose problems were told: the ones to clear when they close or the setting changes. */
  private readonly told = new Set<string>();
  /** Milliseconds that the last check of a document took: one that takes long is checked less often. */
  private readonly durations = new Map<string, number>();

  constructor(
    private readonly connection: Connection,
    private readonly documents: Documents,
    /** Whether problems of this document are wanted. */
    private readonly isWanted: (uri: string) => Promise<boolean>,
    /** Severities that hold for this document. */
    private readonly optionsOf: (uri: string) => Promise<CheckOptions> = () => Promise.resolve({}),
  ) {}

  /** Checks a document soon; a check that was already planned is put off. */
  plan(uri: string): void {
    clearTimeout(this.waiting.get(uri));
    const took = this.durations.get(uri);
    // The first check comes at once: nobody is typing yet.
    const delay = took === undefined ? 0 : Math.min(longestDelay, Math.max(shortestDelay, 3 * took));
    this.waiting.set(
      uri,
      setTimeout(() => {
        this.waiting.delete(uri);
        void this.tell(uri);
      }, delay),
    );
  }

  planAll(): void {
    this.documents.uris().forEach((uri) => this.plan(uri));
  }

  /** Takes back what was told about a document that is no longer open. */
  forget(uri: string): void {
    clearTimeout(this.waiting.get(uri));
    this.waiting.delete(uri);
    this.durations.delete(uri);
    this.clear(uri);
  }

  dispose(): void {
    this.waiting.forEach((timer) => clearTimeout(timer));
    this.waiting.clear();
  }

  private clear(uri: string): void {
    if (this.told.delete(uri)) {
      void this.connection.sendDiagnostics({ uri, diagnostics: [] });
    }
  }

  private async tell(uri: string): Promise<void> {
    try {
      const isWanted = await this.isWanted(uri);
      const options = isWanted ? await this.optionsOf(uri) : {};
      const document = this.documents.get(uri);
      if (!document || !isWanted) {
        this.clear(uri);
        return;
      }
      const before = Date.now();
      const { version } = document;
      const findings = document.check(options);
      const diagnostics = mostImportant(findings, mostDiagnostics).map((finding) => toDiagnostic(document.text, finding));
      const took = Date.now() - before;
      this.durations.set(uri, took);
      this.connection.tracer.log(`Checked version ${version} of ${uri} in ${took} ms: ${findings.length} problems.`);
      this.told.add(uri);
      await this.connection.sendDiagnostics({ uri, version, diagnostics });
    } catch (error) {
      logFailure(this.connection, `Checking ${uri}`, error);
    }
  }
}

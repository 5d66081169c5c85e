import type { CancellationToken, Connection } from 'vscode-languageserver';
import { stateAt } from '../features/stateAt';
import { draw } from '../graph/draw';
import { createLayoutCache, type LayoutCache } from '../graph/layout';
import { findProject, problemLines } from '../project/samples';
import type {
  GraphAnswer,
  GraphParams,
  SamplesAnswer,
  SamplesParams,
  StateAtAnswer,
  StateAtParams,
  StateRangeAnswer,
  StateRangeParams,
} from '../protocol';
import { toRange } from './convert';
import type { Documents } from './documents';
import { logFailure } from './failure';
import type { Host } from './host';

/** Our own requests (protocol.ts): the graph, where its states are in the text, and what a definition can be run with. */
export function registerStepwiseRequests(connection: Connection, documents: Documents, host: Host): void {
  /** By document, so that typing lays out only the scopes that change. */
  const layouts = new WeakMap<object, LayoutCache>();

  /** Answers a request; when that fails, logs it and answers `none`. */
  function on<P, R>(method: string, none: (params: P) => R, answer: (params: P) => R | Promise<R>): void {
    connection.onRequest(method, async (params: P, token: CancellationToken): Promise<R> => {
      try {
        return token.isCancellationRequested ? none(params) : await answer(params);
      } catch (error) {
        logFailure(connection, method, error);
        return none(params);
      }
    });
  }

  on<GraphParams, GraphAnswer>(
    'stepwise/graph',
    () => ({ version: 0, message: 'The graph could not be drawn; the output of Stepwise says why.' }),
    ({ uri }) => {
      const document = documents.get(uri);
      if (!document) {
        return { version: 0, message: 'The document is not open in the editor, or it is no state machine.' };
      }
      const { version, analysis } = document;
      const layout = layouts.get(document.text) ?? createLayoutCache();
      layouts.set(document.text, layout);
      const [problem] = analysis.problems;
      // Broken text is drawn as far as it can be read; the page says so beside the picture.
      const message = problem && `Line ${document.text.positionAt(problem.start).line + 1}: ${problem.message}`;
      return analysis.machine
        ? { version, picture: draw(analysis, layout), ...(message !== undefined && { message }) }
        : { version, message: 'There is no state machine here yet: an object with "StartAt" and "States" is expected.' };
    },
  );

  on<StateAtParams, StateAtAnswer>(
    'stepwise/stateAt',
    () => ({}),
    ({ uri, position }) => {
      const document = documents.get(uri);
      return { state: document && stateAt(document.analysis, document.text.offsetAt(position))?.id };
    },
  );

  on<StateRangeParams, StateRangeAnswer>(
    'stepwise/stateRange',
    () => ({}),
    ({ uri, state }) => {
      const document = documents.get(uri);
      const found = document?.analysis.symbols.byId.get(state);
      return document && found
        ? { selection: toRange(document.text, found.key), range: toRange(document.text, found.member) }
        : {};
    },
  );

  on<SamplesParams, SamplesAnswer>(
    'stepwise/samples',
    () => ({ samples: [], testCases: [], problems: [] }),
    async ({ uri }) => {
      const path = host.pathOf(uri);
      if (path === undefined) {
        return { samples: [], testCases: [], problems: [] };
      }
      const found = await findProject(path, host.files);
      const { file, mocks, functions, samples, testCases } = found;
      return {
        samples,
        testCases,
        problems: problemLines(found),
        ...(file !== undefined && { project: { file, mocks, functions } }),
      };
    },
  );
}

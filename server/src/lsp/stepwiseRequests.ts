import type { Connection } from 'vscode-languageserver';
import { readRecording } from '../execution/adopt/recording';
import { sketch } from '../execution/adopt/sketch';
import { convertFormat } from '../features/convert/convertFormat';
import { inputFaults } from '../features/inputFaults';
import { stateAt } from '../features/stateAt';
import { draw } from '../graph/draw';
import { createLayoutCache, type LayoutCache } from '../graph/layout';
import { findProject, problemLines } from '../project/samples';
import type {
  ConvertAnswer,
  ConvertParams,
  GraphAnswer,
  GraphParams,
  InputFaultsAnswer,
  InputFaultsParams,
  SamplesAnswer,
  SamplesParams,
  SketchAnswer,
  SketchParams,
  StateAtAnswer,
  StateAtParams,
  StateMachinesAnswer,
  StateMachinesParams,
  StateRangeAnswer,
  StateRangeParams,
} from '../protocol';
import { readJson } from '../source/json';
import { toRange } from './convert';
import { fileBeside } from './fileBeside';
import type { Documents, OpenDocument } from './documents';
import { answering } from './failure';
import type { Host } from './host';

/** Our own requests (protocol.ts): the graph, where its states are in the text, and what a definition can be run with. */
export function registerStepwiseRequests(connection: Connection, documents: Documents, host: Host): void {
  /** By document, so that typing lays out only the scopes that change. */
  const layouts = new WeakMap<object, Map<string, LayoutCache>>();

  const answer = answering(connection);

  function on<P, R>(method: string, none: R, of: (params: P) => R | Promise<R>): void {
    connection.onRequest(method, answer<P, R>(method, none, of));
  }

  on<GraphParams, GraphAnswer>(
    'stepwise/graph',
    { version: 0, message: 'The graph could not be drawn; the output of Stepwise says why.' },
    ({ uri, stateMachine }) => {
      const document = documents.get(uri);
      if (!document) {
        return { version: 0, message: 'The document is not open in the editor, or it is no state machine.' };
      }
      const { version } = document;
      const part = document.partOf(stateMachine);
      if (!part) {
        return { version, message: withoutDefinition(document, stateMachine) };
      }
      const { analysis, text } = part;
      const ofDocument = layouts.get(document.source) ?? new Map<string, LayoutCache>();
      layouts.set(document.source, ofDocument);
      const layout = ofDocument.get(stateMachine ?? '') ?? createLayoutCache();
      ofDocument.set(stateMachine ?? '', layout);
      const [problem] = analysis.problems;
      // Broken text is drawn as far as it can be read; the page says so beside the picture.
      const message = problem && `Line ${text.rangeOf(problem).start.line + 1}: ${problem.message}`;
      return analysis.machine
        ? { version, picture: draw(analysis, layout), ...(message !== undefined && { message }) }
        : { version, message: 'There is no state machine here yet: an object with "StartAt" and "States" is expected.' };
    },
  );

  on<StateAtParams, StateAtAnswer>('stepwise/stateAt', {}, ({ uri, stateMachine, position }) => {
    const part = documents.get(uri)?.partAt(position);
    const isAsked = stateMachine === undefined || part?.resource?.key === stateMachine;
    return { state: part && isAsked ? stateAt(part.analysis, part.text.offsetAt(position))?.id : undefined };
  });

  on<StateRangeParams, StateRangeAnswer>('stepwise/stateRange', {}, ({ uri, stateMachine, state }) => {
    const part = documents.get(uri)?.partOf(stateMachine);
    const found = part?.analysis.symbols.byId.get(state);
    return part && found ? { selection: toRange(part.text, found.key), range: toRange(part.text, found.member) } : {};
  });

  on<StateMachinesParams, StateMachinesAnswer>('stepwise/stateMachines', { stateMachines: [] }, ({ uri }) => {
    const document = documents.get(uri);
    return { stateMachines: document ? stateMachinesOf(document) : [] };
  });

  on<ConvertParams, ConvertAnswer>(
    'stepwise/convert',
    { refusal: 'The definition could not be converted; the output of Stepwise says why.', losses: [] },
    ({ uri, to }) => {
      const document = documents.get(uri);
      const [part] = document?.parts ?? [];
      if (!document || !part || part.resource || part.analysis.kind !== 'state-machine') {
        return { refusal: 'This is no state machine in a file of its own.', losses: [] };
      }
      const { text } = document;
      const source = text.getText();
      const result = convertFormat(source, to === 'json' ? 'yaml' : 'json', to);
      return 'refusal' in result
        ? { refusal: result.refusal, range: toRange(text, result), losses: [] }
        : {
            text: result.text,
            losses: result.losses.map((loss) => `Line ${text.rangeOf(loss).start.line + 1}: ${loss.message}`),
          };
    },
  );

  on<InputFaultsParams, InputFaultsAnswer>('stepwise/inputFaults', { faults: [] }, ({ uri, stateMachine, input }) => {
    const part = documents.get(uri)?.partOf(stateMachine);
    const { value } = readJson(input);
    return { faults: part?.analysis.machine && value !== undefined ? inputFaults(part.analysis, value) : [] };
  });

  on<SketchParams, SketchAnswer>(
    'stepwise/sketch',
    { refusal: 'The history could not be drawn; the output of Stepwise says why.' },
    ({ text }) => {
      const read = readRecording(text);
      return 'problem' in read ? { refusal: read.problem } : { text: sketch(read.recording).text };
    },
  );

  on<SamplesParams, SamplesAnswer>(
    'stepwise/samples',
    { samples: [], testCases: [], problems: [] },
    async ({ uri, stateMachine }) => {
      const path = host.pathOf(uri);
      if (path === undefined) {
        return { samples: [], testCases: [], problems: [] };
      }
      const found = await findProject(path, host.files, stateMachine);
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

function stateMachinesOf({ text, parts, resources }: OpenDocument): StateMachinesAnswer['stateMachines'] {
  if (resources.length === 0) {
    return parts
      .filter(({ analysis }) => analysis.kind === 'state-machine')
      .map(({ analysis }) => ({ range: toRange(text, { start: 0, end: analysis.text.length }) }));
  }
  return resources.map(({ key, member, definition }) => ({
    stateMachine: key,
    range: toRange(text, member),
    ...(definition.kind === 'file' && { definition: fileBeside(text.uri, definition.path) }),
  }));
}

/** Why there is nothing to draw of a template's state machine. */
function withoutDefinition({ resources }: OpenDocument, stateMachine: string | undefined): string {
  const resource = resources.find(({ key }) => key === stateMachine) ?? resources[0];
  if (!resource) {
    return 'There is no state machine in this document any more.';
  }
  switch (resource.definition.kind) {
    case 'file':
      return `The definition of "${resource.key}" is in the file ${resource.definition.path}: its graph opens from there.`;
    case 'elsewhere':
      return `The definition of "${resource.key}" is not in this template: ${resource.definition.property} only says where the deployment finds it.`;
    default:
      return `"${resource.key}" has no definition yet.`;
  }
}

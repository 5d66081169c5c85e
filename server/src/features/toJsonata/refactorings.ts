import type { Analysis } from '../../analysis/analysis';
import type { State } from '../../asl/ast';
import type { Refactoring } from '../refactor/refactoring';
import { machineToJsonata, stateToJsonata } from './machine';

/** One state in JSONata; the others stay as they are. Absent where it is so already, or nothing in it depends on the language. */
export function stateInJsonata(analysis: Analysis, state: State): Refactoring | undefined {
  if (state.queryLanguage === 'JSONata' || !state.node) {
    return undefined;
  }
  const answer = stateToJsonata(analysis, state);
  const title = `Write "${state.name}" in JSONata`;
  if (!Array.isArray(answer)) {
    return { title, kind: 'rewrite', edits: [], refusal: answer.reason };
  }
  return answer.length === 0 ? undefined : { title, kind: 'rewrite', edits: answer };
}

/** The whole state machine in JSONata; states that have no exact equivalent stay in JSONPath, and the title says so. */
export function machineInJsonata(analysis: Analysis): Refactoring | undefined {
  if (analysis.machine?.queryLanguage !== 'JSONPath' || analysis.symbols.states.length === 0) {
    return undefined;
  }
  const { edits, refused } = machineToJsonata(analysis);
  const [first] = refused;
  const title = 'Write the state machine in JSONata';
  if (!first) {
    return { title, kind: 'rewrite', edits };
  }
  const why = `"${first.state.name}": ${first.reason}`;
  if (edits.length === 0) {
    return { title, kind: 'rewrite', edits, refusal: why };
  }
  const others = refused.length > 1 ? ` and ${refused.length - 1} more` : '';
  return { title: `${title}, except "${first.state.name}"${others} (${first.reason})`, kind: 'rewrite', edits };
}

/** What the benchmark of executions needs, for one bundle. */
export { lower } from '../../server/src/asl/lower';
export { compile } from '../../server/src/execution/compile';
export { VirtualClock } from '../../server/src/runner/clock';
export { Runner } from '../../server/src/runner/runner';
export { readJson } from '../../server/src/source/json';
export { parse } from '../../server/src/source/parse';

/** What the benchmarks of the analysis need, for one bundle; the floors among it, so that they are bundled as what is compared with them. */
export { parseTree } from 'jsonc-parser';
export { parseDocument } from 'yaml';
export { analyze } from '../../server/src/analysis/analyze';
export { reanalyze } from '../../server/src/analysis/reanalyze';
export { complete } from '../../server/src/features/completion/complete';
export { check } from '../../server/src/rules/check';

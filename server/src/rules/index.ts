export { allRules } from './allRules';
export { beforeRun } from './beforeRun';
export type { CheckOptions } from './plan';
export { check, mostImportant } from './check';
export type { Report, Rule } from './rule';

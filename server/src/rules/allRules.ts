import { duplicateStateName } from './duplicateStateName';
import { missingTerminalState } from './missingTerminalState';
import type { Rule } from './rule';
import { unknownTarget } from './unknownTarget';
import { unreachableState } from './unreachableState';

/** Every rule, in the order of docs/rules.md. */
export const allRules: readonly Rule[] = [unknownTarget, unreachableState, missingTerminalState, duplicateStateName];

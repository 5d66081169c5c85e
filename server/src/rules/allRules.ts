import { distributedOnly } from './distributedOnly';
import { duplicateStateName } from './duplicateStateName';
import { expressRestriction } from './expressRestriction';
import { heartbeatTooLong } from './heartbeatTooLong';
import { invalidPath } from './invalidPath';
import { missingTerminalState } from './missingTerminalState';
import { queryLanguageDowngrade } from './queryLanguageDowngrade';
import type { Rule } from './rule';
import { stateNameTooLong } from './stateNameTooLong';
import { statesAllOrder } from './statesAllOrder';
import { unknownTarget } from './unknownTarget';
import { unreachableState } from './unreachableState';

/** Every rule, in the order of docs/rules.md. */
export const allRules: readonly Rule[] = [
  unknownTarget,
  unreachableState,
  missingTerminalState,
  duplicateStateName,
  stateNameTooLong,
  queryLanguageDowngrade,
  invalidPath,
  statesAllOrder,
  heartbeatTooLong,
  distributedOnly,
  expressRestriction,
];

import { distributedOnly } from './distributedOnly';
import { dollarKeyInJsonata } from './dollarKeyInJsonata';
import { duplicateStateName } from './duplicateStateName';
import { expressRestriction } from './expressRestriction';
import { expressionAsText } from './expressionAsText';
import { heartbeatTooLong } from './heartbeatTooLong';
import { invalidJsonata } from './invalidJsonata';
import { invalidPath } from './invalidPath';
import { invalidReferencePath } from './invalidReferencePath';
import { invalidResource } from './invalidResource';
import { invalidVariableName } from './invalidVariableName';
import { missingTerminalState } from './missingTerminalState';
import { noDollar } from './noDollar';
import { outerVariableAssigned } from './outerVariableAssigned';
import { passResultIsStatic } from './passResultIsStatic';
import { possiblyUndefinedVariable } from './possiblyUndefinedVariable';
import { queryLanguageDowngrade } from './queryLanguageDowngrade';
import type { Rule } from './rule';
import { stateNameTooLong } from './stateNameTooLong';
import { statesAllOrder } from './statesAllOrder';
import { tokenNotPassed } from './tokenNotPassed';
import { unclosedPlaceholder } from './unclosedPlaceholder';
import { undefinedVariable } from './undefinedVariable';
import { unknownFunction } from './unknownFunction';
import { unknownIntegration } from './unknownIntegration';
import { unknownTarget } from './unknownTarget';
import { unreachableState } from './unreachableState';
import { unsupportedJsonata } from './unsupportedJsonata';

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
  invalidJsonata,
  unsupportedJsonata,
  unknownFunction,
  expressionAsText,
  noDollar,
  passResultIsStatic,
  dollarKeyInJsonata,
  undefinedVariable,
  possiblyUndefinedVariable,
  outerVariableAssigned,
  invalidVariableName,
  invalidResource,
  unclosedPlaceholder,
  unknownIntegration,
  tokenNotPassed,
  invalidReferencePath,
];

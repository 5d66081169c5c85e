import { distributedOnly } from './distributedOnly';
import { dollarKeyInJsonata } from './dollarKeyInJsonata';
import { duplicateLabel } from './duplicateLabel';
import { duplicateStateName } from './duplicateStateName';
import { executionTypeMissing } from './executionTypeMissing';
import { expressRestriction } from './expressRestriction';
import { expressionAsText } from './expressionAsText';
import { heartbeatTooLong } from './heartbeatTooLong';
import { intrinsicArgument } from './intrinsicArgument';
import { invalidJsonata } from './invalidJsonata';
import { invalidPath } from './invalidPath';
import { invalidReferencePath } from './invalidReferencePath';
import { invalidResource } from './invalidResource';
import { invalidVariableName } from './invalidVariableName';
import { itemReaderConfig } from './itemReaderConfig';
import { missingTerminalState } from './missingTerminalState';
import { noDollar } from './noDollar';
import { outerVariableAssigned } from './outerVariableAssigned';
import { passResultIsStatic } from './passResultIsStatic';
import { possiblyUndefinedVariable } from './possiblyUndefinedVariable';
import { queryLanguageDowngrade } from './queryLanguageDowngrade';
import type { Rule } from './rule';
import { serialIteration } from './serialIteration';
import { stateNameTooLong } from './stateNameTooLong';
import { statesAllOrder } from './statesAllOrder';
import { tokenNotPassed } from './tokenNotPassed';
import { toleratedFailureInline } from './toleratedFailureInline';
import { uncatchableError } from './uncatchableError';
import { unclosedPlaceholder } from './unclosedPlaceholder';
import { undefinedVariable } from './undefinedVariable';
import { unknownErrorName } from './unknownErrorName';
import { unknownFunction } from './unknownFunction';
import { unknownIntegration } from './unknownIntegration';
import { unknownTarget } from './unknownTarget';
import { unreachableState } from './unreachableState';
import { unsupportedJsonata } from './unsupportedJsonata';
import { waitInsteadOfRetry } from './waitInsteadOfRetry';

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
  unknownErrorName,
  uncatchableError,
  intrinsicArgument,
  itemReaderConfig,
  executionTypeMissing,
  duplicateLabel,
  toleratedFailureInline,
  serialIteration,
  waitInsteadOfRetry,
];

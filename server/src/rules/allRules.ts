import { accountInArn } from './accountInArn';
import { callbackWithoutHeartbeat } from './callbackWithoutHeartbeat';
import { choiceWithoutDefault } from './choiceWithoutDefault';
import { comparisonNeverMatches } from './comparisonNeverMatches';
import { distributedOnly } from './distributedOnly';
import { dollarKeyInJsonata } from './dollarKeyInJsonata';
import { duplicateLabel } from './duplicateLabel';
import { duplicateStateName } from './duplicateStateName';
import { endlessLoop } from './endlessLoop';
import { executionTypeMissing } from './executionTypeMissing';
import { expressRestriction } from './expressRestriction';
import { expressionAsText } from './expressionAsText';
import { heartbeatTooLong } from './heartbeatTooLong';
import { httpWithoutConnection } from './httpWithoutConnection';
import { idlePass } from './idlePass';
import { intrinsicArgument } from './intrinsicArgument';
import { invalidJsonata } from './invalidJsonata';
import { invalidPath } from './invalidPath';
import { invalidReferencePath } from './invalidReferencePath';
import { invalidResource } from './invalidResource';
import { invalidVariableName } from './invalidVariableName';
import { itemReaderConfig } from './itemReaderConfig';
import { machineWithoutComment } from './machineWithoutComment';
import { missingTerminalState } from './missingTerminalState';
import { noDollar } from './noDollar';
import { outerVariableAssigned } from './outerVariableAssigned';
import { passChain } from './passChain';
import { passResultIsStatic } from './passResultIsStatic';
import { passwordInDefinition } from './passwordInDefinition';
import { pathNeverExists } from './pathNeverExists';
import { polling } from './polling';
import { possiblyUndefinedVariable } from './possiblyUndefinedVariable';
import { queryLanguageDowngrade } from './queryLanguageDowngrade';
import { retryOfRetries } from './retryOfRetries';
import type { Rule } from './rule';
import { secretInDefinition } from './secretInDefinition';
import { serialIteration } from './serialIteration';
import { shadowedChoiceRule } from './shadowedChoiceRule';
import { shadowedError } from './shadowedError';
import { stateNameTooLong } from './stateNameTooLong';
import { statesAllOrder } from './statesAllOrder';
import { swallowedError } from './swallowedError';
import { taskWithoutCatch } from './taskWithoutCatch';
import { taskWithoutRetry } from './taskWithoutRetry';
import { taskWithoutTimeout } from './taskWithoutTimeout';
import { tightPolling } from './tightPolling';
import { timeoutBelowJob } from './timeoutBelowJob';
import { tokenNotPassed } from './tokenNotPassed';
import { toleratedFailureInline } from './toleratedFailureInline';
import { uncatchableError } from './uncatchableError';
import { unclearStateName } from './unclearStateName';
import { unclosedPlaceholder } from './unclosedPlaceholder';
import { undefinedVariable } from './undefinedVariable';
import { unknownErrorName } from './unknownErrorName';
import { unknownFunction } from './unknownFunction';
import { unknownIntegration } from './unknownIntegration';
import { unknownTarget } from './unknownTarget';
import { unlimitedConcurrency } from './unlimitedConcurrency';
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
  taskWithoutRetry,
  taskWithoutCatch,
  taskWithoutTimeout,
  callbackWithoutHeartbeat,
  choiceWithoutDefault,
  shadowedChoiceRule,
  shadowedError,
  endlessLoop,
  retryOfRetries,
  timeoutBelowJob,
  unlimitedConcurrency,
  polling,
  tightPolling,
  passChain,
  idlePass,
  secretInDefinition,
  passwordInDefinition,
  accountInArn,
  httpWithoutConnection,
  machineWithoutComment,
  unclearStateName,
  swallowedError,
  pathNeverExists,
  comparisonNeverMatches,
];

import { accountInArn } from './accountInArn';
import { arithmeticWithText } from './arithmeticWithText';
import { beyondExpressLimit } from './beyondExpressLimit';
import { callbackWithoutHeartbeat } from './callbackWithoutHeartbeat';
import { choiceWithoutDefault } from './choiceWithoutDefault';
import { comparisonNeverMatches } from './comparisonNeverMatches';
import { definitionTooLarge } from './definitionTooLarge';
import { delayBelowInterval } from './delayBelowInterval';
import { deprecatedField } from './deprecatedField';
import { distributedOnly } from './distributedOnly';
import { dollarKeyInJsonata } from './dollarKeyInJsonata';
import { duplicateLabel } from './duplicateLabel';
import { duplicateStateName } from './duplicateStateName';
import { duplicateTemplateKey } from './duplicateTemplateKey';
import { endlessLoop } from './endlessLoop';
import { credentialsForActivity } from './credentialsForActivity';
import { executionTypeMissing } from './executionTypeMissing';
import { expressionAsText } from './expressionAsText';
import { expressionOfWrongType } from './expressionOfWrongType';
import { expressRestriction } from './expressRestriction';
import { fitsExpress } from './fitsExpress';
import { functionInPath } from './functionInPath';
import { heartbeatTooLong } from './heartbeatTooLong';
import { historyGrowth } from './historyGrowth';
import { httpWithoutConnection } from './httpWithoutConnection';
import { idlePass } from './idlePass';
import { independentTasks } from './independentTasks';
import { intrinsicArgument } from './intrinsicArgument';
import { intrinsicFails } from './intrinsicFails';
import { invalidJsonata } from './invalidJsonata';
import { invalidPath } from './invalidPath';
import { invalidReferencePath } from './invalidReferencePath';
import { invalidResource } from './invalidResource';
import { invalidVariableName } from './invalidVariableName';
import { itemReaderConfig } from './itemReaderConfig';
import { jsonataFails } from './jsonataFails';
import { machineWithoutComment } from './machineWithoutComment';
import { machineWithoutTimeout } from './machineWithoutTimeout';
import { missingParameter } from './missingParameter';
import { missingTerminalState } from './missingTerminalState';
import { noDollar } from './noDollar';
import { pathAsText } from './pathAsText';
import { noLogging } from './noLogging';
import { noTracing } from './noTracing';
import { outerVariableAssigned } from './outerVariableAssigned';
import { parameterOfWrongType } from './parameterOfWrongType';
import { passChain } from './passChain';
import { passResultIsStatic } from './passResultIsStatic';
import { passwordInDefinition } from './passwordInDefinition';
import { pathNeverExists } from './pathNeverExists';
import { pathOfWrongType } from './pathOfWrongType';
import { payloadTooLarge } from './payloadTooLarge';
import { personalData } from './personalData';
import { polling } from './polling';
import { possiblyUndefinedVariable } from './possiblyUndefinedVariable';
import { queryLanguageDowngrade } from './queryLanguageDowngrade';
import { resultOverwritten } from './resultOverwritten';
import { resultWriterConfig } from './resultWriterConfig';
import { retryOfRetries } from './retryOfRetries';
import { roleWithWildcard } from './roleWithWildcard';
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
import { timeoutBeyondMachine } from './timeoutBeyondMachine';
import { tokenNotPassed } from './tokenNotPassed';
import { toleratedFailureInline } from './toleratedFailureInline';
import { uncatchableError } from './uncatchableError';
import { unclearStateName } from './unclearStateName';
import { unclosedPlaceholder } from './unclosedPlaceholder';
import { undefinedVariable } from './undefinedVariable';
import { unknownContextField } from './unknownContextField';
import { unknownErrorName } from './unknownErrorName';
import { unknownFunction } from './unknownFunction';
import { unknownIntegration } from './unknownIntegration';
import { unknownParameter } from './unknownParameter';
import { unknownTarget } from './unknownTarget';
import { unknownVersion } from './unknownVersion';
import { unlimitedConcurrency } from './unlimitedConcurrency';
import { unreachableState } from './unreachableState';
import { unsupportedJsonata } from './unsupportedJsonata';
import { unusedRoleAction } from './unusedRoleAction';
import { variableAsText } from './variableAsText';
import { waitInsteadOfRetry } from './waitInsteadOfRetry';

/** Every rule, in the order of docs/rules.md. */
export const allRules: readonly Rule[] = [
  unknownTarget,
  unreachableState,
  missingTerminalState,
  duplicateStateName,
  stateNameTooLong,
  definitionTooLarge,
  queryLanguageDowngrade,
  invalidPath,
  functionInPath,
  statesAllOrder,
  heartbeatTooLong,
  distributedOnly,
  expressRestriction,
  beyondExpressLimit,
  invalidJsonata,
  unsupportedJsonata,
  unknownFunction,
  expressionAsText,
  expressionOfWrongType,
  arithmeticWithText,
  pathOfWrongType,
  noDollar,
  pathAsText,
  variableAsText,
  duplicateTemplateKey,
  passResultIsStatic,
  dollarKeyInJsonata,
  undefinedVariable,
  possiblyUndefinedVariable,
  outerVariableAssigned,
  invalidVariableName,
  invalidResource,
  unclosedPlaceholder,
  unknownIntegration,
  missingParameter,
  unknownParameter,
  parameterOfWrongType,
  credentialsForActivity,
  tokenNotPassed,
  invalidReferencePath,
  unknownContextField,
  unknownErrorName,
  unknownVersion,
  uncatchableError,
  intrinsicArgument,
  intrinsicFails,
  jsonataFails,
  itemReaderConfig,
  resultWriterConfig,
  executionTypeMissing,
  duplicateLabel,
  toleratedFailureInline,
  serialIteration,
  independentTasks,
  waitInsteadOfRetry,
  taskWithoutRetry,
  taskWithoutCatch,
  taskWithoutTimeout,
  callbackWithoutHeartbeat,
  choiceWithoutDefault,
  shadowedChoiceRule,
  shadowedError,
  delayBelowInterval,
  endlessLoop,
  historyGrowth,
  retryOfRetries,
  timeoutBelowJob,
  timeoutBeyondMachine,
  unlimitedConcurrency,
  polling,
  tightPolling,
  passChain,
  fitsExpress,
  idlePass,
  secretInDefinition,
  passwordInDefinition,
  personalData,
  roleWithWildcard,
  unusedRoleAction,
  accountInArn,
  httpWithoutConnection,
  machineWithoutComment,
  machineWithoutTimeout,
  noLogging,
  noTracing,
  unclearStateName,
  deprecatedField,
  swallowedError,
  pathNeverExists,
  payloadTooLarge,
  resultOverwritten,
  comparisonNeverMatches,
];

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { BreakpointMode, FailureFilter } from '../breakpoints';

const names = 'Names of errors: States.Timeout, Lambda.*; or an expression.';

/** Failures to stop at, as the user sees them in the list of breakpoints. */
export const failureFilters: readonly (DebugProtocol.ExceptionBreakpointsFilter & { readonly filter: FailureFilter })[] = [
  {
    filter: 'uncaught',
    label: 'Uncaught errors',
    description: 'Stops where an error ends a branch, an iteration or the execution.',
    default: true,
    supportsCondition: true,
    conditionDescription: names,
  },
  {
    filter: 'caught',
    label: 'Caught errors',
    description: 'Stops where an error is taken by a Catch.',
    supportsCondition: true,
    conditionDescription: names,
  },
  {
    filter: 'retried',
    label: 'Retried errors',
    description: 'Stops where an error is followed by a retry.',
    supportsCondition: true,
    conditionDescription: names,
  },
  {
    filter: 'predefined',
    label: 'Errors of Step Functions (States.*)',
    description: 'Stops at every error whose name begins with States., whatever becomes of it.',
    supportsCondition: true,
    conditionDescription: names,
  },
  {
    filter: 'fail',
    label: 'Fail states',
    description: 'Stops where a Fail state fails.',
    supportsCondition: true,
    conditionDescription: names,
  },
];

/** Which moment of the state on a line a breakpoint means; without one it is the place that is written there. */
const modes: readonly (DebugProtocol.BreakpointMode & { readonly mode: BreakpointMode })[] = [
  { mode: 'enter', label: 'Entry', description: 'Stops when the state is entered.', appliesTo: ['source'] },
  { mode: 'exit', label: 'Exit', description: 'Stops when the state is left.', appliesTo: ['source'] },
  {
    mode: 'edge',
    label: 'Transition',
    description: 'Stops when the execution goes on from the state, whichever way.',
    appliesTo: ['source'],
  },
];

/** What this adapter does; nothing else is promised. */
export const capabilities: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsFunctionBreakpoints: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsDataBreakpoints: true,
  supportsEvaluateForHovers: true,
  supportsClipboardContext: true,
  supportsBreakpointLocationsRequest: true,
  supportsExceptionInfoRequest: true,
  supportsExceptionFilterOptions: true,
  supportsExceptionOptions: true,
  supportsRestartRequest: true,
  supportsRestartFrame: true,
  supportsStepBack: true,
  supportsStepInTargetsRequest: true,
  supportsSteppingGranularity: true,
  supportsSingleThreadExecutionRequests: true,
  supportsGotoTargetsRequest: true,
  supportsSetVariable: true,
  supportsSetExpression: true,
  supportsTerminateRequest: true,
  supportsTerminateThreadsRequest: true,
  supportsLoadedSourcesRequest: true,
  supportsDelayedStackTraceLoading: true,
  supportsCompletionsRequest: true,
  completionTriggerCharacters: ['$', '.', '[', '{'],
  supportsANSIStyling: true,
  supportsModulesRequest: true,
  supportedChecksumAlgorithms: ['SHA256'],
  supportTerminateDebuggee: true,
  supportsInstructionBreakpoints: true,
  supportsCancelRequest: true,
  breakpointModes: [...modes],
  exceptionBreakpointFilters: [...failureFilters],
};

/** What a session does that is attached to executions of others: they are not restarted, and outlive it unless they are ended with it. */
export const attachedCapabilities: DebugProtocol.Capabilities = {
  ...capabilities,
  supportsRestartRequest: false,
  supportTerminateDebuggee: true,
};

/** Requests that a client makes by itself, and often: their failures are not put before the user. */
export const quiet: ReadonlySet<string> = new Set([
  'scopes',
  'variables',
  'evaluate',
  'completions',
  'stackTrace',
  'threads',
  'breakpointLocations',
  'dataBreakpointInfo',
  'stepInTargets',
  'exceptionInfo',
  'stepwise/text',
  'stepwise/inlineValues',
  'stepwise/execution',
  'stepwise/timeline',
]);

/** Requests that are about one execution. */
export const aboutExecution: ReadonlySet<string> = new Set([
  'stackTrace',
  'scopes',
  'variables',
  'evaluate',
  'exceptionInfo',
  'continue',
  'next',
  'stepIn',
  'stepOut',
  'stepInTargets',
  'pause',
  'stepBack',
  'reverseContinue',
  'restartFrame',
  'gotoTargets',
  'goto',
  'setVariable',
  'setExpression',
  'terminateThreads',
  'completions',
  'stepwise/answerTask',
  'stepwise/inlineValues',
  'stepwise/execution',
  'stepwise/timeline',
  'stepwise/seek',
  'stepwise/keepExecution',
  'stepwise/keepAnswer',
]);

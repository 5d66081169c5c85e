import type { DebugProtocol } from '@vscode/debugprotocol';
import type { FailureFilter } from './breakpoints';

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
  exceptionBreakpointFilters: [...failureFilters],
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
  'stepwise/timeline',
]);

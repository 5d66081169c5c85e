import type { DebugProtocol } from '@vscode/debugprotocol';
import type { FailureFilter } from './debugger';

/** Failures to stop at, as the user sees them in the list of breakpoints. */
export const failureFilters: readonly (DebugProtocol.ExceptionBreakpointsFilter & { readonly filter: FailureFilter })[] = [
  {
    filter: 'uncaught',
    label: 'Uncaught errors',
    description: 'Stops where an error ends a branch, an iteration or the execution.',
    default: true,
  },
  { filter: 'caught', label: 'Caught errors', description: 'Stops where an error is taken by a Catch.' },
  { filter: 'retried', label: 'Retried errors', description: 'Stops where an error is followed by a retry.' },
];

/** What this adapter does; nothing else is promised. */
export const capabilities: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsEvaluateForHovers: true,
  supportsClipboardContext: true,
  supportsBreakpointLocationsRequest: true,
  supportsExceptionInfoRequest: true,
  supportsRestartRequest: true,
  supportsTerminateRequest: true,
  supportsDelayedStackTraceLoading: true,
  supportsANSIStyling: true,
  exceptionBreakpointFilters: [...failureFilters],
};

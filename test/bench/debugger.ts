/** What the benchmark of the debugger needs, for one bundle. */
export { Session } from '../../server/src/debug/session/session';

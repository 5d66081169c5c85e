import type { Evaluate, Evaluated } from '../execution/command';
export function evaluateJsonata(_request: Evaluate): Promise<Evaluated> {
  return Promise.resolve({ error: 'JSONata is not evaluated yet.' });
}

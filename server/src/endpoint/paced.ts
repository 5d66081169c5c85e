import type { TaskBinding } from '../runner/tasks/binding';
import type { Seat } from './timeline';

/** A binding whose tasks take real time: while one is under way, the virtual time keeps real pace. */
export function paced(binding: TaskBinding, seat: Seat): TaskBinding {
  return {
    prepare: (request, evaluate) => binding.prepare?.(request, evaluate),
    functionOf: (resource, parameters) => binding.functionOf?.(resource, parameters),
    perform(request, signal, progress) {
      const answer = binding.perform(request, signal, progress);
      if (answer instanceof Promise) {
        const end = seat.under('real');
        // The execution takes its answer before time goes on.
        const ended = (): void => void setImmediate(end);
        answer.then(ended, ended);
      }
      return answer;
    },
  };
}

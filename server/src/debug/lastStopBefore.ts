import type { Debugger } from './debugger';
import { type Position, type Stop, isBefore } from './stop';

/** The last place before a cursor at which it would have stopped; `judge` answers its questions. The cursor stands anywhere afterwards. */
export async function lastStopBefore(
  cursor: Debugger,
  judge: () => Promise<Stop | undefined>,
): Promise<{ readonly at: Position; readonly stop: Stop } | undefined> {
  let limit = cursor.position;
  const { start } = cursor;
  for (const from of cursor.pointsBefore) {
    cursor.seek(from);
    cursor.go({ kind: 'continue' });
    let last: { readonly at: Position; readonly stop: Stop } | undefined;
    while (isBefore(cursor.position, limit)) {
      const plain = cursor.forward(limit);
      const isAsked = cursor.question !== undefined;
      const stop = plain ?? (await judge());
      if (stop && isBefore(cursor.position, limit)) {
        last = { at: cursor.position, stop };
      }
      if (!stop && !isAsked) {
        break;
      }
      cursor.go({ kind: 'continue' });
    }
    if (last) {
      return last;
    }
    // What stands exactly at the checkpoint belongs to the part before it.
    limit = { events: from.events, inner: 1 };
    if (!isBefore(start, from)) {
      break;
    }
  }
  return undefined;
}

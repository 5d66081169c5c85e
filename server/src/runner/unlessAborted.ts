/** What comes of a promise; undefined where `signal` aborts before. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
  return new Promise((resolve) => {
    const abort = (): void => resolve(undefined);
    signal?.addEventListener('abort', abort);
    void promise.then((value) => {
      signal?.removeEventListener('abort', abort);
      resolve(value);
    });
  });
}

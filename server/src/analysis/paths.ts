import { parsePath } from '../asl/jsonPath';

const paths = new Map<string, ReturnType<typeof parsePath>>();
/** So many distinct paths are remembered. */
const maxPaths = 20_000;

/** Parses a path; they repeat, and each distinct text is parsed once. */
export function readPath(text: string): ReturnType<typeof parsePath> {
  let parsed = paths.get(text);
  if (!parsed) {
    parsed = parsePath(text);
    if (paths.size >= maxPaths) {
      paths.delete(paths.keys().next().value!);
    }
    paths.set(text, parsed);
  }
  return parsed;
}

import { TextCache } from '../source/textCache';
import { parseIntrinsic } from './intrinsics';
import { parsePath } from './jsonPath';

/** Characters of texts whose readings are remembered: some 20,000 paths, a few hundred bytes each. */
const most = 1_000_000;
const paths = new TextCache(parsePath, most);
const intrinsics = new TextCache(parseIntrinsic, most);

/** Parses a path; they repeat, and each distinct text is parsed once. */
export function readPath(text: string): ReturnType<typeof parsePath> {
  return paths.of(text);
}

/** Parses a call of an intrinsic function, each distinct text once. */
export function readIntrinsic(text: string): ReturnType<typeof parseIntrinsic> {
  return intrinsics.of(text);
}

import type { Problem } from './node';

// Present in Node and in every browser and worker; declared here because the core is compiled without their libraries.
declare const TextDecoder: new (label: string, options?: { fatal?: boolean }) => { decode(bytes: Uint8Array): string };

const replacement = '\uFFFD';

/**
 * The text of a file: without its byte order mark, each invalid byte sequence as U+FFFD, both reported as problems.
 * Offsets of the problems are UTF-16 offsets of the answered text.
 */
export function decodeUtf8(bytes: Uint8Array): { readonly text: string; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    problems.push(byteOrderMark(0, 0));
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), problems };
  } catch {
    const text = new TextDecoder('utf-8').decode(bytes);
    const at = text.indexOf(replacement);
    problems.push({
      code: 'invalid-encoding',
      message: 'The file is not valid UTF-8: the bytes here are no character. Save it as UTF-8.',
      start: at,
      end: at + 1,
    });
    return { text, problems };
  }
}

/** The problem of a byte order mark in that span. */
export function byteOrderMark(start: number, end: number): Problem {
  return {
    code: 'byte-order-mark',
    message:
      'The file begins with a byte order mark, which JSON does not have (RFC 8259, section 8.1). Save it as UTF-8 without BOM.',
    start,
    end,
  };
}

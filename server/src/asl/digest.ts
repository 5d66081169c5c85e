/**
 * Hashes and Base64 of texts (UTF-8), in plain code: the core runs where neither Node's crypto nor a synchronous Web
 * Crypto is there. RFC 1321 (MD5), FIPS 180-4 (SHA), RFC 4648 (Base64).
 */

/** The hash of `text`, hexadecimal; undefined for an algorithm that is not MD5, SHA-1, SHA-256, SHA-384 or SHA-512. */
export function hash(text: string, algorithm: string): string | undefined {
  const bytes = utf8(text);
  switch (algorithm) {
    case 'MD5':
      return md5(bytes);
    case 'SHA-1':
      return sha1(bytes);
    case 'SHA-256':
      return sha256(bytes);
    case 'SHA-384':
      return sha512(bytes, iv384).slice(0, 96);
    case 'SHA-512':
      return sha512(bytes, iv512);
    default:
      return undefined;
  }
}

/** UTF-8 bytes; lone surrogates become U+FFFD. */
export function utf8(text: string): number[] {
  const bytes: number[] = [];
  for (const char of text) {
    let code = char.codePointAt(0)!;
    if (code >= 0xd800 && code <= 0xdfff) {
      code = 0xfffd;
    }
    if (code < 0x80) {
      bytes.push(code);
    } else if (code < 0x800) {
      bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    } else if (code < 0x10000) {
      bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    } else {
      bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    }
  }
  return bytes;
}

function fromUtf8(bytes: readonly number[]): string {
  let text = '';
  for (let i = 0; i < bytes.length;) {
    const lead = bytes[i]!;
    const length =
      lead < 0x80 ? 1 : lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
    let code = length === 1 ? lead : lead & (0xff >> (length + 1));
    let valid = length > 0 && i + length <= bytes.length;
    for (let k = 1; valid && k < length; k++) {
      const next = bytes[i + k]!;
      valid = (next & 0xc0) === 0x80;
      code = (code << 6) | (next & 63);
    }
    text += valid && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
    i += valid ? length : 1;
  }
  return text;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function toBase64(text: string): string {
  const bytes = utf8(text);
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b, c] = [bytes[i]!, bytes[i + 1], bytes[i + 2]];
    out += alphabet[a >> 2]! + alphabet[((a & 3) << 4) | ((b ?? 0) >> 4)]!;
    out += b === undefined ? '=' : alphabet[((b & 15) << 2) | ((c ?? 0) >> 6)]!;
    out += c === undefined ? '=' : alphabet[c & 63]!;
  }
  return out;
}

/** The text; undefined when `base64` is none. */
export function fromBase64(base64: string): string | undefined {
  const body = base64.replace(/={0,2}$/, '');
  if (/[^A-Za-z0-9+/]/.test(body) || body.length % 4 === 1) {
    return undefined;
  }
  const bytes: number[] = [];
  let bits = 0;
  let count = 0;
  for (const char of body) {
    bits = ((bits << 6) | alphabet.indexOf(char)) & 0xffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes.push((bits >> count) & 0xff);
    }
  }
  return fromUtf8(bytes);
}

/** The message padded to blocks of `block` bytes, its length in bits at the end. */
function padded(bytes: readonly number[], block: number, lengthBytes: number, bigEndian: boolean): number[] {
  const out = [...bytes, 0x80];
  while (out.length % block !== block - lengthBytes) {
    out.push(0);
  }
  const bits = BigInt(bytes.length) * 8n;
  const length = Array.from({ length: lengthBytes }, (_, i) => Number((bits >> BigInt(8 * i)) & 0xffn));
  return [...out, ...(bigEndian ? length.reverse() : length)];
}

const rotate = (x: number, n: number): number => (x << n) | (x >>> (32 - n));
const word = (b: readonly number[], i: number): number => (b[i]! << 24) | (b[i + 1]! << 16) | (b[i + 2]! << 8) | b[i + 3]!;
const hex = (words: readonly number[]): string => words.map((w) => (w >>> 0).toString(16).padStart(8, '0')).join('');

function md5(bytes: readonly number[]): string {
  const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
  const state = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476];
  const data = padded(bytes, 64, 8, false);
  for (let offset = 0; offset < data.length; offset += 64) {
    let [a, b, c, d] = state as [number, number, number, number];
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      const f = round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d);
      const g = round === 0 ? i : round === 1 ? (5 * i + 1) % 16 : round === 2 ? (3 * i + 5) % 16 : (7 * i) % 16;
      const at = offset + 4 * g;
      const m = data[at]! | (data[at + 1]! << 8) | (data[at + 2]! << 16) | (data[at + 3]! << 24);
      const k = Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0;
      const next = (b + rotate((a + f + k + m) | 0, shifts[round * 4 + (i % 4)]!)) | 0;
      [a, d, c, b] = [d, c, b, next];
    }
    [a, b, c, d].forEach((v, i) => (state[i] = (state[i]! + v) | 0));
  }
  return hex(state.map((w) => ((w & 0xff) << 24) | ((w & 0xff00) << 8) | ((w >>> 8) & 0xff00) | (w >>> 24)));
}

function sha1(bytes: readonly number[]): string {
  const state = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476, 0xc3d2e1f0 | 0];
  const data = padded(bytes, 64, 8, true);
  for (let offset = 0; offset < data.length; offset += 64) {
    const w = Array.from({ length: 16 }, (_, i) => word(data, offset + 4 * i));
    let [a, b, c, d, e] = state as [number, number, number, number, number];
    for (let i = 0; i < 80; i++) {
      if (i >= 16) {
        w.push(rotate(w[i - 3]! ^ w[i - 8]! ^ w[i - 14]! ^ w[i - 16]!, 1));
      }
      const [f, k] =
        i < 20
          ? [(b & c) | (~b & d), 0x5a827999]
          : i < 40
            ? [b ^ c ^ d, 0x6ed9eba1]
            : i < 60
              ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc]
              : [b ^ c ^ d, 0xca62c1d6];
      const next = (rotate(a, 5) + f + e + k + w[i]!) | 0;
      [e, d, c, b, a] = [d, c, rotate(b, 30), a, next];
    }
    [a, b, c, d, e].forEach((v, i) => (state[i] = (state[i]! + v) | 0));
  }
  return hex(state);
}

function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) {
    if (found.every((p) => n % p !== 0)) {
      found.push(n);
    }
  }
  return found;
}

const mask = (1n << 64n) - 1n;

/** The first 64 bits of the fraction of the `root`th root of `n`. */
function fraction(n: number, root: 2n | 3n): bigint {
  const target = BigInt(n) << (64n * root);
  let low = 0n;
  let high = 1n << 70n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** root <= target) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low & mask;
}

const k512 = primes(80).map((p) => fraction(p, 3n));
const iv512 = primes(8).map((p) => fraction(p, 2n));
const iv384 = primes(16)
  .slice(8)
  .map((p) => fraction(p, 2n));
const k256 = k512.slice(0, 64).map((k) => Number(k >> 32n) | 0);

function sha256(bytes: readonly number[]): string {
  const state = iv512.map((v) => Number(v >> 32n) | 0);
  const data = padded(bytes, 64, 8, true);
  const right = (x: number, n: number): number => rotate(x, 32 - n);
  for (let offset = 0; offset < data.length; offset += 64) {
    const w = Array.from({ length: 16 }, (_, i) => word(data, offset + 4 * i));
    let [a, b, c, d, e, f, g, h] = state as [number, number, number, number, number, number, number, number];
    for (let i = 0; i < 64; i++) {
      if (i >= 16) {
        const [x, y] = [w[i - 15]!, w[i - 2]!];
        w.push(
          (w[i - 16]! + (right(x, 7) ^ right(x, 18) ^ (x >>> 3)) + w[i - 7]! + (right(y, 17) ^ right(y, 19) ^ (y >>> 10))) | 0,
        );
      }
      const t1 = (h + (right(e, 6) ^ right(e, 11) ^ right(e, 25)) + ((e & f) ^ (~e & g)) + k256[i]! + w[i]!) | 0;
      const t2 = ((right(a, 2) ^ right(a, 13) ^ right(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((v, i) => (state[i] = (state[i]! + v) | 0));
  }
  return hex(state);
}

function sha512(bytes: readonly number[], iv: readonly bigint[]): string {
  const state = [...iv];
  const data = padded(bytes, 128, 16, true);
  const right = (x: bigint, n: bigint): bigint => (x >> n) | ((x << (64n - n)) & mask);
  for (let offset = 0; offset < data.length; offset += 128) {
    const w = Array.from(
      { length: 16 },
      (_, i) => (BigInt(word(data, offset + 8 * i) >>> 0) << 32n) | BigInt(word(data, offset + 8 * i + 4) >>> 0),
    );
    let [a, b, c, d, e, f, g, h] = state as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];
    for (let i = 0; i < 80; i++) {
      if (i >= 16) {
        const [x, y] = [w[i - 15]!, w[i - 2]!];
        const s0 = right(x, 1n) ^ right(x, 8n) ^ (x >> 7n);
        const s1 = right(y, 19n) ^ right(y, 61n) ^ (y >> 6n);
        w.push((w[i - 16]! + s0 + w[i - 7]! + s1) & mask);
      }
      const t1 = h + (right(e, 14n) ^ right(e, 18n) ^ right(e, 41n)) + ((e & f) ^ (~e & mask & g)) + k512[i]! + w[i]!;
      const t2 = (right(a, 28n) ^ right(a, 34n) ^ right(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) & mask, c, b, a, (t1 + t2) & mask];
    }
    [a, b, c, d, e, f, g, h].forEach((v, i) => (state[i] = (state[i]! + v) & mask));
  }
  return state.map((v) => v.toString(16).padStart(16, '0')).join('');
}

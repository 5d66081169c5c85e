import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { parquetReadObjects } from 'hyparquet';
import { type Json, Decimal, draft, fromNumber } from '../../source/json';

/** The rows of a Parquet file as objects. Rejects when it is none, or packed in a way that cannot be read (Zstandard, LZ4). */
export async function parquetRows(bytes: Buffer): Promise<Json[]> {
  if (bytes.subarray(0, 4).toString('latin1') !== 'PAR1') {
    throw new Error('The object is no Parquet file.');
  }
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const compressors = {
    GZIP: (packed: Uint8Array) => new Uint8Array(gunzipSync(packed)),
    BROTLI: (packed: Uint8Array) => new Uint8Array(brotliDecompressSync(packed)),
  };
  const rows = await parquetReadObjects({ file, compressors });
  return rows.map(dataOf);
}

/** A value of a column; recursion is as deep as the schema. */
function dataOf(value: unknown): Json {
  switch (typeof value) {
    case 'bigint': {
      const number = Number(value);
      return Number.isSafeInteger(number) ? number : new Decimal(String(value));
    }
    case 'number':
      return Number.isFinite(value) ? fromNumber(value) : null;
    case 'string':
    case 'boolean':
      return value;
    case 'object': {
      if (value === null) {
        return null;
      }
      if (value instanceof Date) {
        return value.toISOString();
      }
      if (value instanceof Uint8Array) {
        return Buffer.from(value).toString('base64');
      }
      if (Array.isArray(value)) {
        return value.map(dataOf);
      }
      const made = draft();
      for (const [key, member] of Object.entries(value)) {
        made[key] = dataOf(member);
      }
      return made;
    }
    default:
      return null;
  }
}

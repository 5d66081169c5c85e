import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { ServiceModel } from '../../integrations/model';

/**
 * The catalogue's file: four bytes (little-endian) that say how long the index is; the index, JSON under Brotli; then the services, each
 * JSON under Brotli by itself, so that only what is asked for is unpacked.
 */
interface Index {
  readonly version: 1;
  /** By the service's word in `aws-sdk:<word>`: where it begins after the index, and its length. */
  readonly services: Readonly<Record<string, readonly [number, number]>>;
}

/** The bytes of a catalogue of these services. */
export function packCatalogue(services: Iterable<readonly [word: string, model: ServiceModel]>): Buffer {
  const chunks: Buffer[] = [];
  const places: Record<string, readonly [number, number]> = {};
  let end = 0;
  for (const [word, model] of services) {
    const chunk = pack(model);
    places[word] = [end, chunk.length];
    chunks.push(chunk);
    end += chunk.length;
  }
  const index = pack({ version: 1, services: places } satisfies Index);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(index.length);
  return Buffer.concat([length, index, ...chunks]);
}

/** The words of the services that a catalogue has. */
export function servicesOf(bytes: Buffer): string[] {
  return Object.keys(indexOf(bytes).services);
}

function indexOf(bytes: Buffer): Index {
  return unpack(bytes.subarray(4, 4 + bytes.readUInt32LE())) as Index;
}

/** A catalogue in memory: the model of a service by its word, undefined for one that it does not have. */
export function readCatalogue(bytes: Buffer): (word: string) => ServiceModel | undefined {
  const start = 4 + bytes.readUInt32LE();
  const { services } = indexOf(bytes);
  const read = new Map<string, ServiceModel>();
  return (word) => {
    const place = Object.hasOwn(services, word) ? services[word] : undefined;
    if (place && !read.has(word)) {
      read.set(word, unpack(bytes.subarray(start + place[0], start + place[0] + place[1])) as ServiceModel);
    }
    return read.get(word);
  };
}

function pack(value: unknown): Buffer {
  return brotliCompressSync(JSON.stringify(value), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 },
  });
}

function unpack(bytes: Buffer): unknown {
  return JSON.parse(brotliDecompressSync(bytes).toString('utf8'));
}

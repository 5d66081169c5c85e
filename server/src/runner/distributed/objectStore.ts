/** An object as a listing tells of it. */
export interface StoredObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Epoch milliseconds. */
  readonly modified: number;
}

/** What plays S3 for ItemReader and ResultWriter. Its methods reject with an Error that says what S3 would. */
export interface ObjectStore {
  get(bucket: string, key: string): Promise<Buffer>;
  put(bucket: string, key: string, body: string | Buffer): Promise<void>;
  /** By key. */
  list(bucket: string, prefix?: string): Promise<readonly StoredObject[]>;
}

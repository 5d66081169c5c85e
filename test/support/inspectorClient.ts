import { randomBytes } from 'node:crypto';
import http from 'node:http';
import type { Duplex } from 'node:stream';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

/** A debugger of Node.js, as far as tests need one: it speaks to an inspector. https://nodejs.org/api/inspector.html */
export class InspectorClient {
  readonly #answers = new Map<number, (message: Message) => void>();
  readonly #events: Message[] = [];
  #wake: () => void = () => undefined;
  #data: Buffer = Buffer.alloc(0);
  #last = 0;
  /** Settles when the inspector has closed the connection. */
  readonly closed: Promise<void>;

  private constructor(private readonly socket: Duplex) {
    socket.on('data', (data: Buffer) => this.#read(data)).on('error', () => undefined);
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
  }

  static connect(address: string): Promise<InspectorClient> {
    const { hostname, port, pathname } = new URL(address);
    const key = randomBytes(16).toString('base64');
    const headers = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': 13, 'Sec-WebSocket-Key': key };
    return new Promise((resolve, reject) => {
      const request = http.request({ hostname, port, path: pathname, headers });
      request.on('error', reject).on('upgrade', (_response, socket, head) => {
        const client = new InspectorClient(socket);
        client.#read(head);
        resolve(client);
      });
      request.end();
    });
  }

  /** Calls a method of the protocol; answers its result. */
  async send<R>(method: string, params: object = {}): Promise<R> {
    const id = ++this.#last;
    const answer = new Promise<Message>((resolve) => this.#answers.set(id, resolve));
    const text = Buffer.from(JSON.stringify({ id, method, params }));
    const head =
      text.length < 126
        ? Buffer.from([0x81, 0x80 | text.length])
        : Buffer.from([0x81, 0xfe, text.length >> 8, text.length & 255]);
    // Masked by zeros.
    this.socket.write(Buffer.concat([head, Buffer.alloc(4), text]));
    return (await answer).result as R;
  }

  /** The next event of that name; those before it are dropped. */
  async until<P>(method: string): Promise<P> {
    for (;;) {
      const at = this.#events.findIndex((event) => event.method === method);
      if (at >= 0) {
        return this.#events.splice(0, at + 1).at(-1)!.params as P;
      }
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  #read(data: Buffer): void {
    this.#data = Buffer.concat([this.#data, data]);
    for (;;) {
      const short = this.#data.length < 2 ? -1 : this.#data[1]! & 127;
      const head = short === 126 ? 4 : short === 127 ? 10 : 2;
      if (short < 0 || this.#data.length < head) {
        return;
      }
      const length = short === 126 ? this.#data.readUInt16BE(2) : short === 127 ? Number(this.#data.readBigUInt64BE(2)) : short;
      if (this.#data.length < head + length) {
        return;
      }
      const kind = this.#data[0]! & 15;
      const text = this.#data.toString('utf8', head, head + length);
      this.#data = this.#data.subarray(head + length);
      if (kind === 1) {
        this.#hear(JSON.parse(text) as Message);
      } else if (kind === 8) {
        this.socket.end();
      }
    }
  }

  #hear(message: Message): void {
    if (message.id === undefined) {
      this.#events.push(message);
      this.#wake();
      return;
    }
    this.#answers.get(message.id)?.(message);
    this.#answers.delete(message.id);
  }
}

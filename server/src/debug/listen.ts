import { type AddressInfo, type Server, type Socket, createServer } from 'node:net';
import type { DebugHost } from '../runner/overseer';
import { Session } from './session/session';

/** Sessions that a port of this machine takes. */
export interface DebugPort {
  readonly port: number;
  /** Ends all sessions and takes no more. */
  close(): Promise<void>;
}

/**
 * Serves every client that connects to the port (0: any free one) on the loopback interface with a session of its own; with a `host`
 * the sessions are attached to its executions. Rejects when it cannot listen.
 */
export async function listen(port: number, host?: DebugHost): Promise<DebugPort> {
  const sessions = new Set<Session>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('data', (first: Buffer) => {
      socket.pause();
      if (!isProtocol(first)) {
        socket.destroy();
        return;
      }
      const session = new Session(() => {
        sessions.delete(session);
        socket.end();
      }, host);
      sessions.add(session);
      socket.unshift(first);
      session.start(socket, socket);
    });
  });
  await listening(server, port);
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.close();
      await Promise.allSettled([...sessions].map((session) => session.end()));
      sockets.forEach((socket) => socket.end());
    },
  };
}

const header = 'content-length:';

/** A page in a browser can send requests here too, whose body might be messages of ours: they begin otherwise. */
function isProtocol(first: Buffer): boolean {
  const start = first.toString('latin1', 0, header.length).toLowerCase();
  return header.startsWith(start);
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

import { createServer } from 'node:net';
import { Session } from './debug/session';

/** The debug adapter: over stdio, or with `--port N` on the loopback interface. */
function main(args: readonly string[]): void {
  const at = args.indexOf('--port');
  const port = at < 0 ? undefined : Number(args[at + 1]);
  const sessions = new Set<Session>();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      void Promise.allSettled([...sessions].map((session) => session.close())).then(() => process.exit(0));
    });
  }
  if (port === undefined) {
    const session = new Session(() => process.exit(0));
    sessions.add(session);
    session.start(process.stdin, process.stdout);
  } else if (Number.isInteger(port) && port >= 0 && port <= 65_535) {
    listen(port, sessions);
  } else {
    process.stderr.write(`--port needs a number from 0 to 65535, not '${args[at + 1] ?? ''}'.\n`);
    process.exitCode = 2;
  }
}

/** Serves every client that connects with a session of its own. */
function listen(port: number, sessions: Set<Session>): void {
  const server = createServer((socket) => {
    const session = new Session(() => {
      sessions.delete(session);
      socket.end();
    });
    sessions.add(session);
    session.start(socket, socket);
  });
  server.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  });
  server.listen(port, '127.0.0.1', () => {
    const address = server.address();
    process.stderr.write(`Listening on 127.0.0.1:${typeof address === 'object' && address ? address.port : port}\n`);
  });
}

main(process.argv.slice(2));

import { type DebugPort, listen } from './debug/listen';
import { Session } from './debug/session/session';

/** The debug adapter: over stdio, or with `--port N` on the loopback interface. */
async function main(args: readonly string[]): Promise<void> {
  const at = args.indexOf('--port');
  const port = at < 0 ? undefined : Number(args[at + 1]);
  if (port === undefined) {
    // What was said last is written first.
    const session = new Session(() => process.stdout.write('', () => process.exit(0)));
    endWith(() => session.close());
    session.start(process.stdin, process.stdout);
  } else if (Number.isInteger(port) && port >= 0 && port <= 65_535) {
    const opened = await listen(port).catch((error: Error) => error);
    if (opened instanceof Error) {
      refuse(opened.message);
    } else {
      serve(opened);
    }
  } else {
    refuse(`--port needs a number from 0 to 65535, not '${args[at + 1] ?? ''}'.`);
  }
}

function serve(opened: DebugPort): void {
  endWith(() => opened.close());
  process.stderr.write(`Listening on 127.0.0.1:${opened.port}\n`);
}

/** What runs ends before the process does. */
function endWith(close: () => Promise<void>): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => void close().finally(() => process.exit(0)));
  }
}

function refuse(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 2;
}

void main(process.argv.slice(2));

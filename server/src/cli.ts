import { Command, CommanderError } from 'commander';
import { registerConvert } from './cli/convert';
import { registerGraph } from './cli/graph';
import { registerLint } from './cli/lint';
import { registerRun } from './cli/run';
import { registerServe } from './cli/serve';
import { registerTestState } from './cli/testState';

/** Put in by the bundler. */
declare const STEPWISE_VERSION: string | undefined;

// Whoever reads our output may stop reading (`| head`): that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 3));

/** Exit codes: 0 fine, 1 problems found or not succeeded, 2 wrong usage or unreadable file, 3 internal failure. */
async function main(): Promise<void> {
  const program = new Command('stepwise')
    .description('Check, draw and run AWS Step Functions workflows, offline')
    .version(typeof STEPWISE_VERSION === 'string' ? STEPWISE_VERSION : '0.0.0')
    .option('--debug', 'show the stack of an internal failure')
    .exitOverride()
    .configureHelp({ sortSubcommands: true });
  registerLint(program);
  registerConvert(program);
  registerGraph(program);
  registerRun(program);
  registerServe(program);
  registerTestState(program);
  program.commands.forEach((command) => command.exitOverride());
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : 2;
      return;
    }
    const { message, stack } = error as Error;
    process.stderr.write(`stepwise: internal failure: ${program.opts<{ debug?: boolean }>().debug ? stack : message}\n`);
    process.exitCode = 3;
  }
}

void main();

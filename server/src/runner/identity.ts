import type { Command } from '../execution/command';
import { expressSeconds } from '../execution/express';
import type { Program } from '../execution/program';
import { object } from '../source/json';
import { type RandomSource, uuid } from './random';
import type { RunnerOptions } from './runner';

/** Under which names an execution runs, and the command that starts it. */
export interface Identity {
  readonly region: string;
  readonly account: string;
  readonly executionArn: string;
  readonly start: Command;
}

/** The names that the options give, made up where they give none. */
export function identityOf(options: RunnerOptions, random: RandomSource): Identity {
  const region = options.region ?? 'us-east-1';
  const account = options.account ?? '123456789012';
  const machine = options.machineName ?? 'local';
  const name = options.name ?? uuid(random);
  const arn = `arn:aws:states:${region}:${account}`;
  const executionArn =
    options.type === 'EXPRESS' ? `${arn}:express:${machine}:${name}:${uuid(random)}` : `${arn}:execution:${machine}:${name}`;
  const roleArn = options.roleArn ?? `arn:aws:iam::${account}:role/stepwise-local`;
  const context = object([
    [
      'Execution',
      object([
        ['Id', executionArn],
        ['Name', name],
        ['RoleArn', roleArn],
        ['RedriveCount', 0],
      ]),
    ],
    [
      'StateMachine',
      object([
        ['Id', `${arn}:stateMachine:${machine}`],
        ['Name', machine],
      ]),
    ],
    ...Object.entries(options.context ?? {}),
  ]);
  return { region, account, executionArn, start: { type: 'start', input: options.input, roleArn, context } };
}

/** The program with the time limit of its type of execution. */
export function limited(program: Program, type: RunnerOptions['type']): Program {
  return type === 'EXPRESS'
    ? { ...program, timeoutSeconds: Math.min(program.timeoutSeconds ?? expressSeconds, expressSeconds) }
    : program;
}

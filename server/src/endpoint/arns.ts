import { invalidArn } from './apiError';

/** What a Step Functions ARN names. */
export interface Arn {
  readonly text: string;
  readonly kind: 'stateMachine' | 'execution' | 'express' | 'activity' | 'mapRun';
  /** Name of the machine or activity. */
  readonly name: string;
  /** Version or alias of a machine; name of an execution; id of a Map run. */
  readonly qualifier: string | undefined;
  /** Label of a Distributed Map in the machine part: `machine/label`. */
  readonly label: string | undefined;
  /** What stands behind `#`: the test case of a mocked run. */
  readonly testCase: string | undefined;
}

const kinds = ['stateMachine', 'execution', 'express', 'activity', 'mapRun'] as const;

/** Takes an ARN apart; throws InvalidArn, in AWS's words, for anything that is none. */
export function parseArn(text: string): Arn {
  const hash = text.indexOf('#');
  const plain = hash < 0 ? text : text.slice(0, hash);
  const parts = plain.split(':');
  if (parts[0] !== 'arn' || parts.length < 6) {
    throw invalidArn(`Invalid ARN prefix: ${text}`);
  }
  const [, partition, service, region, account, kind, name] = parts as string[] & { 1: string };
  const known = kinds.find((k) => k === kind);
  if (!/^aws[a-z-]*$/.test(partition) || service !== 'states' || !region || !account || !known || !name) {
    throw invalidArn(`Invalid ARN prefix: ${text}`);
  }
  const slash = name.indexOf('/');
  return {
    text: plain,
    kind: known,
    name: slash < 0 ? name : name.slice(0, slash),
    label: slash < 0 ? undefined : name.slice(slash + 1),
    qualifier: parts.length > 7 ? parts.slice(7).join(':') : undefined,
    testCase: hash < 0 ? undefined : text.slice(hash + 1),
  };
}

/** Takes an ARN apart and refuses one that names something else than is wanted. */
export function arnOf(text: string, ...wanted: readonly Arn['kind'][]): Arn {
  const arn = parseArn(text);
  if (!wanted.includes(arn.kind)) {
    throw invalidArn(`Resource type not valid in this context: ${arn.kind}`);
  }
  return arn;
}

/** What a name of a machine, execution or activity may not hold. https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html */
// eslint-disable-next-line no-control-regex -- control characters are among what is refused
const forbidden = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\p{Cs}]/u;

export function isValidName(name: string): boolean {
  return name.length >= 1 && name.length <= 80 && !forbidden.test(name);
}

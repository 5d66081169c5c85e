/** A Task's Resource taken apart. */
export type Resource =
  | { readonly kind: 'lambda'; readonly arn: string }
  | { readonly kind: 'activity'; readonly arn: string }
  /** `arn:aws:states:::sqs:sendMessage.waitForTaskToken`: type `sqs`, name `sendMessage.waitForTaskToken`. */
  | { readonly kind: 'service'; readonly type: string; readonly name: string; readonly pattern: 'request' | 'sync' | 'token' };

/** Takes a Resource ARN apart; anything that is no service integration or activity is taken for a Lambda function. */
export function resourceOf(arn: string): Resource {
  const service = /^arn:[^:]*:states:[^:]*:[^:]*:(aws-sdk:[^:]+|[^:]+):([^:]+(?:\.sync:2)?)$/.exec(arn);
  if (service && service[1] === 'activity') {
    return { kind: 'activity', arn };
  }
  if (service) {
    const name = service[2]!;
    const pattern = name.endsWith('.waitForTaskToken') ? 'token' : /\.sync(:2)?$/.test(name) ? 'sync' : 'request';
    return { kind: 'service', type: service[1]!, name, pattern };
  }
  return { kind: 'lambda', arn };
}

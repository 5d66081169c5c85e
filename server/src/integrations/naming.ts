/**
 * How Step Functions names what the models of the services name: like the AWS SDK for Java 2.x.
 * https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */

/** The word for a service in `arn:aws:states:::aws-sdk:<word>:…`, from the id of its model: `EventBridge`, `Cost Explorer`. */
export function sdkPrefix(serviceId: string): string {
  const words = serviceId.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
  return words.replace(/^(amazon|aws)(?=.)/, '').replace(/(?<=.)service$/, '');
}

/** A member as AWS SDK integrations write it: `DBInstanceIdentifier` is `DbInstanceIdentifier`, `ETag` stays. */
export function sdkMember(name: string): string {
  // An acronym at the start loses its capitals, up to the one that begins the next word; then the first letter is one again.
  const java = name.replace(/^(?:[A-Z]+(?![a-z])|.)/, (start) => start.toLowerCase());
  // What Java could not have as a name; of DynamoDB's AttributeValue.
  const member = java === 'null' ? 'nul' : java;
  return member.charAt(0).toUpperCase() + member.slice(1);
}

/** A member as optimized integrations write it: only the first letter is made a capital (`MD5OfMessageBody`, `ExecutionArn`). */
export function optimizedMember(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

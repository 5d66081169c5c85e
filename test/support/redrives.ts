import { DescribeExecutionCommand, type DescribeExecutionCommandOutput, type SFNClient } from '@aws-sdk/client-sfn';
import type { TaskBinding } from '../../server/src/runner/tasks/binding';
import { writeJson } from '../../server/src/source/json';

export const roleArn = 'arn:aws:iam::123456789012:role/any';

/** Fails while its input stands in `broken`; tells what it was asked. */
export function flaky(broken: Set<string>, asked: string[]): TaskBinding {
  return {
    perform({ parameters, resource }) {
      if (resource.includes('waitForTaskToken')) {
        return undefined;
      }
      const text = writeJson(parameters);
      asked.push(text);
      return broken.has(text) ? { kind: 'failure', error: 'Broken', cause: text } : { kind: 'success', output: `did ${text}` };
    },
  };
}

export const task = (more: object = { End: true }): object => ({
  Type: 'Task',
  Resource: 'arn:aws:lambda:us-east-1:123456789012:function:do',
  ...more,
});

/** A distributed Map. */
export const distributed = (processor: object, more: object = {}): Record<string, object> => ({
  Each: {
    Type: 'Map',
    Label: 'each',
    ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...processor },
    ...more,
    End: true,
  },
});

/** An execution once it is over. */
export async function ended(client: SFNClient, executionArn: string): Promise<DescribeExecutionCommandOutput> {
  for (;;) {
    const described = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (described.status !== 'RUNNING') {
      return described;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

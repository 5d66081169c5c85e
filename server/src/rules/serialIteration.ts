import { serialLoops } from '../analysis/loops';
import type { Report } from './rule';
import { rule } from './rule';

export const serialIteration = rule({
  id: 'serial-iteration',
  severity: 'information',
  pillar: 'performance efficiency',
  summary: 'A Choice loop takes one record after the other.',
  why: 'Each record waits for all those before it, and every round costs state transitions and events of one history, of which AWS allows 25,000. A Map state works on many records at once and keeps their order. Where no round needs what another one made, a refactoring at the Choice turns the loop into a Map.',
  link: 'https://docs.aws.amazon.com/step-functions/latest/dg/state-map.html',
  invalid: [
    `{
  "StartAt": "Load",
  "States": {
    "Load": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:load",
      "Assign": { "rows.$": "$.rows", "row": 0 },
      "Next": "Ship"
    },
    "Ship": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:ship",
      "Parameters": { "row.$": "$row" },
      "Assign": { "row.$": "States.MathAdd($row, 1)" },
      "Next": "More?"
    },
    "More?": {
//  ^^^^^^^ Serial iteration: "More?" leads back to "Ship" for one record after the other. A Map state works on many at once.
      "Type": "Choice",
      "Choices": [{ "Variable": "$row", "NumericLessThanPath": "$rows", "Next": "Ship" }],
      "Default": "Done"
    },
    "Done": { "Type": "Succeed" }
  }
}`,
  ],
  valid: [
    `{
  "StartAt": "Each row",
  "States": {
    "Each row": {
      "Type": "Map",
      "ItemsPath": "$.rows",
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "INLINE" },
        "StartAt": "Ship",
        "States": { "Ship": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:ship", "End": true } }
      },
      "End": true
    }
  }
}`,
    `{
  "StartAt": "Ask",
  "States": {
    "Ask": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:ask", "Next": "Ready?" },
    "Ready?": {
      "Type": "Choice",
      "Choices": [{ "Variable": "$.ready", "BooleanEquals": true, "Next": "Done" }],
      "Default": "Pause"
    },
    "Pause": { "Type": "Wait", "Seconds": 30, "Next": "Ask" },
    "Done": { "Type": "Succeed" }
  }
}`,
  ],
  of: 'scope',
  where: 'loops',
  *check(scope, { text }): Iterable<Report> {
    for (const { choice, entry } of serialLoops(scope, text)) {
      yield {
        at: choice.key,
        message: `Serial iteration: "${choice.name}" leads back to "${entry.name}" for one record after the other. A Map state works on many at once.`,
      };
    }
  },
});

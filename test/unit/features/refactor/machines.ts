interface Example {
  readonly name: string;
  readonly definition: string;
  readonly inputs: readonly string[];
  /** A refactoring that must be offered somewhere. */
  readonly expected?: string;
  /** Codes of findings that the definition has from the start. */
  readonly exceptFor?: readonly string[];
}

/** Definitions that refactorings are tried on, with inputs that go different ways. */
export const machines: readonly Example[] = [
  {
    name: 'a chain with a loop, a choice and catchers',
    definition: `{
  "StartAt": "Check",
  "States": {
    "Check": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:check",
      "Parameters": { "n.$": "$.n" },
      "ResultPath": "$.checked",
      "Next": "Which?"
    },
    "Which?": {
      "Type": "Choice",
      "Choices": [
        { "Variable": "$.n", "NumericGreaterThan": 5, "Next": "Large" },
        { "Variable": "$.n", "NumericLessThan": 0, "Next": "Refuse" }
      ],
      "Default": "Small"
    },
    "Large": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:large",
      "Retry": [{ "ErrorEquals": ["Busy"], "MaxAttempts": 1 }],
      "Catch": [
        {
          "ErrorEquals": ["States.ALL"],
          "ResultPath": "$.error",
          "Next": "Mend"
        }
      ],
      "Next": "Book"
    },
    "Small": { "Type": "Pass", "Result": "small", "ResultPath": "$.size", "Next": "Book" },
    "Mend": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:mend",
      "End": true
    },
    "Book": { "Type": "Wait", "Seconds": 5, "Next": "Done" },
    "Refuse": { "Type": "Fail", "Error": "Negative", "Cause": "n is negative" },
    "Done": { "Type": "Succeed" }
  }
}
`,
    inputs: ['{"n": 9}', '{"n": 1}', '{"n": -1}', '{"n": 9, "fail": "Busy"}', '{"n": 1.0, "fail": "Broken"}'],
  },
  {
    name: 'JSONata with containers on few lines',
    definition: `{
\t"QueryLanguage": "JSONata",
\t"StartAt": "Fan",
\t"States": {
\t\t"Fan": { "Type": "Parallel", "Branches": [ { "StartAt": "Left", "States": { "Left": { "Type": "Pass", "Output": "{% $states.input.n + 1 %}", "End": true } } } ], "Next": "Each" },
\t\t"Each": {
\t\t\t"Type": "Map",
\t\t\t"Items": "{% [$states.input] %}",
\t\t\t"ItemProcessor": {
\t\t\t\t"ProcessorConfig": { "Mode": "INLINE" },
\t\t\t\t"StartAt": "Double",
\t\t\t\t"States": {
\t\t\t\t\t"Double": { "Type": "Pass", "Output": "{% $states.input[0] * 2 %}", "Next": "Good" },
\t\t\t\t\t"Good": { "Type": "Succeed" }
\t\t\t\t}
\t\t\t},
\t\t\t"Output": "{% $states.result[0] %}",
\t\t\t"Next": "Work"
\t\t},
\t\t"Work": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work", "Catch": [{ "ErrorEquals": ["States.ALL"], "Output": "{% $states.errorOutput.Error %}", "Next": "Done" }], "End": true },
\t\t"Done": { "Type": "Pass", "End": true }
\t}
}`,
    inputs: ['{"n": 1}', '{"n": 2.5}'],
  },
  {
    name: 'everything on one line',
    definition:
      '{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},"B":{"Type":"Parallel","Branches":[{"StartAt":"C","States":{"C":{"Type":"Pass","Result":{"x":[1,{}]},"Next":"D"},"D":{"Type":"Succeed"}}}],"OutputPath":"$[0]","Next":"E"},"E":{"Type":"Map","ItemsPath":"$.x","Iterator":{"StartAt":"F","States":{"F":{"Type":"Pass","End":true}}},"End":true}}}',
    inputs: ['{}'],
  },
  {
    name: 'a serial loop with JSONPath',
    definition: `{
  "StartAt": "Load",
  "States": {
    "Load": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:load",
      "Assign": { "rows": 4, "row": 0 },
      "Next": "Read"
    },
    "Read": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:read",
      "Parameters": { "row.$": "States.Format('{}', $row)" },
      "Next": "Even?"
    },
    "Even?": {
      "Type": "Choice",
      "Choices": [{ "Variable": "$.read.row", "StringEquals": "2", "Next": "Write" }],
      "Default": "Cost"
    },
    "Cost": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:cost",
      "ResultPath": "$.cost",
      "Next": "Write"
    },
    "Write": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:write",
      "Assign": { "row.$": "States.MathAdd($row, 1)" },
      "Next": "More?"
    },
    "More?": {
      "Type": "Choice",
      "Choices": [{ "Variable": "$row", "NumericLessThanPath": "$rows", "Next": "Read" }],
      "Default": "Sum up"
    },
    "Sum up": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:sum",
      "Parameters": { "rows.$": "$rows" },
      "End": true
    }
  }
}
`,
    inputs: ['{}'],
    expected: 'Work on each row in a Map state instead of one after the other',
    exceptFor: ['serial-iteration'],
  },
  {
    name: 'a serial loop with JSONata, checked at its head',
    definition: `{
  "QueryLanguage": "JSONata",
  "StartAt": "Load",
  "States": {
    "Load": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:load", "Assign": { "last": "{% $states.input.last %}" }, "Next": "Begin" },
    "Begin": { "Type": "Pass", "Assign": { "i": 1 }, "Next": "Done?" },
    "Done?": {
      "Type": "Choice",
      "Choices": [{ "Condition": "{% $i > $last %}", "Next": "Sum up" }],
      "Default": "Read"
    },
    "Read": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:read",
      "Arguments": { "i": "{% $i %}" },
      "Assign": { "i": "{% $i + 1 %}" },
      "Next": "Write"
    },
    "Write": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:write", "Arguments": "{% $states.input %}", "Next": "Done?" },
    "Sum up": { "Type": "Pass", "Output": { "last": "{% $last %}" }, "End": true }
  }
}
`,
    inputs: ['{"last": 3}', '{"last": 1}', '{"last": 0}'],
    expected: 'Work on each i in a Map state instead of one after the other',
    exceptFor: ['serial-iteration'],
  },
  {
    name: 'a serial loop that counts in its data, checked at its end',
    definition: `{
  "StartAt": "Begin",
  "States": {
    "Begin": { "Type": "Pass", "Parameters": { "index": 2, "count.$": "$.n" }, "ResultPath": "$.at", "Next": "Work" },
    "Work": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work",
      "ResultPath": null,
      "Next": "Also?"
    },
    "Also?": {
      "Type": "Choice",
      "Choices": [{ "Variable": "$.at.index", "NumericEquals": 3, "Next": "Also" }],
      "Default": "Count"
    },
    "Also": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:also",
      "Parameters": { "i.$": "$.at.index", "more.$": "$.more" },
      "ResultPath": null,
      "Next": "Count"
    },
    "Count": {
      "Type": "Pass",
      "Parameters": { "index.$": "States.MathAdd($.at.index, 1)", "count.$": "$.at.count" },
      "ResultPath": "$.at",
      "Next": "More?"
    },
    "More?": {
      "Type": "Choice",
      "Choices": [{ "Variable": "$.at.index", "NumericLessThanPath": "$.at.count", "Next": "Work" }],
      "Default": "Sum up"
    },
    "Sum up": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:sum", "End": true }
  }
}
`,
    inputs: ['{"n": 5, "more": [1]}', '{"n": 1, "more": null}', '{"n": 4, "more": 1}'],
    expected: 'Work on each index in a Map state instead of one after the other',
    exceptFor: ['serial-iteration'],
  },
  {
    name: 'a serial loop that counts in its data with JSONata, checked at its head',
    definition: `{
  "QueryLanguage": "JSONata",
  "StartAt": "Done?",
  "States": {
    "Done?": {
      "Type": "Choice",
      "Choices": [{ "Condition": "{% $states.input.i > $states.input.last %}", "Next": "Sum up" }],
      "Default": "Work"
    },
    "Work": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work",
      "Arguments": { "i": "{% $states.input.i %}" },
      "Output": "{% $states.input %}",
      "Next": "Count"
    },
    "Count": { "Type": "Pass", "Output": "{% $merge([$states.input, { 'i': $states.input.i + 1 }]) %}", "Next": "Done?" },
    "Sum up": { "Type": "Pass", "End": true }
  }
}
`,
    inputs: ['{"i": 0, "last": 2}', '{"i": 3, "last": 3}', '{"i": 4, "last": 3}'],
    expected: 'Work on each i in a Map state instead of one after the other',
    exceptFor: ['serial-iteration'],
  },
  {
    name: 'tries after a Wait with JSONPath',
    definition: `{
  "StartAt": "Begin",
  "States": {
    "Begin": { "Type": "Pass", "Assign": { "attempts": 0 }, "Next": "Ask" },
    "Ask": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:ask",
      "ResultPath": "$.stock",
      "Catch": [
        { "ErrorEquals": ["Gone"], "ResultPath": "$.error", "Next": "Report" },
        { "ErrorEquals": ["States.ALL"], "ResultPath": null, "Next": "Count" }
      ],
      "Next": "Report"
    },
    "Count": { "Type": "Pass", "Assign": { "attempts.$": "States.MathAdd($attempts, 1)" }, "Next": "Again?" },
    "Again?": {
      "Type": "Choice",
      "Choices": [{ "Variable": "$attempts", "NumericLessThan": 5, "Next": "Two minutes" }],
      "Default": "Failed"
    },
    "Two minutes": { "Type": "Wait", "Seconds": 120, "Next": "Ask" },
    "Failed": { "Type": "Fail", "Error": "NoAnswer", "Cause": "five tries" },
    "Report": { "Type": "Pass", "End": true }
  }
}
`,
    inputs: ['{"sku": 1}', '{"sku": 1, "fail": "Busy"}', '{"sku": 1, "fail": "Gone"}'],
    expected: 'Try "Ask" again by Retry instead of Wait',
    exceptFor: ['wait-instead-of-retry'],
  },
  {
    name: 'tries after a Wait with JSONata, counted by the catcher',
    definition: `{
  "QueryLanguage": "JSONata",
  "StartAt": "Look",
  "States": {
    "Look": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:look",
      "Output": "{% $states.input %}",
      "Assign": { "tries": 1, "other": 2 },
      "Next": "Ask"
    },
    "Ask": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:ask",
      "Arguments": "{% $states.input %}",
      "Catch": [
        {
          "ErrorEquals": ["Busy"],
          "Output": "{% $states.input %}",
          "Assign": { "tries": "{% $tries + 1 %}" },
          "Next": "Enough?"
        }
      ],
      "End": true
    },
    "Pause": { "Type": "Wait", "Seconds": 7, "Next": "Ask" },
    "Enough?": {
      "Type": "Choice",
      "Choices": [{ "Condition": "{% $tries >= 4 %}", "Next": "Failed" }],
      "Default": "Pause"
    },
    "Failed": { "Type": "Fail", "Error": "NoAnswer" }
  }
}
`,
    inputs: ['{"sku": 1}', '{"sku": 1, "fail": "Busy"}', '{"sku": 1, "fail": "Gone"}'],
    expected: 'Try "Ask" again by Retry instead of Wait',
    exceptFor: ['wait-instead-of-retry'],
  },
];

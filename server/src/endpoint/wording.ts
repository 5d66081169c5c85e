/** What a definition check says, in AWS's words where they are known (recorded from ValidateStateMachineDefinition and CreateStateMachine). */
export interface Wording {
  readonly message: string;
  /** JSON pointer. */
  readonly pointer: string;
}

interface Rule {
  /** Of the finding; any when absent. */
  readonly code?: string;
  readonly pattern: RegExp;
  readonly say: (match: RegExpExecArray, pointer: string, word: string | undefined) => Wording;
}

const parent = (pointer: string): string => pointer.slice(0, pointer.lastIndexOf('/'));
/** AWS lists the types of states in an order of its own. */
const stateTypes = 'Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map';

const rules: readonly Rule[] = [
  {
    code: 'missing-field',
    pattern: /needs the field "([^"]+)"/,
    say: ([, field], pointer) => ({ message: `The field '${field}' is required but was missing`, pointer }),
  },
  {
    code: 'not-allowed-value',
    pattern: /^"Type" must be one of .*\bSucceed\b/,
    say: (_match, pointer) => ({ message: `The field 'Type' should have one of these values: [${stateTypes}]`, pointer }),
  },
  {
    code: 'not-allowed-value',
    pattern: /^"QueryLanguage" must be one of ([^.…]+)\./,
    say: ([, values], pointer) => ({ message: `Value should be one of the following: [${values}]`, pointer }),
  },
  {
    code: 'not-allowed-value',
    pattern: /^"([^"]+)" must be one of ([^.…]+)\./,
    say: ([, field, values], pointer) => ({
      message: `The field '${field}' should have one of these values: [${values}]`,
      pointer,
    }),
  },
  {
    code: 'out-of-range',
    pattern: /must have at least one element/,
    say: (_match, pointer) => ({ message: 'Value cannot be empty', pointer }),
  },
  {
    code: 'invalid-format',
    pattern: /must be an RFC3339 timestamp/,
    say: (_match, pointer) => ({ message: 'String does not match RFC3339 timestamp', pointer }),
  },
  {
    pattern:
      /(?:in|has a) '([^']+\.\$)'(?:(?:, which| that) is neither a path nor|, which is no valid path)|^"([^"]+\.\$)" must be a valid JSONPath or a valid intrinsic/,
    say: ([, told, said], pointer) => ({
      message: `The value for the field '${told ?? said}' must be a valid JSONPath or a valid intrinsic function call`,
      pointer: pointer.endsWith(`/${told ?? said}`) ? parent(pointer) : pointer,
    }),
  },
  {
    pattern: /^"(?:In|Out)putPath" must be a (?:valid )?JSONPath|has the (?:In|Out)putPath '.*', which is no valid path/s,
    say: (_match, pointer) => ({ message: 'Value must be a valid JSONPath.', pointer }),
  },
  {
    pattern: /^"[^"]+" must be a (?:reference path|JSONPath), which begins with \$/,
    say: (_match, pointer) => ({
      message: "Value is not a Reference Path: Reference path didn't start with '$'",
      pointer,
    }),
  },
  {
    code: 'unknown-field',
    pattern: /has no field "([^"]+)"/,
    // The object is named, not the field in it.
    say: ([, field], pointer) => ({ message: `Field '${field}' is not supported`, pointer: parent(pointer) }),
  },
  {
    code: 'unsupported-field',
    pattern: /^"([^"]+)" is only supported with (\w+), but the query language here is (\w+)/,
    say: ([, field, needed, set], pointer) => ({
      message: `The QueryLanguage is set to '${set}', but field '${field}' is only supported for the '${needed}' QueryLanguage`,
      pointer: parent(pointer),
    }),
  },
  {
    code: 'query-language-downgrade',
    pattern: /^(.*)\.$/,
    say: ([, message], pointer) => ({ message: message!, pointer: parent(pointer) }),
  },
  {
    code: 'wrong-type',
    pattern: /must be a string\.$/,
    say: (_match, pointer) => ({ message: 'Expected value of type [STRING]', pointer }),
  },
  {
    code: 'unknown-target',
    pattern: /^There is no state "(.*?)" (?:here|in )/s,
    // AWS calls it so under Default and StartAt, too.
    say: ([, target], pointer) => ({ message: `Missing 'Next' target: ${target}`, pointer }),
  },
  {
    code: 'unsupported-jsonata',
    pattern: /^(Reference to .* is not supported\.)/,
    say: ([, message], pointer) => ({ message: message!, pointer }),
  },
  {
    code: 'invalid-jsonata',
    pattern: /^The JSONata expression is not valid: (.)(.*)$/s,
    say: ([, first, rest], pointer) => ({ message: first!.toUpperCase() + rest!, pointer }),
  },
  {
    code: 'invalid-resource',
    pattern: /it is no ARN/,
    say: (_match, pointer) => ({ message: 'Value is not a valid resource ARN', pointer }),
  },
  {
    code: 'missing-parameter',
    pattern: / needs the field "(\w+)"/,
    say: ([, field], pointer, resource) => ({
      message: `${field!} field is required for resource ARN: ${resource!}`,
      pointer: parent(pointer),
    }),
  },
  {
    code: 'missing-parameter',
    pattern: / needs (.+) in "\w+"\.$/,
    say: ([, names = ''], pointer) => {
      const fields = [...names.matchAll(/"([^"]+)"/g)].map(([, name]) => name!);
      const message =
        fields.length === 1
          ? `The field '${fields[0]!}' is required but was missing`
          : `These fields are required: [${fields.join(', ')}]`;
      return { message, pointer };
    },
  },
  {
    code: 'unknown-parameter',
    pattern: /has no parameter "([^"]+)"/,
    // Told of the object that holds it.
    say: ([, field], pointer) => ({
      message: `The field "${field!}" is not supported by Step Functions`,
      pointer: parent(pointer),
    }),
  },
  {
    code: 'unreachable-state',
    pattern: /.*/s,
    say: (_match, pointer) => ({ message: `State "${lastOf(pointer)}" is not reachable.`, pointer }),
  },
  {
    code: 'express-restriction',
    pattern: /^(Express state machine does not support .*?)\.?$/,
    // AWS's own text ends in a space there.
    say: ([, message], pointer) => ({ message: message!.endsWith('integration') ? `${message} ` : message!, pointer }),
  },
];

/** A finding in AWS's words, or in its own where AWS's are not known; `word` is the text that the pointer leads to. */
export function inAwsWords(code: string | undefined, message: string, pointer: string, word?: string): Wording {
  for (const rule of rules) {
    const match = rule.code === undefined || rule.code === code ? rule.pattern.exec(message) : null;
    if (match) {
      return rule.say(match, pointer, word);
    }
  }
  return { message, pointer };
}

function lastOf(pointer: string): string {
  return pointer
    .slice(pointer.lastIndexOf('/') + 1)
    .replace(/~1/g, '/')
    .replace(/~0/g, '~');
}

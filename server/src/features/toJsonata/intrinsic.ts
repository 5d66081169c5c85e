import { type IntrinsicCall, unescapeBraces } from '../../asl/intrinsics';
import type { Path } from '../../asl/jsonPath';
import { isNumber, toNumber } from '../../source/json';
import { call, constant, type Expression, list, literal, made, plainly, primary, Refusal, swallowed } from './expression';

/** What an intrinsic function is in JSONata. https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html */
type Translation = (args: readonly Expression[], written: IntrinsicCall) => Expression;

/** The expression for a call; `resolve` gives what a path finds. With `onlyArgument` that of its first argument alone. */
export function calledFor(written: IntrinsicCall, resolve: (path: Path) => Expression, onlyArgument = false): Expression {
  const args = written.arguments.map((argument): Expression => {
    switch (argument.kind) {
      case 'path':
        return resolve(argument.path);
      case 'call':
        return calledFor(argument, resolve);
      case 'value':
        return constant(typeof argument.value === 'string' ? unescapeBraces(argument.value) : argument.value);
    }
  });
  return onlyArgument ? args[0]! : translations[written.name]!(args, written);
}

/** The text of an argument that must be written in the call. */
function textAt({ name, arguments: args }: IntrinsicCall, index: number): string {
  const argument = args[index];
  if (argument?.kind !== 'value' || typeof argument.value !== 'string') {
    throw new Refusal(`argument ${index + 1} of ${name} is no text that is written in the call`);
  }
  return argument.value;
}

/** AWS rounds operands of arithmetic, halves upwards. */
function whole(operand: Expression): Expression {
  return operand.isInteger ? operand : call('floor', [made(`${primary(operand)} + 0.5`, [operand])], { isInteger: true });
}

const number = { type: 'number', isInteger: true } as const;

const translations: Readonly<Record<string, Translation>> = {
  'States.Array': (args) => list(args),
  'States.ArrayContains': ([array, value]) =>
    made(
      `$count($filter(${array!.text}, function($one) { $one = ${primary(value!)} })) > 0`,
      [swallowed(array!), swallowed(value!)],
      { type: 'boolean', isPrimary: false },
    ),
  'States.ArrayGetItem': ([array, index], { arguments: args }) => {
    const [, at] = args;
    if (at?.kind === 'value' && isNumber(at.value) && toNumber(at.value) < 0) {
      throw new Refusal('JSONata counts a negative index from the end');
    }
    const text = `${primary(array!)}[${index!.text}]`;
    return made(text, [], { missable: [text], needed: [...array!.needed, ...index!.needed] });
  },
  'States.ArrayLength': ([array]) => call('count', [swallowed(array!)], number),
  // $partition of an empty array is nothing, as is an empty $range.
  'States.ArrayPartition': (args) =>
    made(`[$partition(${args.map(({ text }) => text).join(', ')})]`, args.map(swallowed), { type: 'array', isList: true }),
  'States.ArrayRange': (args) =>
    made(`[$range(${args.map(({ text }) => text).join(', ')})]`, args.map(swallowed), { type: 'array', isList: true }),
  'States.ArrayUnique': ([array]) => call('distinct', [array!], { type: 'array' }),
  'States.Base64Encode': ([text]) => call('base64encode', [text!], { type: 'string' }),
  'States.Base64Decode': ([text]) => call('base64decode', [text!], { type: 'string' }),
  'States.Format': ([, ...values], written) => {
    const template = textAt(written, 0).split('{}');
    if (template.length - 1 !== values.length) {
      throw new Refusal(`the template of States.Format has ${template.length - 1} places for ${values.length} values`);
    }
    const parts = template.flatMap((part, index) => [
      ...(part === '' ? [] : [literal(unescapeBraces(part))]),
      ...(index < values.length ? [primary(values[index]!)] : []),
    ]);
    if (parts.length === 0) {
      return constant('');
    }
    // With one part it might be no text.
    const isText = parts.length > 1 || values.length === 0;
    return isText
      ? made(parts.join(' & '), values.map(plainly), { type: 'string', isPrimary: parts.length === 1 })
      : call('string', values.map(plainly), { type: 'string' });
  },
  'States.Hash': ([value, ...algorithm]) =>
    // $hash takes nothing but text; States.Hash takes the JSON of everything else.
    call('hash', [value!.type === 'string' ? value! : call('string', [value!]), ...algorithm], { type: 'string' }),
  'States.JsonMerge': ([first, second, deep]) => {
    if (deep?.text !== 'false') {
      throw new Refusal('the third argument of States.JsonMerge is not false');
    }
    return made(`$merge([${first!.text}, ${second!.text}])`, [swallowed(first!), swallowed(second!)], { type: 'object' });
  },
  'States.JsonToString': ([value]) => {
    const { text, type } = value!;
    if (type !== undefined && type !== 'string') {
      return call('string', [value!], { type: 'string' });
    }
    // JSONata leaves text as it is; here it gets its quotes.
    const quoted = `($json := $string([${text}]); $substring($json, 1, $length($json) - 2))`;
    return type === 'string'
      ? made(quoted, [swallowed(value!)], { type: 'string' })
      : made(`($type(${text}) = 'string' ? ${quoted} : $string(${text}))`, [value!], { type: 'string' });
  },
  'States.MathAdd': (args) => {
    const [a, b] = args.map(whole);
    const minus = /^-\d+$/.test(b!.text);
    const text = minus ? `${primary(a!)} - ${b!.text.slice(1)}` : `${primary(a!)} + ${primary(b!)}`;
    return made(text, args, { ...number, isPrimary: false });
  },
  'States.MathRandom': (args) => {
    const [from, to] = args.slice(0, 2).map(whole);
    const seed = args[2] ? whole(args[2]).text : '';
    const [low, high] = [from!.text, to!.text];
    const isConstant = /^\d+$/.test(low) && /^\d+$/.test(high);
    const span = isConstant ? String(Number(high) - Number(low)) : `(${primary(to!)} - ${primary(from!)})`;
    const share = `$floor($random(${seed}) * ${span})`;
    return made(low === '0' ? share : `${primary(from!)} + ${share}`, args, { ...number, isPrimary: low === '0' });
  },
  'States.StringSplit': ([text], written) => {
    const delimiters = unescapeBraces(textAt(written, 1));
    if (delimiters === '') {
      throw new Refusal('States.StringSplit has no delimiter');
    }
    const set = [...new Set(delimiters)].map((char) => (/[\\\]^/[-]/.test(char) ? `\\${char}` : char)).join('');
    if (/[\n\r\u2028\u2029]/.test(set)) {
      throw new Refusal('States.StringSplit splits at ends of lines');
    }
    return made(`[$split(${text!.text}, /[${set}]/)[$ != '']]`, [swallowed(text!)], { type: 'array', isList: true });
  },
  // AWS makes null of text that is blank.
  'States.StringToJson': ([text]) =>
    text!.text.startsWith("'")
      ? call('parse', [text!])
      : made(`($trim(${text!.text}) = '' ? null : $parse(${text!.text}))`, [text!]),
  'States.UUID': () => call('uuid', [], { type: 'string' }),
};

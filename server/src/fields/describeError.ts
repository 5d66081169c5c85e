import type { Fix } from '../source/edit';
import { nearest } from '../source/nearest';
import type { Member, Node } from '../source/node';
import { member } from '../source/node';
import type { Span } from '../source/span';
import { stringLiteral } from '../source/stringLiteral';
import { fitsField } from './conforms';
import type { ObjectSpec, Value } from './fieldTable';
import { fieldOf, fieldsOf, specOfValue } from './fieldTable';
import { expressionPattern } from './schema';
import { type Checked, type Draft, type Structure, substitutesOf } from './structure';

/** What ajv tells of an error. */
export interface SchemaError {
  /** JSON pointer from the checked object. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Where an error is: the node, how its object's table calls it, and what may stand there. */
interface Place {
  readonly node: Node | undefined;
  /** The member that holds the node, directly or in an array. */
  readonly via: Member | undefined;
  readonly isElement: boolean;
  readonly value: Value | undefined;
  /** The table of the node, when it is an object with one. */
  readonly spec: ObjectSpec | undefined;
}

/** An error of the validator in words, at its place; absent where the value is not known yet or the text is incomplete. */
export function describeError(error: SchemaError, structure: Structure, checked: Checked): Draft | undefined {
  const place = findPlace(error.instancePath, structure, checked);
  const { node, via, spec } = place;
  if (!node || node.kind === 'invalid' || node.kind === 'placeholder' || (node.kind === 'string' && node.value.includes('${'))) {
    return undefined;
  }
  const at: Span = node;
  const label = via ? (place.isElement ? `Each element of "${via.key.value}"` : `"${via.key.value}"`) : 'The value';
  switch (error.keyword) {
    case 'required':
    case 'dependencies': {
      const missing = String(error.params['missingProperty']);
      const by = error.keyword === 'dependencies' ? ` beside "${String(error.params['property'])}"` : '';
      return {
        code: 'missing-field',
        at: ownKey(place, checked),
        about: node,
        owner: node.kind === 'object' ? node : undefined,
        missing: [missing, ...substitutesOf([missing], spec!)],
        message: `${spec!.title} needs the field "${missing}"${by}.`,
      };
    }
    case 'additionalProperties':
      return unknownField(String(error.params['additionalProperty']), place, structure, checked);
    case 'propertyNames':
      return undefined;
    case 'type':
      return {
        code: 'wrong-type',
        at,
        about: node,
        message: `${label} must be ${kindInWords(place.value)}.${expressionHint(node, checked)}`,
        fixes: typeFixes(node, place.value, structure.text),
      };
    case 'enum': {
      if (place.value?.type === 'enum' && node.kind !== 'string') {
        // `type` tells of it.
        return undefined;
      }
      const values = error.params['allowedValues'] as string[];
      return notAllowed(node, label, values, structure.text);
    }
    case 'pattern':
      if (place.value?.type === 'enum') {
        return notAllowed(node, label, place.value.values, structure.text);
      }
      return {
        code: 'invalid-format',
        at,
        message: `${label} must be ${formatInWords(place.value)}.${expressionHint(node, checked)}`,
      };
    case 'minimum':
    case 'maximum':
      return { code: 'out-of-range', at, message: `${label} must be ${kindInWords(place.value)}.` };
    case 'minItems':
    case 'maxItems':
      return { code: 'out-of-range', at, message: `${label} must have ${itemsInWords(place.value)}.` };
    default:
      // `if`: its else branch has told what is wrong.
      return undefined;
  }
}

function findPlace(path: string, { table }: Structure, { node, name, language }: Checked): Place {
  let place: Place = { node, via: undefined, isElement: false, value: undefined, spec: table[name] };
  for (const segment of path.split('/').slice(1)) {
    const step = segment.replace(/~1/g, '/').replace(/~0/g, '~');
    if (place.node?.kind === 'array') {
      const value: Value | undefined = place.value?.type === 'array' ? place.value.items : undefined;
      place = {
        node: place.node.items[Number(step)],
        via: place.via,
        isElement: true,
        value,
        spec: value && specOfValue(table, value),
      };
    } else {
      const via = member(place.node, step);
      const value: Value | undefined =
        place.value?.type === 'map' ? place.value.values : place.spec && fieldOf(place.spec, step, language)?.value;
      place = { node: via?.value, via, isElement: false, value, spec: value && specOfValue(table, value) };
    }
  }
  return place;
}

/** Where to tell what an object as a whole lacks: its key, or the bracket of an element. */
function ownKey({ node, via, isElement }: Place, checked: Checked): Span {
  if (node === checked.node) {
    return checked.key;
  }
  return isElement || !via ? { start: node!.start, end: node!.start + 1 } : via.key;
}

function unknownField(name: string, { node, spec }: Place, structure: Structure, checked: Checked): Draft | undefined {
  const found = member(node, name);
  if (!found || !spec || name.includes('${')) {
    return undefined;
  }
  const at = found.key;
  const owner = node?.kind === 'object' ? node : undefined;
  const other = fieldOf(spec, name);
  if (other) {
    const language = checked.language === 'JSONata' ? 'JSONPath' : 'JSONata';
    return {
      code: 'unsupported-field',
      at,
      owner,
      meant: name,
      message: `"${name}" is only supported with ${language}, but the query language here is ${checked.language}.`,
    };
  }
  const free = fieldsOf(spec, checked.language)
    .map((field) => field.name)
    .filter((each) => !member(node, each));
  // `Cause.$` is a template's way to say what CausePath says.
  const path = name.endsWith('.$') ? `${name.slice(0, -2)}Path` : undefined;
  const meant = path !== undefined && free.includes(path) ? path : nearest(name, free);
  if (meant !== undefined) {
    const text = stringLiteral(meant, at, structure.text);
    return {
      code: 'unknown-field',
      at,
      owner,
      meant,
      message: `${spec.title} has no field "${name}". Did you mean "${meant}"?`,
      fixes: mayMean(meant, name, found.value, spec, structure, checked)
        ? [{ title: `Change to "${meant}"`, edits: [{ start: at.start, end: at.end, text }] }]
        : [],
    };
  }
  const hint = node === checked.node ? structure.elsewhere?.(name, checked.name) : undefined;
  return { code: 'unknown-field', at, message: `${spec.title} has no field "${name}"${hint ? `; ${hint}` : ''}.` };
}

/** Whether the name alone is wrong: a path where a field takes no path is more than that. */
function mayMean(
  meant: string,
  name: string,
  value: Node | undefined,
  spec: ObjectSpec,
  { table }: Structure,
  { language }: Checked,
): boolean {
  if (!/(?:Path|\.\$)$/.test(name) || meant.endsWith('Path') || !value) {
    return true;
  }
  const isPath = value.kind === 'string' && /^(?:\$|States\.)/.test(value.value);
  return !isPath && fitsField(value, meant, spec, table, language);
}

function notAllowed(node: Node, label: string, values: readonly string[], text: string): Draft {
  const meant = node.kind === 'string' ? nearest(node.value, values) : undefined;
  const list = values.length > 12 ? `${values.slice(0, 12).join(', ')} …` : values.join(', ');
  return {
    code: 'not-allowed-value',
    at: node,
    message: `${label} must be one of ${list}.${meant === undefined ? '' : ` Did you mean "${meant}"?`}`,
    fixes:
      meant === undefined
        ? []
        : [
            {
              title: `Change to "${meant}"`,
              edits: [{ start: node.start, end: node.end, text: stringLiteral(meant, node, text) }],
            },
          ],
  };
}

/** A number or a truth value out of its quotes, a single text into a list. */
function typeFixes(node: Node, value: Value | undefined, text: string): Fix[] {
  if (node.kind !== 'string') {
    return [];
  }
  const isNumber = value?.type === 'number' || value?.type === 'integer';
  const bare =
    (isNumber && (value.type === 'integer' ? /^\d{1,15}$/ : /^\d{1,15}(?:\.\d+)?$/).test(node.value)) ||
    (value?.type === 'boolean' && /^(?:true|false)$/.test(node.value));
  if (bare) {
    return [
      { title: `Change to ${node.value}, without quotes`, edits: [{ start: node.start, end: node.end, text: node.value }] },
    ];
  }
  const literal = stringLiteral(node.value, node, text);
  return value?.type === 'array' && value.items.type === 'string' && /^["']/.test(literal)
    ? [{ title: `Change to [${literal}]`, edits: [{ start: node.start, end: node.end, text: `[${literal}]` }] }]
    : [];
}

/** Completes "… must be". */
export function kindInWords(value: Value | undefined): string {
  switch (value?.type) {
    case 'boolean':
      return 'true or false';
    case 'integer':
    case 'number': {
      const kind = value.type === 'integer' ? 'an integer' : 'a number';
      const { minimum, maximum } = value;
      const range =
        minimum !== undefined && maximum !== undefined
          ? ` from ${minimum} to ${maximum}`
          : minimum !== undefined
            ? ` of at least ${minimum}`
            : maximum !== undefined
              ? ` of at most ${maximum}`
              : '';
      return `${kind}${range}${value.unit ? ` (${value.unit})` : ''}`;
    }
    case 'path':
    case 'referencePath':
      return `a JSONPath in a string${value.nullable ? ', or null' : ''}`;
    case 'expression':
      return 'a JSONata expression in {% %}, or true or false';
    case 'stateName':
      return 'the name of a state';
    case 'array':
      return value.orObject ? 'an array or an object' : 'an array';
    case 'object':
    case 'part':
    case 'map':
    case 'objectTemplate':
      return 'an object';
    default:
      return 'a string';
  }
}

/** Completes "… must be" where a string is there, but of the wrong form. */
function formatInWords(value: Value | undefined): string {
  switch (value?.type) {
    case 'path':
      return value.intrinsic ? 'a JSONPath, which begins with $, or an intrinsic function' : 'a JSONPath, which begins with $';
    case 'referencePath':
      return 'a reference path, which begins with $';
    case 'expression':
      return 'a JSONata expression in {% %}';
    case 'stateName':
      return 'the name of a state, which is not empty';
    case 'string':
      return value.pattern?.what ?? `at most ${value.maxLength} characters long`;
    default:
      return 'of another form';
  }
}

function itemsInWords(value: Value | undefined): string {
  if (value?.type !== 'array') {
    return 'another number of elements';
  }
  const { minItems, maxItems } = value;
  if (maxItems === undefined) {
    return minItems === 1 ? 'at least one element' : `at least ${minItems} elements`;
  }
  return minItems === undefined ? `at most ${maxItems} elements` : `from ${minItems} to ${maxItems} elements`;
}

/** An expression where none is evaluated: most likely the query language was forgotten. */
function expressionHint(node: Node, { language }: Checked): string {
  return language === 'JSONPath' && node.kind === 'string' && new RegExp(expressionPattern).test(node.value)
    ? ' A JSONata expression needs "QueryLanguage": "JSONata".'
    : '';
}

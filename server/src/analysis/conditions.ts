import { canonicalText } from '../source/canonicalText';
import { member, type Node, type ObjectNode } from '../source/node';

/** Numbers, or moments as milliseconds, that fit a condition. */
interface Interval {
  readonly low: number;
  readonly high: number;
  readonly isLowIn: boolean;
  readonly isHighIn: boolean;
}

/** What a comparison asks of one value: to be one certain text, to lie in an interval, or (a test) only to be of some kinds. */
export interface Constraint {
  readonly variable: string;
  readonly operator: Operator;
  /** What the value is compared with. */
  readonly operand: Node;
  /** The text that the value must be, or whether a test is to be true, in canonical form. */
  readonly text: string | undefined;
  readonly interval: Interval | undefined;
  /** Bits of `kinds`: what a value that fits can be. */
  readonly kinds: number;
}

interface Operator {
  readonly name: string;
  readonly family: string;
  /** Of a comparison with a constant. */
  readonly sign: string | undefined;
  readonly test: Test | undefined;
  readonly kinds: number;
}

/** A test for a kind: what a value is when it is true, and when it is false, in bits and in words. */
type Test = readonly [yes: number, no: number, yesInWords: string, noInWords: string];

const kinds = { string: 1, number: 2, boolean: 4, null: 8, other: 16, absent: 32 } as const;
const allThere = kinds.string | kinds.number | kinds.boolean | kinds.null | kinds.other;

const families: readonly (readonly [family: string, kinds: number])[] = [
  ['String', kinds.string],
  ['Timestamp', kinds.string],
  ['Numeric', kinds.number],
  ['Boolean', kinds.boolean],
];

const tests: readonly (readonly [name: string, test: Test])[] = [
  ['IsPresent', [allThere, kinds.absent, 'there', 'not there']],
  ['IsNull', [kinds.null, allThere & ~kinds.null, 'null', 'not null']],
  ['IsString', [kinds.string, allThere & ~kinds.string, 'a string', 'no string']],
  ['IsNumeric', [kinds.number, allThere & ~kinds.number, 'a number', 'no number']],
  ['IsBoolean', [kinds.boolean, allThere & ~kinds.boolean, 'true or false', 'neither true nor false']],
  ['IsTimestamp', [kinds.string, allThere, 'a timestamp', 'no timestamp']],
];

const all: Interval = { low: -Infinity, high: Infinity, isLowIn: false, isHighIn: false };
const signs: Readonly<Record<string, string>> = {
  Equals: '=',
  LessThan: '<',
  GreaterThan: '>',
  LessThanEquals: '<=',
  GreaterThanEquals: '>=',
};

/** All operators by name. */
const operators: ReadonlyMap<string, Operator> = new Map(
  [
    ...families.flatMap(([family, kinds]) =>
      Object.keys(signs).flatMap((sign): Operator[] => [
        { name: `${family}${sign}`, family, sign, test: undefined, kinds },
        { name: `${family}${sign}Path`, family, sign: undefined, test: undefined, kinds },
      ]),
    ),
    { name: 'StringMatches', family: 'String', sign: undefined, test: undefined, kinds: kinds.string },
    ...tests.map(([name, test]): Operator => ({ name, family: name, sign: undefined, test, kinds: 0 })),
  ].map((operator) => [operator.name, operator]),
);

/** What a comparison asks; absent for any other rule, and for one with two comparisons, which another finding tells of. */
function constraintOf(rule: Node): Constraint | undefined {
  if (rule.kind !== 'object') {
    return undefined;
  }
  let variable: string | undefined;
  let operator: Operator | undefined;
  let operand: Node | undefined;
  for (const { key, value } of rule.members) {
    if (!value) {
      continue;
    }
    if (key.value === 'Variable') {
      variable = value.kind === 'string' ? value.value : undefined;
    } else if (key.value === 'Not') {
      return opposite(constraintOf(value));
    } else {
      const found = operators.get(key.value);
      if (found && operand) {
        return undefined;
      }
      if (found) {
        operator = found;
        operand = value;
      }
    }
  }
  return variable !== undefined && operator && operand && !variable.includes('${')
    ? constraint(variable, operator, operand)
    : undefined;
}

function constraint(variable: string, operator: Operator, operand: Node): Constraint | undefined {
  const { family, sign, test } = operator;
  let { kinds } = operator;
  let text: string | undefined;
  let interval: Interval | undefined;
  if (test) {
    if (operand.kind !== 'boolean') {
      return undefined;
    }
    text = String(operand.value);
    kinds = operand.value ? test[0] : test[1];
  } else if (sign !== undefined && !(operand.kind === 'string' && operand.value.includes('${'))) {
    const place =
      family === 'Numeric' && operand.kind === 'number'
        ? Number(operand.text)
        : family === 'Timestamp' && operand.kind === 'string'
          ? Date.parse(operand.value)
          : NaN;
    if (!Number.isNaN(place)) {
      interval = intervalOf(sign, place);
    } else if (sign === 'Equals' && (operand.kind === 'string' || operand.kind === 'boolean')) {
      text = canonicalText(operand);
    }
  }
  return { variable, operator, operand, text, interval, kinds };
}

/** What the negation of a test asks; nothing is said of that of a comparison. */
function opposite(inner: Constraint | undefined): Constraint | undefined {
  const test = inner?.operator.test;
  if (!inner || !test) {
    return undefined;
  }
  const isTrue = inner.text !== 'true';
  return { ...inner, text: String(isTrue), kinds: isTrue ? test[0] : test[1] };
}

/** As a person would write it: `> 10`, `a string`. */
function inWords({ operator: { name, sign, test }, operand, text }: Constraint): string {
  if (test) {
    return text === 'true' ? test[2] : test[3];
  }
  return `${sign === undefined ? name : signs[sign]!} ${canonicalText(operand)}`;
}

function intervalOf(sign: string, place: number): Interval {
  switch (sign) {
    case 'Equals':
      return { low: place, high: place, isLowIn: true, isHighIn: true };
    case 'LessThan':
    case 'LessThanEquals':
      return { ...all, high: place, isHighIn: sign === 'LessThanEquals' };
    default:
      return { ...all, low: place, isLowIn: sign === 'GreaterThanEquals' };
  }
}

/** The comparisons with constants all of which a rule asks for: itself, or those of its And. */
export function constraintsOf(rule: ObjectNode): readonly Constraint[] {
  const and = rule.members.find(({ key }) => key.value === 'And')?.value;
  const parts: readonly Node[] = and?.kind === 'array' ? and.items : [rule];
  if (parts.length === 1) {
    const only = constraintOf(parts[0]!);
    return only ? [only] : none;
  }
  return parts.flatMap((part) => constraintOf(part) ?? []);
}

/** The comparisons one of which a rule asks for, if it asks for nothing else: itself, or those of its Or. `all`: the comparisons all of which it asks for. */
function alternativesOf(rule: ObjectNode, all: readonly Constraint[]): readonly Constraint[] {
  const or = rule.members.find(({ key }) => key.value === 'Or')?.value;
  if (or?.kind === 'array') {
    return or.items.flatMap((part) => constraintOf(part) ?? []);
  }
  const and = rule.members.find(({ key }) => key.value === 'And')?.value;
  return and?.kind === 'array' && and.items.length > 1 ? none : all;
}

const none: readonly Constraint[] = [];

/** Whether one part of an And is what another one negates. */
export function negatesItself(rule: ObjectNode): boolean {
  const and = rule.members.find(({ key }) => key.value === 'And')?.value;
  if (and?.kind !== 'array' || and.items.length < 2) {
    return false;
  }
  const negated = and.items.flatMap((item) => {
    const not = member(item, 'Not')?.value;
    return not ? [questionOf(not)] : [];
  });
  return negated.length > 0 && and.items.some((item) => negated.includes(questionOf(item)));
}

const aside = new Set(['Next', 'Comment', 'Assign', 'Output']);

/** What a rule asks, as a text that is equal for equal questions. */
export function questionOf(rule: Node): string {
  const parts: string[] = [];
  for (const { key, value } of rule.kind === 'object' ? rule.members : []) {
    if (!aside.has(key.value)) {
      parts.push(`${key.value}:${canonicalText(value)}`);
    }
  }
  return parts.sort().join();
}

/** Two of the comparisons that a rule asks for that no value fits, in words. */
export function contradictionIn(parts: readonly Constraint[]): string | undefined {
  if (parts.length < 2) {
    return undefined;
  }
  for (const [index, first] of parts.entries()) {
    for (const second of parts.slice(index + 1, index + 20)) {
      if (first.variable === second.variable && !canBoth(first, second)) {
        return first.text !== undefined && second.text !== undefined && !first.operator.test && !second.operator.test
          ? `${first.variable} cannot equal both ${first.text} and ${second.text}`
          : `${first.variable} cannot be ${inWords(first)} and ${inWords(second)}`;
      }
    }
  }
  return undefined;
}

function canBoth(a: Constraint, b: Constraint): boolean {
  if ((a.kinds & b.kinds) === 0) {
    return false;
  }
  if (a.operator.family !== b.operator.family) {
    return true;
  }
  if (a.text !== undefined && b.text !== undefined) {
    return a.text === b.text;
  }
  if (!a.interval || !b.interval) {
    return true;
  }
  const low = Math.max(a.interval.low, b.interval.low);
  const high = Math.min(a.interval.high, b.interval.high);
  const isIn = (point: number, { interval }: Constraint): boolean =>
    (point > interval!.low || (point === interval!.low && interval!.isLowIn)) &&
    (point < interval!.high || (point === interval!.high && interval!.isHighIn));
  return low < high || (low === high && isIn(low, a) && isIn(low, b));
}

/** The earlier rules of a Choice, by the variables that they ask about: only those with a variable in common are worth comparing. */
export class EarlierRules {
  private readonly byVariable = new Map<string, { readonly index: number; readonly wanted: Constraint }[]>();
  private count = 0;

  /** Each rule is compared with so many earlier ones at most. */
  constructor(private readonly most: number) {}

  /** `asked`: what `constraintsOf` says about the rule. */
  add(rule: ObjectNode, index: number, asked: readonly Constraint[]): void {
    if (this.count++ < this.most) {
      for (const wanted of alternativesOf(rule, asked)) {
        const list = this.byVariable.get(wanted.variable);
        if (list) {
          list.push({ index, wanted });
        } else {
          this.byVariable.set(wanted.variable, [{ index, wanted }]);
        }
      }
    }
  }

  /** The first one that is true whenever all of the comparisons are, and by what. */
  impliedBy(all: readonly Constraint[]): { readonly index: number; readonly inWords: string } | undefined {
    let first: { readonly index: number; readonly wanted: Constraint } | undefined;
    for (const given of all) {
      const found = this.byVariable
        .get(given.variable)
        ?.find(({ wanted }) =>
          wanted.operator.family === given.operator.family ? holdsWithin(given, wanted) : isOfKind(given, wanted),
        );
      if (found && (!first || found.index < first.index)) {
        first = found;
      }
    }
    return (
      first && {
        index: first.index,
        inWords: `${first.wanted.variable} ${first.wanted.operator.test ? 'is ' : ''}${inWords(first.wanted)}`,
      }
    );
  }
}

/** Whether what fits the one passes the test for a kind that the other is. That a text is a moment is for the execution to find out. */
function isOfKind(inner: Constraint, test: Constraint): boolean {
  return test.operator.test !== undefined && test.operator.name !== 'IsTimestamp' && (inner.kinds & ~test.kinds) === 0;
}

function holdsWithin(inner: Constraint, outer: Constraint): boolean {
  if (inner.text !== undefined && outer.text !== undefined) {
    return inner.text === outer.text;
  }
  const [a, b] = [inner.interval, outer.interval];
  return (
    a !== undefined &&
    b !== undefined &&
    (a.low > b.low || (a.low === b.low && (b.isLowIn || !a.isLowIn || a.low === -Infinity))) &&
    (a.high < b.high || (a.high === b.high && (b.isHighIn || !a.isHighIn || a.high === Infinity)))
  );
}

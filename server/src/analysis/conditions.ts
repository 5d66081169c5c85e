import { canonicalText } from '../source/canonicalText';
import type { Node, ObjectNode } from '../source/node';

/** Numbers, or moments as milliseconds, that fit a condition. */
interface Interval {
  readonly low: number;
  readonly high: number;
  readonly isLowIn: boolean;
  readonly isHighIn: boolean;
}

/** What a comparison asks of one value: to be one of some texts, or to lie in an interval. */
interface Constraint {
  readonly variable: string;
  readonly family: string;
  readonly values: ReadonlySet<string> | undefined;
  readonly interval: Interval | undefined;
  /** As a person would write it: `> 10`. */
  readonly inWords: string;
}

const all: Interval = { low: -Infinity, high: Infinity, isLowIn: false, isHighIn: false };
const signs: Readonly<Record<string, string>> = {
  Equals: '=',
  LessThan: '<',
  GreaterThan: '>',
  LessThanEquals: '<=',
  GreaterThanEquals: '>=',
};

/** What a comparison with a constant asks; absent for any other rule. */
function constraintOf(rule: Node): Constraint | undefined {
  if (rule.kind !== 'object') {
    return undefined;
  }
  let variable: string | undefined;
  let found: Omit<Constraint, 'variable'> | undefined;
  for (const { key, value } of rule.members) {
    if (key.value === 'Variable' && value?.kind === 'string') {
      variable = value.value;
    }
    const [, family, sign] =
      /^(String|Numeric|Timestamp|Boolean)(Equals|LessThan(?:Equals)?|GreaterThan(?:Equals)?)$/.exec(key.value) ?? [];
    if (family === undefined || !value || (value.kind === 'string' && value.value.includes('${'))) {
      continue;
    }
    const written = canonicalText(value);
    const inWords = `${signs[sign!]} ${written}`;
    const place =
      family === 'Numeric' && value.kind === 'number'
        ? Number(value.text)
        : family === 'Timestamp' && value.kind === 'string'
          ? Date.parse(value.value)
          : NaN;
    if (!Number.isNaN(place)) {
      found = { family, values: undefined, interval: intervalOf(sign!, place), inWords };
    } else if (sign === 'Equals' && (value.kind === 'string' || value.kind === 'boolean')) {
      found = { family, values: new Set([written]), interval: undefined, inWords };
    }
  }
  return variable !== undefined && found && !variable.includes('${') ? { variable, ...found } : undefined;
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

const constraints = new WeakMap<ObjectNode, readonly Constraint[]>();

/** The comparisons with constants all of which a rule asks for: itself, or those of its And. Read once, since each rule is compared with many. */
export function constraintsOf(rule: ObjectNode): readonly Constraint[] {
  let found = constraints.get(rule);
  if (!found) {
    found = readConstraints(rule);
    constraints.set(rule, found);
  }
  return found;
}

function readConstraints(rule: ObjectNode): readonly Constraint[] {
  const and = rule.members.find(({ key }) => key.value === 'And')?.value;
  const parts: readonly Node[] = and?.kind === 'array' ? and.items : [rule];
  return parts.flatMap((part) => constraintOf(part) ?? []);
}

const alternatives = new WeakMap<ObjectNode, readonly Constraint[]>();

/** The comparisons one of which a rule asks for, if it asks for nothing else: itself, or those of its Or. Read once. */
function alternativesOf(rule: ObjectNode): readonly Constraint[] {
  let found = alternatives.get(rule);
  if (!found) {
    found = readAlternatives(rule);
    alternatives.set(rule, found);
  }
  return found;
}

function readAlternatives(rule: ObjectNode): readonly Constraint[] {
  const or = rule.members.find(({ key }) => key.value === 'Or')?.value;
  if (or?.kind === 'array') {
    return or.items.flatMap((part) => constraintOf(part) ?? []);
  }
  const and = rule.members.find(({ key }) => key.value === 'And')?.value;
  const own = and?.kind === 'array' && and.items.length === 1 ? constraintOf(and.items[0]!) : constraintOf(rule);
  return own ? [own] : [];
}

/** Two comparisons of the rule that no value fits, in words. */
export function contradictionIn(rule: ObjectNode): string | undefined {
  const parts = constraintsOf(rule);
  for (const [index, first] of parts.entries()) {
    for (const second of parts.slice(index + 1, index + 20)) {
      if (first.variable === second.variable && !canBoth(first, second)) {
        return first.values && second.values
          ? `${first.variable} cannot equal both ${[...first.values].join()} and ${[...second.values].join()}`
          : `${first.variable} cannot be ${first.inWords} and ${second.inWords}`;
      }
    }
  }
  return undefined;
}

function canBoth(a: Constraint, b: Constraint): boolean {
  if (a.family !== b.family) {
    return false;
  }
  if (a.values && b.values) {
    return [...a.values].some((value) => b.values!.has(value));
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

/** The comparison by which `earlier` is true whenever `later` is, in words. */
export function impliedBy(later: ObjectNode, earlier: ObjectNode): string | undefined {
  const wanted = alternativesOf(earlier);
  for (const given of constraintsOf(later)) {
    const found = wanted.find(
      (each) => each.variable === given.variable && each.family === given.family && holdsWithin(given, each),
    );
    if (found) {
      return `${found.variable} ${found.inWords}`;
    }
  }
  return undefined;
}

function holdsWithin(inner: Constraint, outer: Constraint): boolean {
  if (inner.values && outer.values) {
    return [...inner.values].every((value) => outer.values!.has(value));
  }
  const [a, b] = [inner.interval, outer.interval];
  return (
    a !== undefined &&
    b !== undefined &&
    (a.low > b.low || (a.low === b.low && (b.isLowIn || !a.isLowIn || a.low === -Infinity))) &&
    (a.high < b.high || (a.high === b.high && (b.isHighIn || !a.isHighIn || a.high === Infinity)))
  );
}

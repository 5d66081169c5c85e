import type { Pillar, Severity } from '../analysis/analysis';
import type { Expression } from '../analysis/expressions';
import type { State, StateType } from '../asl/ast';
import { isStateType } from '../asl/spec';
import { allRules } from './allRules';
import { mentionsOf } from './mentions';
import type { Rule } from './rule';

/** A severity, or none of it. */
export type Setting = Severity | 'off';

export interface CheckOptions {
  /** Severities other than the rules' own, by code. */
  readonly severities?: Readonly<Record<string, Setting>>;
  /** The same for all rules of a pillar that `severities` does not name. */
  readonly pillars?: Readonly<Partial<Record<Pillar, Setting>>>;
  /** Tell of what only follows from another fault as well, as AWS does: the states behind a misspelt Next are not reachable. */
  readonly consequences?: boolean;
}

type RuleOf<K extends Rule['of']> = Extract<Rule, { readonly of: K }>;

/** A rule that is not switched off. */
export interface Active<K extends Rule['of'] = Rule['of']> {
  readonly rule: RuleOf<K>;
  readonly severity: Severity;
  /** As `mentionsIn` asks for it. */
  readonly mentions: number | undefined;
}

/** Which findings are wanted, and which rules may find them where. */
export interface Plan {
  /** Equal for equal wishes. */
  readonly key: string;
  readonly consequences: boolean;
  readonly structureSeverity: (code: string) => Setting;
  readonly ofMachine: readonly Active<'machine'>[];
  readonly ofScope: readonly Active<'scope'>[];
  /** Those that may say something about a state of its type with its fields. */
  readonly ofState: (state: State) => readonly Active<'state'>[];
  readonly ofExpression: (expression: Expression) => readonly Active<'expression'>[];
}

/** The severity of a rule by the options, or its own. */
export function severityOf(rule: Rule, { severities, pillars }: CheckOptions): Setting {
  return severities?.[rule.id] ?? (rule.pillar && pillars?.[rule.pillar]) ?? rule.severity;
}

const plans = new Map<string, Plan>();
/** Settings change seldom: those of a few workspace folders. */
const maxPlans = 20;

let last: { readonly options: CheckOptions; readonly plan: Plan } | undefined;

/** The plan for those wishes; the same for equal ones. */
export function planOf(options: CheckOptions): Plan {
  if (last?.options !== options) {
    last = { options, plan: findPlan(options) };
  }
  return last.plan;
}

function findPlan(options: CheckOptions): Plan {
  const { severities = {}, pillars, consequences } = options;
  const key = JSON.stringify([severities, pillars, consequences === true]);
  let plan = plans.get(key);
  if (!plan) {
    if (plans.size >= maxPlans) {
      plans.clear();
    }
    plan = makePlan(key, options);
    plans.set(key, plan);
  }
  return plan;
}

function makePlan(key: string, options: CheckOptions): Plan {
  const { severities = {}, consequences = false } = options;
  const active = <K extends Rule['of']>(of: K): Active<K>[] =>
    allRules.flatMap((rule) => {
      const severity = severityOf(rule, options);
      return rule.of === of && severity !== 'off' ? [{ rule: rule as RuleOf<K>, severity, mentions: mentionsOf(rule) }] : [];
    });
  return {
    key,
    consequences,
    structureSeverity: (code) => severities[code] ?? 'error',
    ofMachine: active('machine'),
    ofScope: active('scope'),
    ofState: rulesOfStates(active('state')),
    ofExpression: rulesOfExpressions(active('expression')),
  };
}

/** States of one type with the same of the fields that rules ask for, a bit each, have the same rules: there are few such sets, and many states. */
function rulesOfStates(rules: readonly Active<'state'>[]): Plan['ofState'] {
  const bits = new Map<string, number>();
  for (const { rule } of rules) {
    for (const field of rule.fields ?? []) {
      bits.set(field, bits.get(field) ?? 1 << bits.size);
    }
  }
  const maskOf = (names: readonly string[]): number => names.reduce((mask, name) => mask | bits.get(name)!, 0);
  const byType = new Map<StateType | undefined, Map<number, readonly Active<'state'>[]>>();
  return ({ type: written, node }) => {
    const type = isStateType(written?.value) ? written.value : undefined;
    const fields = cached(byType, type, () => new Map<number, readonly Active<'state'>[]>());
    let mask = 0;
    if (node) {
      for (const { key } of node.members) {
        mask |= bits.get(key.value) ?? 0;
      }
    }
    return cached(fields, mask, () =>
      rules.filter(
        ({ rule }) =>
          (!rule.types || (type !== undefined && rule.types.includes(type))) &&
          (!rule.fields || (maskOf(rule.fields) & mask) !== 0),
      ),
    );
  };
}

function rulesOfExpressions(rules: readonly Active<'expression'>[]): Plan['ofExpression'] {
  const byKind = new Map<string, Map<string, readonly Active<'expression'>[]>>();
  return ({ kind, field: { name } }) =>
    cached(
      cached(byKind, kind, () => new Map<string, readonly Active<'expression'>[]>()),
      name,
      () => rules.filter(({ rule }) => rule.kinds.includes(kind) && (!rule.fields || rule.fields.includes(name))),
    );
}

function cached<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

import { type Json, type JsonObject, isArray, isNumber, isObject, toNumber } from '../source/json';
import { actionOf, membersOf, type Ref, type Row, type Scalar, type ServiceModel } from './model';
import { optimizedMember, sdkMember } from './naming';
import type { ResponsePlace } from './response';

/**
 * How strictly a mock is held against the model of the service: STRICT wants all required fields, STRICT and PRESENT want each field
 * that is there to be as the model says. https://docs.aws.amazon.com/step-functions/latest/apireference/API_MockInput.html
 */
export type FieldValidationMode = 'STRICT' | 'PRESENT' | 'NONE';

/**
 * What is wrong with a mocked result, in AWS's words; undefined for nothing. Fields that the model does not have are fine, and so is
 * everything where the model does not have the action.
 */
export function mockProblem(
  result: Json,
  model: ServiceModel,
  place: ResponsePlace,
  mode: FieldValidationMode,
): string | undefined {
  const response = actionOf(model, place.action)?.r;
  if (mode === 'NONE' || response === undefined) {
    return undefined;
  }
  if (!isObject(result)) {
    return 'Mocked result must be a JSON object.';
  }
  const problem = new Check(model.t, mode, place.naming === 'sdk' ? sdkMember : optimizedMember).field(
    '',
    result,
    response,
    place.free,
  );
  return problem === undefined ? undefined : `Mock result schema validation error: ${problem}`;
}

class Check {
  constructor(
    private readonly rows: readonly Row[],
    private readonly mode: 'STRICT' | 'PRESENT',
    private readonly nameOf: (member: string) => string,
  ) {}

  /** What is wrong with a field; items of a list and values of a map are named like the field that holds them. */
  field(name: string, value: Json, ref: Ref, free: readonly string[] = []): string | undefined {
    if (typeof ref === 'string') {
      return scalarProblem(name, value, ref);
    }
    const row = this.rows[ref]!;
    switch (row[0]) {
      case 0:
        return isObject(value) ? this.structure(value, row, free) : must(name, 'an object');
      case 1:
        return isArray(value) ? this.each(name, value, row[1]) : must(name, 'an array');
      case 2:
        return isObject(value) ? this.each(name, Object.values(value), row[1]) : must(name, 'an object');
      case 3:
        return (
          scalarProblem(name, value, 's') ??
          (row.indexOf(value as string, 1) < 0 ? `Field '${name}' is not an expected value` : undefined)
        );
      case 4:
        return scalarProblem(name, value, row[1]) ?? rangeProblem(name, toNumber(value as number), row[2], row[3]);
    }
  }

  private structure(
    value: JsonObject,
    row: Extract<Row, readonly [0, ...unknown[]]>,
    free: readonly string[],
  ): string | undefined {
    const refs = new Map<string, Ref>();
    for (const { name: native, ref, required } of membersOf(row)) {
      const name = this.nameOf(native);
      if (required && this.mode === 'STRICT' && !Object.hasOwn(value, name)) {
        return `Required field '${name}' is missing`;
      }
      refs.set(name, free.includes(name) ? 'j' : ref);
    }
    for (const [name, field] of Object.entries(value)) {
      const ref = refs.get(name);
      const problem = ref === undefined ? undefined : this.field(name, field, ref);
      if (problem !== undefined) {
        return problem;
      }
    }
    return undefined;
  }

  private each(name: string, values: readonly Json[], ref: Ref): string | undefined {
    for (const value of values) {
      const problem = this.field(name, value, ref);
      if (problem !== undefined) {
        return problem;
      }
    }
    return undefined;
  }
}

function must(name: string, be: string): string {
  return `Field '${name}' must be ${be}`;
}

function scalarProblem(name: string, value: Json, kind: Scalar): string | undefined {
  switch (kind) {
    case 's':
    case 't':
    case 'B':
      return typeof value === 'string' ? undefined : must(name, 'a string');
    case 'b':
      return typeof value === 'boolean' ? undefined : must(name, 'a boolean');
    case 'i':
    case 'l':
      return isNumber(value) && /^-?\d+$/.test(String(value)) ? undefined : must(name, 'a number');
    case 'f':
    case 'd':
    case 'n':
      return isNumber(value) ? undefined : must(name, 'a number');
    case 'j':
      return undefined;
  }
}

function rangeProblem(name: string, value: number, min: number | null, max: number | null): string | undefined {
  if (min !== null && value < min) {
    return `Field '${name}' is less than the minimum value`;
  }
  return max !== null && value > max ? `Field '${name}' exceeds the maximum value` : undefined;
}

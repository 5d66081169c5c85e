import type { State } from '../asl/ast';
import { parsePath, type Path } from '../asl/jsonPath';
import { type Json, isNumber, toNumber } from '../source/json';
import { type Node, member } from '../source/node';
import type { Span } from '../source/span';
import { type Fault, checkExpression, compileTemplate, jsonOf, jsonataOf } from './compileTemplate';
import type { Jsonata, Quantity, Template } from './program';

/** Hears of what cannot run, and where. */
export interface Problems {
  problem(at: Span, message: string): void;
}

/** Reads the fields of one state; a fault is reported at the field that it stands in. */
export class StateFields {
  protected readonly node: Node | undefined;

  constructor(
    private readonly problems: Problems,
    protected readonly source: State,
  ) {
    this.node = source.node;
  }

  protected get jsonata(): boolean {
    return this.source.queryLanguage === 'JSONata';
  }

  /** The expression that a field holds in a JSONata state. */
  protected jsonataIn(node: Node | undefined, location: string): Jsonata | undefined {
    const found = this.jsonata ? jsonataOf(jsonOf(node), location) : undefined;
    if (found) {
      const faults: Fault[] = [];
      checkExpression(found, node!, faults);
      faults.forEach((f) => this.fault(f.node, f.message));
    }
    return found;
  }

  /** A number, its `…Path` or JSONata; `location` is its place as error texts name it. */
  protected quantity(field: string, node = this.node, location = field): Quantity | undefined {
    const path = this.path(`${field}Path`, node);
    if (path) {
      return { kind: 'path', path };
    }
    const found = member(node, field)?.value;
    const value = jsonOf(found);
    if (value === undefined) {
      return undefined;
    }
    const jsonata = this.jsonataIn(found, location);
    if (!jsonata && !isNumber(value)) {
      this.fault(found ?? this.source.key, `has a '${field}' that is no number`);
      return undefined;
    }
    return jsonata ?? { kind: 'value', value: toNumber(value as number) };
  }

  /** A text that may be a path or a function call (`ErrorPath`) or JSONata. */
  protected text(field: string): Template | undefined {
    const pathField = `${field}Path`;
    if (!this.jsonata && member(this.node, pathField)) {
      return this.template(pathField, undefined, pathField, true);
    }
    return this.template(field);
  }

  protected template(
    field: string,
    node: Node | undefined = this.node,
    location: string = field,
    dynamic = false,
  ): Template | undefined {
    const value = member(node, field)?.value;
    if (!value) {
      return undefined;
    }
    const faults: Fault[] = [];
    const template = compileTemplate(value, this.source.queryLanguage, location, faults, dynamic ? field : undefined);
    faults.forEach((f) => this.fault(f.node, f.message));
    return template;
  }

  protected dataPath(field: string): Path | null | undefined {
    return this.json(field) === null ? null : this.path(field);
  }

  protected path(field: string, within = this.node): Path | undefined {
    const node = member(within, field)?.value;
    if (!node) {
      return undefined;
    }
    if (node.kind !== 'string') {
      this.fault(node, `has a '${field}' that is no path`);
      return undefined;
    }
    const { path, problems } = parsePath(node.value);
    if (!path) {
      this.fault(node, `has the ${field} '${node.value}', which is no valid path: ${problems[0]?.message ?? ''}`);
    }
    return path;
  }

  /** ResultPath of the state or of a Catcher: names and indices from the root. https://states-language.net/#path */
  protected resultPath(node: Node | undefined): {
    resultPath: readonly (string | number)[] | null | undefined;
    resultPathText: string | undefined;
  } {
    const field = member(node, 'ResultPath')?.value;
    if (!field || this.jsonata) {
      return { resultPath: undefined, resultPathText: undefined };
    }
    if (field.kind === 'null') {
      return { resultPath: null, resultPathText: undefined };
    }
    const text = field.kind === 'string' ? field.value : '';
    const { path } = parsePath(text);
    const steps = path?.root.kind === 'input' ? referenceSteps(path) : undefined;
    if (!steps) {
      this.fault(
        field,
        `has the ResultPath '${text}', which is no reference path: names and indices only, such as $.order.items`,
      );
    }
    return { resultPath: steps, resultPathText: text };
  }

  protected json(field: string): Json | undefined {
    return jsonOf(member(this.node, field)?.value);
  }

  protected string(field: string): string | undefined {
    const value = this.json(field);
    if (typeof value !== 'string') {
      this.fault(
        value === undefined ? this.source.key : this.at(field),
        value === undefined ? `has no '${field}'` : `has a '${field}' that is no text`,
      );
      return undefined;
    }
    return value;
  }

  protected at(field: string): Span {
    return member(this.node, field)?.value ?? this.source.key;
  }

  protected fault(at: Span, message: string): void {
    this.problems.problem(at, `The state '${this.source.name}' ${message}.`);
  }
}

function referenceSteps(path: Path): (string | number)[] | undefined {
  const steps: (string | number)[] = [];
  for (const segment of path.segments) {
    if (segment.kind === 'names' && segment.names.length === 1) {
      steps.push(segment.names[0]!);
    } else if (segment.kind === 'indices' && segment.indices.length === 1 && segment.indices[0]! >= 0) {
      steps.push(segment.indices[0]!);
    } else {
      return undefined;
    }
  }
  return steps;
}

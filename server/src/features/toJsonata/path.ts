import type { Path, Segment } from '../../asl/jsonPath';
import { type Expression, made, primary, Refusal } from './expression';
import { condition } from './filter';

/** What is always there: its members need no test. */
const sure =
  /^\$states\.(?:input|result|errorOutput(?:\.(?:Error|Cause))?|context(?:\.(?:Execution(?:\.(?:Id|Input|Name|RoleArn|StartTime))?|State(?:\.(?:EnteredTime|Name|RetryCount))?|StateMachine(?:\.(?:Id|Name))?|Task(?:\.Token)?|Map(?:\.Item(?:\.(?:Index|Value))?)?))?)$/;

/** What is text whatever the execution is. */
const textual =
  /^\$states\.(?:errorOutput\.(?:Error|Cause)|context\.(?:Execution\.(?:Id|Name|RoleArn|StartTime)|State\.(?:EnteredTime|Name)|StateMachine\.(?:Id|Name)|Task\.Token))$/;

/** What stands at the root of a path that does not begin at the state's data. */
export function rootOf({ root }: Path, integers?: ReadonlySet<string>): Expression | undefined {
  switch (root.kind) {
    case 'context':
      return made('$states.context');
    case 'variable':
      return made(`$${root.name}`, [], integers?.has(root.name) ? { type: 'number', isInteger: true } : {});
    default:
      return undefined;
  }
}

/** What the steps of a path find from `base` on; `isDefinite` as the path is: otherwise it is a list of all that is found. */
export function follow(base: Expression, segments: readonly Segment[], isDefinite: boolean): Expression {
  if (segments.length === 0) {
    return base;
  }
  if (base.type !== undefined && base.type !== 'array' && base.type !== 'object') {
    throw new Refusal('the path names nothing that is there');
  }
  if (isDefinite) {
    const text = steps(primary(base), segments);
    return made(text, [], {
      missable: sure.test(text) ? [] : [text],
      needed: base.needed,
      ...(textual.test(text) && { type: 'string' as const }),
    });
  }
  return found(base, segments);
}

/** Names and indices as steps. */
function steps(base: string, segments: readonly Segment[]): string {
  return segments.reduce((text, segment) => {
    if (segment.kind === 'indices') {
      return `${text}[${segment.indices[0]}]`;
    }
    const names = segment.kind === 'names' ? segment.names : [];
    return names.length === 1
      ? `${text}.${step(names[0]!)}`
      : `${text}.{ ${names.map((name) => `${JSON.stringify(name)}: ${step(name)}`).join(', ')} }`;
  }, base);
}

const words = new Set(['and', 'or', 'in', 'true', 'false', 'null', 'function']);

function step(name: string): string {
  if (/^[A-Za-z_]\w*$/.test(name) && !words.has(name)) {
    return name;
  }
  if (name.includes('`') || name === '') {
    throw new Refusal(`JSONata has no step to a field that is called "${name}"`);
  }
  return `\`${name}\``;
}

function isDefinite({ kind, ...segment }: Segment): boolean {
  return (
    (kind === 'names' && (segment as { names: readonly string[] }).names.length === 1) ||
    (kind === 'indices' && (segment as { indices: readonly number[] }).indices.length === 1)
  );
}

/** The list of everything that a path finds, empty when it finds nothing. */
function found(base: Expression, segments: readonly Segment[]): Expression {
  const first = segments.findIndex((segment) => !isDefinite(segment));
  const start = first > 0 ? made(steps(primary(base), segments.slice(0, first))) : base;
  let rest = segments.slice(first);
  let text: string;
  if (rest[0]!.kind === 'descendants') {
    if (!rest[1] || !isDefinite(rest[1]) || rest[1].kind !== 'names') {
      throw new Refusal("what follows '..' in the path is no plain name");
    }
    // The items of lists are among them, the lists themselves are not: no name is found in those.
    text = `${primary(start)}.**[]`;
    rest = rest.slice(1);
  } else {
    text = several(primary(start), rest[0]!, base, start.type === 'array');
    rest = rest.slice(1);
  }
  while (rest.length > 0) {
    const next = rest.findIndex((segment) => !isDefinite(segment));
    const plain = next < 0 ? rest : rest.slice(0, next);
    const item = steps('$item', plain);
    if (next < 0) {
      text = `$map(${text}, function($item) { ${item} })[]`;
      rest = [];
    } else if (next === rest.length - 1 && rest[next]!.kind === 'names') {
      text = `$map(${text}, function($item) { ${steps(item, [rest[next]!])} })[]`;
      rest = [];
    } else {
      const inner = several(item, rest[next]!, base);
      text = `$reduce(${text}, function($all, $item) { $append($all, ${inner}) }, [])`;
      rest = rest.slice(next + 1);
    }
  }
  return made(`[${text}]`, [], { type: 'array', isList: true, needed: base.needed });
}

/** The list that one step finds in one value; nothing where it finds nothing. */
function several(value: string, segment: Segment, root: Expression, isList = false): string {
  switch (segment.kind) {
    case 'wildcard':
      return isList ? value : `($type(${value}) = 'array' ? ${value} : $each(${value}, function($value) { $value })[])`;
    case 'filter':
      return `$filter(${value}, function($value) { ${condition(segment.filter, '$value', root)} })[]`;
    case 'slice': {
      const bound = (index: number): string => (index < 0 ? `$count($list) - ${-index}` : String(index));
      const { from, to } = segment;
      const tests = [
        ...(from === undefined ? [] : [`$index >= ${bound(from)}`]),
        ...(to === undefined ? [] : [`$index < ${bound(to)}`]),
      ];
      const parameters = (from ?? 0) < 0 || (to ?? 0) < 0 ? '$value, $index, $list' : '$value, $index';
      return `$filter(${value}, function(${parameters}) { ${tests.join(' and ')} })[]`;
    }
    case 'indices': {
      const { indices } = segment;
      if (indices.some((index, at) => index < 0 || index <= (indices[at - 1] ?? -1))) {
        throw new Refusal('the indices in the path do not ascend');
      }
      return `$filter(${value}, function($value, $index) { $index in [${indices.join(', ')}] })[]`;
    }
    case 'names':
      throw new Refusal('the path takes several fields before its end');
    case 'descendants':
      throw new Refusal("the path has '..' behind what finds several values");
  }
}

import type { IntrinsicCall } from '../../asl/intrinsics';
import type { Path } from '../../asl/jsonPath';
import { isNumber } from '../../source/json';
import { intrinsicResultShape } from '../resultShapes';
import { any, number, objectOf, type Shape, text } from '../shape';
import { either, itemsOf } from './likely';

/** What a call of an intrinsic function gives; `pathShape` says what its paths lead to. Recursion is as deep as calls are nested, which their parser bounds. */
export function intrinsicShape(call: IntrinsicCall, pathShape: (path: Path) => Shape): Shape {
  const shapes = call.arguments.map((argument): Shape => {
    switch (argument.kind) {
      case 'call':
        return intrinsicShape(argument, pathShape);
      case 'path':
        return pathShape(argument.path);
      case 'value':
        return typeof argument.value === 'string' ? text : isNumber(argument.value) ? number : any;
    }
  });
  const [first = any, second = any] = shapes;
  switch (call.name) {
    case 'States.Array':
      return { kind: 'array', items: shapes.length > 0 ? shapes.reduce(either) : any };
    case 'States.ArrayGetItem':
      return itemsOf(first);
    case 'States.ArrayPartition':
      return { kind: 'array', items: { kind: 'array', items: itemsOf(first) } };
    case 'States.ArrayUnique':
      return { kind: 'array', items: itemsOf(first) };
    case 'States.JsonMerge':
      return first.kind === 'object' && second.kind === 'object'
        ? objectOf(new Map([...first.fields, ...second.fields]), first.isOpen || second.isOpen, undefined)
        : either(first, second);
    default:
      return intrinsicResultShape(call.name) ?? any;
  }
}

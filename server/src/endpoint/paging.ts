import { type Json, type JsonObject, isNumber, toNumber } from '../source/json';
import { ApiError } from './apiError';

/** One page of a list. `nextToken` is absent on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken: string | undefined;
}

/**
 * The page that a request asks for with `maxResults` (default 100; 0 means the default) and `nextToken`. A token names the list
 * that it continues (`scope`) and is refused with InvalidToken for any other.
 */
export function page<T>(all: readonly T[], request: JsonObject, scope: string, unit = 100): Page<T> {
  const wanted = numberIn(request['maxResults']);
  const size = wanted === undefined || wanted === 0 ? unit : Math.min(wanted, 1000);
  const start = startOf(request['nextToken'], scope);
  const end = start + size;
  return {
    items: all.slice(start, end),
    nextToken: end < all.length ? Buffer.from(JSON.stringify([scope, end])).toString('base64url') : undefined,
  };
}

function startOf(token: Json | undefined, scope: string): number {
  if (typeof token !== 'string') {
    return 0;
  }
  try {
    const parsed = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as unknown;
    if (Array.isArray(parsed) && parsed[0] === scope && Number.isSafeInteger(parsed[1]) && parsed[1] >= 0) {
      return parsed[1] as number;
    }
  } catch {
    // Not one of ours.
  }
  throw new ApiError('InvalidToken', "Invalid Token: 'Invalid token'");
}

function numberIn(value: Json | undefined): number | undefined {
  return isNumber(value) ? toNumber(value) : undefined;
}

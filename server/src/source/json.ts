/** JSON data: the one way to read, write, measure and compare it. */
export { type Read, maxDepth, readJson } from './json/read';
export { Redaction } from './json/redact';
export { sizeOf } from './json/size';
export {
  Decimal,
  type Json,
  type JsonArray,
  type JsonDraft,
  type JsonObject,
  draft,
  equal,
  fromNumber,
  fromPlain,
  isArray,
  isNumber,
  isObject,
  numberOf,
  object,
  toNumber,
} from './json/value';
export { prettyJson, textOf, writeJson } from './json/write';

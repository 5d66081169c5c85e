import type { Value } from '../fields/fieldTable';

/** https://states-language.net/#timestamps: RFC 3339 with an upper-case T, and a zone. */
const timestampPattern =
  '^\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|[12]\\d))T(?:[01]\\d|2[0-3]):[0-5]\\d:(?:[0-5]\\d|60)(?:\\.\\d+)?(?:Z|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)$';

/** A moment as the fields Timestamp and Timestamp… of a Choice rule take it. */
export const timestamp: Value = {
  type: 'string',
  pattern: { source: timestampPattern, what: 'an RFC3339 timestamp such as 2026-01-31T12:00:00Z' },
};

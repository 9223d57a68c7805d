import { describe, expect, test } from 'vitest';
import { parseReason } from './parse-reason.ts';

describe('parseReason', () => {
  // As src/engine/blocks.ts, blame-limit.ts and report.ts write them.
  test.each([
    ['30 requests a minute are used', { kind: 'used', limit: 30, unit: 'requests', window: 'minute' }],
    ['0.1 usd a month are used', { kind: 'used', limit: 0.1, unit: 'usd', window: 'month' }],
    ['2 at once are running', { kind: 'at_once', limit: 2 }],
    [
      'request of about 9000 tokens exceeds the limit of 6000 a minute',
      { kind: 'too_large', amount: 9_000, unit: 'tokens', limit: 6_000, window: 'minute' },
    ],
    [
      'rate limited (requests a minute)',
      { kind: 'refused', name: 'rateLimited', unit: 'requests', window: 'minute' },
    ],
    ['rate limited (a minute)', { kind: 'refused', name: 'rateLimited', window: 'minute' }],
    ['quota spent (tokens)', { kind: 'refused', name: 'quotaSpent', unit: 'tokens' }],
    ['quota spent', { kind: 'refused', name: 'quotaSpent' }],
    ['key is resting', { kind: 'plain', name: 'keyResting' }],
    ['not granted in this plan', { kind: 'plain', name: 'notGranted' }],
  ])('%s', (text, reason) => {
    expect(parseReason(text)).toEqual({ reason, isTried: false });
    expect(parseReason(`${text}: one call tries it`)).toEqual({ reason, isTried: true });
  });

  test.each(['', 'something new', 'constructor', 'rate limited (x y z)', 'many requests are used'])(
    '%j is not known',
    (text) => expect(parseReason(text).reason).toBeNull(),
  );
});

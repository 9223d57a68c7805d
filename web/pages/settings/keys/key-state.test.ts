import { expect, test } from 'vitest';
import type { KeyView } from '../../../../src/api/views/key-view.ts';
import type { QuotaView } from '../../../../src/api/views/quota-view.ts';
import { stateOf } from './key-state.ts';
import { markServing } from './mark-serving.ts';
import { tightestQuotas } from './tightest-quotas.ts';

const until = '2026-11-21T20:00:00.000Z';

function key(change: Partial<KeyView>): KeyView {
  return {
    id: 'key_1',
    provider: 'groq',
    masked: 'gsk_abc1...xyz9',
    label: null,
    account: null,
    source: 'stored',
    status: 'ready',
    active: false,
    successes: 0,
    errors: 0,
    today: { successes: 0, errors: 0 },
    last_error: null,
    last_used_at: null,
    cooling_until: null,
    verdict: 'excellent',
    quotas: [],
    shares_quota_with: [],
    ...change,
  };
}

function quota(change: Partial<QuotaView>): QuotaView {
  return {
    unit: 'requests',
    window: 'day',
    limit: 100,
    used: 0,
    remaining: 100,
    resets_at: null,
    source: 'declared',
    ...change,
  };
}

const spentDay = quota({ remaining: 0, used: 100, resets_at: until });
const refused = { class: 'rate_limited', message: '', at: until };

test.each([
  ['active', { active: true }],
  ['ready', {}],
  ['paused', { status: 'cooling', cooling_until: until, last_error: refused }],
  ['paused', { status: 'cooling', cooling_until: '2026-11-21T10:00:00.000Z', quotas: [spentDay] }],
  ['paused', { status: 'resting', cooling_until: until, quotas: [spentDay] }],
  ['spent', { status: 'cooling', cooling_until: until, quotas: [spentDay] }],
  ['spent', { status: 'cooling', last_error: { ...refused, class: 'quota_spent' } }],
  ['invalid', { status: 'invalid', active: true }],
  ['disabled', { status: 'disabled' }],
] as const)('%s: %j', (state, change) => {
  expect(stateOf(key(change))).toBe(state);
});

test('before the first request the only key that is ready is the active one; of two nobody knows', () => {
  const [ready, other, off] = [key({ id: 'a' }), key({ id: 'b' }), key({ id: 'c', status: 'disabled' })];
  expect(markServing([ready, off])).toEqual([{ ...ready, active: true }, off]);
  expect(markServing([ready, other, off])).toEqual([ready, other, off]);
});

test('of requests and tokens the limit is shown that binds first', () => {
  const near = quota({ model: 'near', remaining: 10 });
  const tokens = quota({ unit: 'tokens', window: 'minute' });
  const concurrent = quota({ unit: 'concurrent', window: 'now' });
  expect(
    tightestQuotas([quota({}), near, quota({ window: 'minute', remaining: 1 }), tokens, concurrent]),
  ).toEqual([near, tokens]);
  const minute = quota({ window: 'minute', remaining: 0 });
  expect(tightestQuotas([near, minute])).toEqual([minute]);
  expect(tightestQuotas([quota({ unit: 'usd', window: 'month' }), concurrent])).toMatchObject([
    { unit: 'usd' },
  ]);
});

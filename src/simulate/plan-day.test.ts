import { beforeAll, describe, expect, test } from 'vitest';
import { NoriaError } from '../shared/errors.ts';
import { countKeys, type House } from './house.ts';
import { planDay, type DayWish } from './plan-day.ts';
import { shippedHouse } from './shipped-house.fixture.ts';

let shipped: House;
beforeAll(async () => (shipped = await shippedHouse()));

const wish: DayWish = {
  perHour: 100,
  hours: 24,
  shape: 'day',
  seed: 1,
  startAt: Date.UTC(2026, 10, 21),
  keys: new Map([['groq', 1]]),
  accounts: new Map(),
  local: false,
  localAtOnce: null,
};

function planned(change: Partial<DayWish>, house: House = shipped): [string, readonly number[]][] {
  return planDay({ ...wish, ...change }, house).providers.map(({ spec, accounts }) => [
    spec.def.id,
    accounts,
  ]);
}

function faultOf(change: Partial<DayWish>, house: House = shipped): NoriaError {
  try {
    planned(change, house);
  } catch (error) {
    if (error instanceof NoriaError) return error;
  }
  throw new Error('no fault');
}

describe('a day is planned', () => {
  test('with the keys that are asked for, each of an account of its own, in the order of the cascade', () => {
    const keys = new Map([
      ['openrouter', 1],
      ['groq', 3],
    ]);
    expect(planned({ keys })).toEqual([
      ['groq', [1, 1, 1]],
      ['openrouter', [1]],
    ]);
  });

  test('with the accounts that share out these keys', () => {
    expect(planned({ keys: new Map([['groq', 5]]), accounts: new Map([['groq', 2]]) })).toEqual([
      ['groq', [3, 2]],
    ]);
  });

  test('with a local model where one is wanted, the stand-in where none is known', () => {
    const plan = planDay({ ...wish, local: true, localAtOnce: 1 }, shipped);
    const local = plan.providers.at(-1)!;
    expect([local.spec.def.tier, local.spec.models.length, local.parallel]).toEqual(['local', 1, 1]);
  });

  test('with the keys that there are, and the local server that answers, when nothing is said', () => {
    const owned = countKeys([
      { provider: 'groq', account: 'team' },
      { provider: 'groq', account: 'team' },
      { provider: 'groq', account: null },
      { provider: 'ollama', account: null },
    ]);
    const house = { ...shipped, owned };
    expect(planned({ keys: null, local: null }, house)).toEqual([
      ['groq', [2, 1]],
      ['ollama', [1]],
    ]);
    expect(planned({ keys: null, local: false }, house)).toEqual([['groq', [2, 1]]]);
  });
});

describe('what cannot be planned is said with what is allowed', () => {
  test.each<[string, Partial<DayWish>, string, RegExp]>([
    [
      'an unknown provider',
      { keys: new Map([['grok', 1]]) },
      'keys',
      /no provider "grok".*Known: groq, mistral.*mean "groq"/,
    ],
    ['a local one with keys', { keys: new Map([['ollama', 1]]) }, 'keys', /It is local/],
    ['an account of nobody', { accounts: new Map([['grok', 1]]) }, 'accounts', /no provider "grok"/],
    ['no key at all', { keys: new Map([['groq', 0]]) }, 'keys', /from 1 to 200/],
    ['too many keys', { keys: new Map([['groq', 201]]) }, 'keys', /from 1 to 200/],
    [
      'more accounts than keys',
      { accounts: new Map([['groq', 2]]) },
      'accounts',
      /from 1 to as many as it has keys \(1\)/,
    ],
    [
      'accounts without keys',
      { keys: null, accounts: new Map([['groq', 2]]) },
      'accounts',
      /name these keys as well/,
    ],
    ['too many hours', { hours: 745 }, 'hours', /up to 744/],
    ['no hours', { hours: 0 }, 'hours', /more than 0/],
    ['too many requests', { perHour: 1e6 }, 'rate', /24,000,000 requests; allowed: up to 1,000,000/],
    ['nothing to ask', { keys: null }, 'keys', /no key on this machine/],
  ])('%s', (_name, change, param, words) => {
    const fault = faultOf(change);
    expect([fault.code, fault.details.param]).toEqual(['invalid_request', param]);
    expect(fault.message).toMatch(words);
  });
});

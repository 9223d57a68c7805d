import { describe, expect, test } from 'vitest';
import { openStore } from './open-store.ts';
import type { UsageRow } from './usage.ts';

function usage(over: Partial<UsageRow> = {}): UsageRow {
  return {
    day: '2026-11-21',
    provider: 'groq',
    model: 'llama-3.3-70b',
    keyId: 'key_1',
    app: 'chat',
    local: false,
    timed: 1,
    tookMs: 300,
    firstTokens: 1,
    firstTokenMs: 40,
    requests: 1,
    successes: 1,
    failures: 0,
    promptTokens: 10,
    completionTokens: 20,
    savedUsdMicros: 5,
    ...over,
  };
}

describe('usage', () => {
  test('adds up what has the same dimensions, also within one call', async () => {
    await using store = openStore(':memory:');
    await store.usage.addUsage([usage(), usage({ successes: 0, failures: 1, savedUsdMicros: 0.6 })]);
    await store.usage.addUsage([usage({ promptTokens: 100 })]);
    expect(await store.usage.usageOf('2026-11-21')).toEqual([
      usage({
        requests: 3,
        successes: 2,
        failures: 1,
        promptTokens: 120,
        completionTokens: 60,
        savedUsdMicros: 11,
        timed: 3,
        tookMs: 900,
        firstTokens: 3,
        firstTokenMs: 120,
      }),
    ]);
  });

  test('keeps apart what differs in one dimension', async () => {
    await using store = openStore(':memory:');
    const rows = [
      usage(),
      usage({ keyId: 'key_2' }),
      usage({ model: 'other' }),
      usage({ provider: 'ollama', keyId: '' }),
      usage({ provider: 'ollama', keyId: '', local: true }),
    ];
    await store.usage.addUsage(rows);
    expect(await store.usage.usageOf('2026-11-21')).toEqual(rows);
  });

  test('answers the days that were asked for', async () => {
    await using store = openStore(':memory:');
    const days = ['2026-11-19', '2026-11-20', '2026-11-21'];
    await store.usage.addUsage(days.map((day) => usage({ day })));
    expect((await store.usage.usageBetween('2026-11-19', '2026-11-20')).map(({ day }) => day)).toEqual(
      days.slice(0, 2),
    );
    expect(await store.usage.usageOf('2026-11-22')).toEqual([]);
  });

  test('adds ten thousand rows at once', async () => {
    await using store = openStore(':memory:');
    await store.usage.addUsage(
      Array.from({ length: 10_000 }, (_, index) => usage({ keyId: `key_${index}` })),
    );
    expect(await store.usage.usageOf('2026-11-21')).toHaveLength(10_000);
  });

  test('adds nothing of no rows', async () => {
    await using store = openStore(':memory:');
    await store.usage.addUsage([]);
    expect(await store.usage.usageOf('2026-11-21')).toEqual([]);
  });
});

describe('sums of usage', () => {
  const rows = [
    usage({ keyId: 'key_1', app: 'chat' }),
    usage({ keyId: 'key_2', app: 'messages', tookMs: 500 }),
    usage({ day: '2026-11-20', keyId: 'key_1', app: 'chat', successes: 0, failures: 2 }),
    usage({ day: '2026-11-19', provider: 'mistral' }),
  ];

  test('are added up by the columns that are asked for, in their order', async () => {
    await using store = openStore(':memory:');
    await store.usage.addUsage(rows);
    const days = { from: '2026-11-20', to: '2026-11-21', limit: 10 };
    const sums = await store.usage.sums({ ...days, by: ['keyId', 'day'] });
    expect(sums.map(({ keyId, day, failures, tookMs }) => [keyId, day, failures, tookMs])).toEqual([
      ['key_1', '2026-11-20', 2, 300],
      ['key_1', '2026-11-21', 0, 300],
      ['key_2', '2026-11-21', 0, 500],
    ]);
    expect(await store.usage.sums({ ...days, by: ['provider'] })).toEqual([
      {
        provider: 'groq',
        requests: 3,
        successes: 2,
        failures: 2,
        promptTokens: 30,
        completionTokens: 60,
        savedUsdMicros: 15,
        timed: 3,
        tookMs: 1_100,
        firstTokens: 3,
        firstTokenMs: 120,
      },
    ]);
  });

  test('are one row of all without a column, none where nothing was counted, and no more than asked for', async () => {
    await using store = openStore(':memory:');
    await store.usage.addUsage(rows);
    const days = { from: '2026-11-01', to: '2026-11-30' };
    expect(await store.usage.sums({ ...days, by: [], limit: 10 })).toMatchObject([{ requests: 4 }]);
    expect(await store.usage.sums({ from: '2027-01-01', to: '2027-01-02', by: [], limit: 10 })).toEqual([]);
    expect(await store.usage.sums({ ...days, by: ['day'], limit: 2 })).toHaveLength(2);
  });
});

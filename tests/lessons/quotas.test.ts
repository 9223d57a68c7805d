import { describe, expect, it } from 'vitest';
import { createWindowCounter } from '../../fleet/counters/window-counter.ts';
import type { SimWindow } from '../../fleet/sim-spec.ts';
import type { Window } from '../../src/catalog/types.ts';
import { bucketFreesAt, createBucket, fits, takeFrom } from '../../src/engine/bucket.ts';
import { groqKey } from '../support/gateway.ts';
import { openLesson, ownServer } from './lesson-gateway.ts';

const pacific = 'America/Los_Angeles';
const geminiKey = `AIza${'g'.repeat(35)}`;
const geminiModel = 'gemini-3.5-flash-lite';
const pacificDay = { kind: 'fixed', ms: 86_400_000, calendar: 'day', zone: pacific } as const;

function gemini(amount: number): {
  id: string;
  keys: string[];
  models: string[];
  limits: { unit: 'requests'; amount: number; window: SimWindow; per: 'account_model' }[];
} {
  return {
    id: 'gemini',
    keys: [geminiKey],
    models: ['*'],
    limits: [{ unit: 'requests', amount, window: pacificDay, per: 'account_model' }],
  };
}

describe('calendar windows', () => {
  it.each([
    ['a day of 25 hours', '2026-11-01T20:00:00Z', '2026-11-02T08:00:00Z'],
    ['a day of 23 hours', '2026-03-08T20:00:00Z', '2026-03-09T07:00:00Z'],
    ['the last day of the year', '2026-12-31T20:00:00Z', '2027-01-01T08:00:00Z'],
  ])(
    'open again at the provider’s own midnight, not hours later: %s (OmniRoute#8396)',
    async (_name, at, midnight) => {
      await using gateway = await openLesson({
        at: Date.parse(at),
        specs: [gemini(2)],
        yaml: `providers: { gemini: { models: { ${geminiModel}: { limits: { requests: { day: 2 } } } } } }`,
      });
      expect((await gateway.codes(4)).toSorted()).toEqual([
        'gemini',
        'gemini',
        'pool_exhausted',
        'pool_exhausted',
      ]);
      gateway.clock.now = Date.parse(midnight) - 1_000;
      expect(await gateway.codes(1)).toEqual(['pool_exhausted']);
      gateway.clock.now = Date.parse(midnight) + 1_000;
      expect(await gateway.codes(2)).toEqual(['gemini', 'gemini']);
      expect(gateway.fleet.get('gemini').count({ status: 429 })).toBe(0);
    },
  );

  it('Gemini’s day is spent though it says "retry in 37 s": nobody asks until its midnight (stremio-ai-search#147)', async () => {
    await using gateway = await openLesson({
      at: Date.parse('2026-11-21T20:00:00Z'),
      specs: [gemini(1)],
      yaml: `providers: { gemini: { limits: {}, models: [${geminiModel}] } }`,
    });
    const sim = gateway.fleet.get('gemini');
    expect(await gateway.codes(2)).toContain('gemini');
    const spent = sim.count();
    for (let hour = 0; hour < 11; hour += 1) {
      gateway.clock.now += 3_600_000;
      expect(await gateway.codes(1, { deadlineMs: 50 })).toEqual(['pool_exhausted']);
    }
    expect(sim.count()).toBe(spent);
    gateway.clock.now = Date.parse('2026-11-22T08:00:01Z');
    expect(await gateway.codes(1)).toEqual(['gemini']);
  });

  it('Gemini’s minute is not taken for its day (OmniRoute#3686)', async () => {
    const minute = { kind: 'fixed', ms: 60_000, calendar: 'minute' } as const;
    await using gateway = await openLesson({
      at: Date.parse('2026-11-21T20:00:10Z'),
      specs: [
        { ...gemini(1), limits: [{ unit: 'requests', amount: 1, window: minute, per: 'account_model' }] },
      ],
      yaml: `providers: { gemini: { limits: {}, models: [${geminiModel}] } }`,
    });
    expect(await gateway.codes(2)).toContain('pool_exhausted');
    gateway.clock.now = Date.parse('2026-11-21T20:01:11Z');
    expect(await gateway.codes(1)).toEqual(['gemini']);
  });
});

describe('what the fleet counts and what the engine counts', () => {
  const fixed = (length: 'second' | 'minute' | 'day' | 'month', zone: string): Window => ({
    kind: 'fixed',
    length,
    zone,
  });
  const calendar = (name: 'second' | 'minute' | 'day' | 'month', zone: string): SimWindow => ({
    kind: 'fixed',
    ms: 1,
    calendar: name,
    zone,
  });
  const pairs: [name: string, ours: Window, theirs: SimWindow, pace: { at: string; stepMs: number }][] = [
    [
      'the Pacific day of 25 hours',
      fixed('day', pacific),
      calendar('day', pacific),
      { at: '2026-10-31T20:00:00Z', stepMs: 600_000 },
    ],
    [
      'the Pacific day of 23 hours',
      fixed('day', pacific),
      calendar('day', pacific),
      { at: '2026-03-07T20:00:00Z', stepMs: 600_000 },
    ],
    [
      'a day without midnight',
      fixed('day', 'America/Santiago'),
      calendar('day', 'America/Santiago'),
      { at: '2026-09-05T00:00:00Z', stepMs: 600_000 },
    ],
    [
      'the month of Paris',
      fixed('month', 'Europe/Paris'),
      calendar('month', 'Europe/Paris'),
      { at: '2026-02-25T00:00:00Z', stepMs: 20_000_000 },
    ],
    [
      'February of a leap year',
      fixed('month', 'UTC'),
      calendar('month', 'UTC'),
      { at: '2028-02-25T00:00:00Z', stepMs: 20_000_000 },
    ],
    [
      'seconds',
      fixed('second', 'UTC'),
      calendar('second', 'UTC'),
      { at: '2026-02-25T00:00:00Z', stepMs: 200 },
    ],
    [
      'rolling seconds',
      { kind: 'rolling', length: 'second' },
      { kind: 'rolling', ms: 1_000 },
      { at: '2026-02-25T00:00:00Z', stepMs: 200 },
    ],
    [
      'refilling seconds',
      { kind: 'refill', length: 'second' },
      { kind: 'refill', ms: 1_000 },
      { at: '2026-02-25T00:00:00Z', stepMs: 200 },
    ],
    [
      '24 hours from the first use',
      { kind: 'first_use', length: 'day' },
      { kind: 'first_use', ms: 86_400_000 },
      { at: '2026-02-25T00:00:00Z', stepMs: 3_600_000 },
    ],
  ];

  it.each(pairs)(
    'agree on %s: whatever a call takes to arrive, none is refused (litellm#6938)',
    (_name, window, theirs, { at, stepMs }) => {
      const random = sequence();
      const guardMs = 'length' in window && window.length === 'second' ? 125 : 250;
      let served = 0;
      for (let round = 0; round < 30; round += 1) {
        const amount = 1 + Math.floor(random() * 12);
        const bucket = createBucket({
          id: 'x',
          provider: 'p',
          owner: 'o',
          group: '*',
          unit: 'requests',
          side: 'all',
          window,
          guardMs,
          base: { amount, source: 'declared' },
        });
        const sim = createWindowCounter(theirs, amount);
        let now = Date.parse(at);
        let arrival = 0;
        for (let call = 0; call < 200; call += 1) {
          const free = bucketFreesAt(bucket, 1, now);
          now = free > now && random() < 0.4 ? free : now + Math.floor(random() * stepMs);
          if (!fits(bucket, 1, now)) continue;
          takeFrom(bucket, 1, now);
          arrival = Math.max(arrival, now + Math.floor(random() * guardMs));
          expect(sim.waitMs(arrival, 1)).toBe(0);
          sim.take(arrival, 1);
          served += 1;
        }
      }
      expect(served).toBeGreaterThan(1_000);
    },
  );

  function sequence(): () => number {
    let seed = 7;
    return () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  }
});

describe('a limit of 100 a window', () => {
  const at = Date.UTC(2026, 10, 21, 12, 0, 20);
  const windows: [kind: string, yaml: string, window: SimWindow, periodMs: number][] = [
    [
      'refill minute',
      'windows: { minute: refill }, limits: { requests: { minute: 100 } }',
      { kind: 'refill', ms: 60_000 },
      60_000,
    ],
    [
      'fixed minute',
      'windows: { minute: fixed }, limits: { requests: { minute: 100 } }',
      { kind: 'fixed', ms: 60_000 },
      60_000,
    ],
    [
      'rolling minute',
      'windows: { minute: rolling }, limits: { requests: { minute: 100 } }',
      { kind: 'rolling', ms: 60_000 },
      60_000,
    ],
    [
      'first use hour',
      'windows: { hour: first_use }, limits: { requests: { hour: 100 } }',
      { kind: 'first_use', ms: 3_600_000 },
      3_600_000,
    ],
    [
      'fixed day',
      'windows: { day: fixed }, limits: { requests: { day: 100 } }',
      { kind: 'fixed', ms: 86_400_000 },
      86_400_000,
    ],
  ];

  it.each(windows)(
    'lets 100 of 544 through, over a restart too, and 100 again in the next: %s (litellm#6938)',
    async (_kind, settings, window, periodMs) => {
      const limits = [{ unit: 'requests' as const, amount: 100, window, per: 'account' as const }];
      await using server = await ownServer(
        [{ id: 'mine', profile: 'openai', keys: ['k-mine'], models: ['*'], limits }],
        `models: [m1, m2, m3], ${settings}`,
        at,
      );
      const sim = server.fleet.get('mine');
      const half = await server.codes(60, { model: 'm1', deadlineMs: 5_000 });
      expect(half).toEqual(Array.from({ length: 60 }, () => 'mine'));
      await server.restart();
      const rest = await server.codes(484, { deadlineMs: 5_000 });
      expect(rest.filter((code) => code === 'mine')).toHaveLength(40);
      expect(sim.count()).toBe(100);
      server.clock.now += periodMs + 500;
      await server.codes(200, { deadlineMs: 5_000 });
      expect([sim.count({ status: 200 }), sim.count({ status: 429 })]).toEqual([200, 0]);
    },
  );

  it('in tokens is never overstepped by prompts whose size the engine can only estimate', async () => {
    const limits = [
      {
        unit: 'tokens' as const,
        amount: 6_000,
        window: { kind: 'refill' as const, ms: 60_000 },
        per: 'account' as const,
      },
    ];
    await using gateway = await openLesson({
      at,
      specs: [{ id: 'groq', keys: [groqKey(1)], models: ['*'], limits, latencyMs: 5 }],
      yaml: 'providers: { groq: { limits: { tokens: { minute: 6000 } }, models: [openai/gpt-oss-20b] } }',
    });
    const sim = gateway.fleet.get('groq');
    for (let round = 0; round < 12; round += 1) {
      await gateway.codes(12, {
        body: { messages: [{ role: 'user', content: 'word '.repeat(100 + round * 30) }] },
        deadlineMs: 150,
      });
      gateway.clock.now += 5_000;
    }
    expect(sim.count({ status: 429 })).toBe(0);
    expect(sim.count({ status: 200 })).toBeGreaterThan(15);
  });

  it('is not used up by refusals, which the provider does not count', async () => {
    await using gateway = await openLesson({
      at,
      specs: [{ id: 'groq', keys: [groqKey(1)], models: ['*'], limits: [] }],
      yaml: 'providers: { groq: { limits: { requests: { day: 5 } }, models: [openai/gpt-oss-20b] } }',
    });
    const sim = gateway.fleet.get('groq');
    for (let time = 0; time < 3; time += 1) {
      sim.script({
        kind: 'status',
        status: 429,
        headers: { 'retry-after': '2' },
        body: { error: { message: 'slow down' } },
      });
      expect(await gateway.codes(1)).toEqual(['pool_exhausted']);
      gateway.clock.now += 2_001;
    }
    expect((await gateway.codes(8)).filter((code) => code === 'groq')).toHaveLength(5);
  });
});

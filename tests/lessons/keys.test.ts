import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { ownProvider } from '../../src/catalog/own-provider.ts';
import { createDiscovery } from '../../src/relay/upkeep/discover.ts';
import type { HttpClient } from '../../src/upstream/http.ts';
import { groqKey } from '../support/gateway.ts';
import { createWorld, t0 } from '../support/world.ts';
import { openLesson, ownServer, rested } from './lesson-gateway.ts';

const noLimits = 'providers: { groq: { limits: {}, models: [openai/gpt-oss-20b] } }';
const groqs = (count: number): { id: string; keys: string[]; models: string[]; limits: [] } => ({
  id: 'groq',
  keys: Array.from({ length: count }, (_, index) => groqKey(index + 1)),
  models: ['*'],
  limits: [],
});

describe('cooling', () => {
  it('written is cooling enforced, from the very next call on and over a restart (litellm#34836)', async () => {
    await using gateway = await openLesson({ at: t0, specs: [groqs(2)], yaml: noLimits });
    const sim = gateway.fleet.get('groq');
    sim.onKey(groqKey(1), {
      kind: 'status',
      status: 429,
      headers: { 'retry-after': '60' },
      body: { error: { message: 'slow down' } },
    });
    expect(await gateway.codes(1)).toEqual(['groq']);
    expect(await gateway.codes(30)).toEqual(Array.from({ length: 30 }, () => 'groq'));
    await gateway.restart();
    gateway.clock.now += 59_000;
    await gateway.codes(10);
    expect(sim.count({ key: groqKey(1) })).toBe(1);
    gateway.clock.now += 1_000;
    await gateway.codes(2);
    expect(sim.count({ key: groqKey(1) })).toBe(2);
  });

  it('goes on for as long as the provider said, though the day is long: not again and again at 90 s (freellmapi PR#392, 9router#2879)', async () => {
    await using gateway = await openLesson({ at: t0, specs: [groqs(1)], yaml: noLimits });
    const sim = gateway.fleet.get('groq');
    sim.always({
      kind: 'status',
      status: 429,
      headers: { 'retry-after': '18000' },
      body: { error: { message: 'the day is spent' } },
    });
    expect(await gateway.codes(1)).toEqual(['pool_exhausted']);
    for (let minute = 0; minute < 299; minute += 13) {
      gateway.clock.now += 13 * 60_000 - 1_000;
      expect(await gateway.codes(1)).toEqual(['pool_exhausted']);
    }
    expect(sim.count()).toBe(1);
    sim.always(null);
    gateway.clock.now = t0 + 5 * 3_600_000 + 1_000;
    expect(await gateway.codes(1)).toEqual(['groq']);
  });

  it('is guessed, and doubled, when a 429 says nothing: no hammering (VideoLingo#360)', async () => {
    await using gateway = await openLesson({ at: t0, specs: [groqs(1)], yaml: noLimits });
    const sim = gateway.fleet.get('groq');
    sim.always({ kind: 'status', status: 429, body: { error: { message: 'slow down' } } });
    const calls: number[] = [];
    for (let second = 0; second < 60; second += 1) {
      await gateway.codes(1, { deadlineMs: 100 });
      calls.push(sim.count());
      gateway.clock.now += 1_000;
    }
    expect(calls.at(-1)).toBeLessThanOrEqual(6);
    expect(calls.at(-1)).toBeGreaterThanOrEqual(3);
  });

  it('of a key is not passed on to other keys of the same account: one refusal is enough for all of them (openclaw#58707)', async () => {
    const keys = [1, 2, 3, 4, 5].map((index) => ({ secret: groqKey(index), account: 'team' }));
    const names = keys.map((_, index) => `{ env: TEAM_KEY_${index}, account: team }`).join(', ');
    await using gateway = await openLesson({
      specs: [{ ...groqs(0), keys }],
      yaml: `providers: { groq: { limits: {}, models: [openai/gpt-oss-20b], keys: [${names}] } }`,
      env: {
        GROQ_API_KEYS: '',
        ...Object.fromEntries(keys.map(({ secret }, index) => [`TEAM_KEY_${index}`, secret])),
      },
    });
    gateway.fleet.get('groq').always({
      kind: 'status',
      status: 429,
      headers: { 'retry-after': '30' },
      body: { error: { message: 'limit of the account' } },
    });
    expect(await gateway.codes(1)).toEqual(['pool_exhausted']);
    expect(gateway.fleet.get('groq').count()).toBeLessThanOrEqual(2);
  });
});

describe('keys', () => {
  it('without use are many, one is good: it is found in one request, whatever the number of the others (bifrost#5876)', async () => {
    await using gateway = await openLesson({ specs: [groqs(13)], yaml: noLimits });
    const sim = gateway.fleet.get('groq');
    for (let index = 1; index <= 12; index += 1) sim.revoke(groqKey(index));
    const { meta } = await gateway.ask();
    expect(meta).toMatchObject({ provider: 'groq', attempts: 13 });
    expect((await gateway.ask()).meta.attempts).toBe(1);
    expect(gateway.context.keyring.list().filter(({ invalid }) => invalid !== null)).toHaveLength(12);
  });

  const innocent = [
    {
      name: 'a bad payload',
      fault: {
        kind: 'status',
        status: 400,
        body: { error: { message: 'messages.0.role is wrong', type: 'invalid_request_error' } },
      },
    },
    { name: 'a prompt that is too long', fault: { kind: 'too_long' } },
    { name: 'an overload', fault: { kind: 'overloaded' } },
    { name: 'a bot page', fault: { kind: 'bot_page' } },
    { name: 'an HTML error', fault: { kind: 'html_error' } },
    {
      name: 'a 500 whose words hold 401, 403 and 429',
      fault: {
        kind: 'status',
        status: 500,
        body: { error: { message: 'used 401403 of 429 tokens, 401 left, code 403' } },
      },
    },
    {
      name: 'a 400 whose words hold 429',
      fault: {
        kind: 'status',
        status: 400,
        body: { error: { message: 'context has 429429 tokens; 401', type: 'invalid_request_error' } },
      },
    },
  ] as const;

  it.each(innocent)(
    'are neither invalid nor cooling after $name (gpt-load#170, #361, #367; freellmapi#1298)',
    async ({ fault }) => {
      await using gateway = await openLesson({ specs: [groqs(1)], yaml: noLimits });
      const sim = gateway.fleet.get('groq');
      sim.script(fault, fault);
      await gateway.codes(2);
      for (const key of gateway.context.keyring.list()) {
        expect(key.invalid).toBeNull();
        expect(key.bench.untilAt).toBe(0);
        expect(key.account.bench.untilAt).toBe(0);
        expect(key.breaker.state).toBe('closed');
      }
      rested(gateway.context);
      expect(await gateway.codes(1)).toEqual(['groq']);
    },
  );

  it('whose failures are not in a row are not rested (gpt-load#417)', async () => {
    await using gateway = await openLesson({ specs: [groqs(1)], yaml: noLimits });
    const sim = gateway.fleet.get('groq');
    const key = gateway.context.keyring.list()[0]!;
    for (let round = 0; round < 5; round += 1) {
      sim.script({ kind: 'server_error' }, 'ok' as never);
      expect(await gateway.codes(1, { deadlineMs: 2_000 })).toEqual(['groq']);
      expect(key.breaker).toEqual({ state: 'closed', failures: 0 });
    }
    expect(sim.count({ status: 500 })).toBe(5);
  });

  it('that failed get one trial of one call, whoever asks at that moment (better-ccflare#196)', async () => {
    await using gateway = await openLesson({
      at: t0,
      specs: [{ ...groqs(3), latencyMs: 150 }],
      yaml: noLimits,
    });
    const sim = gateway.fleet.get('groq');
    sim.always({ kind: 'server_error' });
    await gateway.codes(3);
    const provider = gateway.context.pool.providers.get('groq')!;
    expect(provider.breaker.state).toBe('resting');
    sim.always(null);
    gateway.clock.now += 2_000;
    const before = sim.count();
    const clients = new AbortController();
    const asked: Promise<string[]>[] = [];
    // One after the other, as requests come over HTTP.
    for (let client = 0; client < 30; client += 1) {
      asked.push(gateway.codes(1, { deadlineMs: 60_000, signal: clients.signal }));
      await setImmediate();
    }
    expect(sim.count() - before).toBe(1);
    clients.abort();
    await Promise.all(asked);
    expect(sim.count() - before).toBe(1);
  });

  it('that were refused are asked again after a day, by a free call, and not before (new-api#3536)', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const def = ownProvider({
        id: 'p',
        wire: 'openai',
        baseUrl: 'http://p.test/v1',
        models: ['model-a'],
        tier: 'free',
      });
      const world = createWorld([
        {
          id: 'p',
          limits: [],
          keys: [{ id: 'k1' }],
          def: {
            ...def,
            modelList: null,
            test: { method: 'GET', url: '/models', cost: 'free', badStatuses: [401] } as never,
          },
        },
      ]);
      const key = world.pool.keys.get('k1')!;
      key.invalid = { reason: 'revoked', at: world.now };
      let asked = 0;
      const discovery = createDiscovery({
        pool: world.pool,
        http: {} as HttpClient,
        now: () => world.now,
        isGood: () => Promise.resolve((asked += 1) > 0),
        onLocal: () => {},
      });
      await discovery.start();
      world.now += 23 * 3_600_000;
      await vi.advanceTimersByTimeAsync(2 * 3_600_000);
      expect([asked, key.invalid !== null]).toEqual([0, true]);
      world.now += 3_600_000;
      await vi.advanceTimersByTimeAsync(2 * 3_600_000);
      expect([asked, key.invalid]).toEqual([1, null]);
      discovery.close();
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a large max_tokens', () => {
  it('locks no bucket: "all models exhausted" although keys are free (freellmapi#423)', async () => {
    await using server = await ownServer(
      [{ id: 'mine', profile: 'openai', keys: ['k-mine'], models: ['*'], limits: [] }],
      'models: [m1], limits: { tokens: { minute: 6000 } }',
    );
    const body = { messages: [{ role: 'user', content: 'hello' }], max_tokens: 32_000 };
    expect(await server.codes(3, { body })).toEqual(['mine', 'mine', 'mine']);
  });
});

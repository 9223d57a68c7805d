import { describe, expect, test } from 'vitest';
import { createWorld, limit, t0, type WorldProvider } from '../../../tests/support/world.ts';
import { benchUntil } from '../../engine/bench.ts';
import { takeFrom } from '../../engine/bucket.ts';
import type { Lane } from '../../engine/nodes.ts';
import { laneOf, type Pool } from '../../engine/pool.ts';
import { createVirtualClock, type VirtualClock } from '../../simulate/virtual-clock.ts';
import type { RelayEvent } from '../events.ts';
import { createKeepWarm, type KeepWarm, type KeepWarmEvent } from './keep-warm.ts';
import type { ChatAnswer, ChatRequest } from '../request.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const everyMs = 4 * minuteMs;
const ollama: WorldProvider = {
  id: 'ollama',
  keys: [{ id: 'none' }],
  limits: [],
  models: ['llama', 'qwen'],
  tier: 'local',
};

/** Providers that are kept warm over a relay of the test's own, in virtual time. */
interface Home {
  readonly keepWarm: KeepWarm;
  readonly clock: VirtualClock;
  readonly pool: Pool;
  readonly calls: { readonly at: number; readonly request: ChatRequest }[];
  readonly events: KeepWarmEvent[];
  /** Lets so much time pass, and all that happens in it. */
  live(ms: number): Promise<void>;
  /** A client's request as the relay tells of it. */
  use(provider: string, model: string): void;
  lane(provider: string, model: string): Lane;
}

interface HomeOptions {
  readonly providers?: readonly WorldProvider[];
  readonly intervals?: ReadonlyMap<string, number>;
  readonly random?: () => number;
  readonly chat?: (request: ChatRequest) => Promise<void>;
}

function openHome({
  providers = [ollama],
  intervals = new Map([['ollama', everyMs]]),
  random = seeded(1),
  chat = async () => {},
}: HomeOptions = {}): Home {
  const { pool } = createWorld(providers);
  const clock = createVirtualClock(t0);
  const calls: Home['calls'] = [];
  const events: KeepWarmEvent[] = [];
  const relay = {
    chat: async (request: ChatRequest): Promise<ChatAnswer> => {
      calls.push({ at: clock.now() - t0, request });
      await chat(request);
      return {} as ChatAnswer;
    },
  };
  const onEvent = (event: KeepWarmEvent): void => void events.push(event);
  const keepWarm = createKeepWarm({ pool, relay, clock, random, intervals, onEvent });
  keepWarm.start();
  const lane = (provider: string, model: string): Lane => {
    const node = pool.providers.get(provider)!;
    return laneOf(pool, node.keys[0]!, node.models.get(model)!);
  };
  return {
    keepWarm,
    clock,
    pool,
    calls,
    events,
    lane,
    live: async (ms) => {
      const until = clock.now() + ms;
      for (let at = clock.nextAt(); at !== null && at <= until; at = clock.nextAt()) {
        clock.step();
        await settled();
      }
      clock.moveTo(until);
    },
    use: (provider, model) => {
      keepWarm.listen({ kind: 'trying', lane: lane(provider, model), attempt: 1 } as RelayEvent, 'trc');
      keepWarm.listen({ kind: 'served', lane: lane(provider, model) } as RelayEvent, 'trc');
    },
  };
}

/** Everything that only waited for promises has happened. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

function gaps(times: readonly number[]): number[] {
  return times.slice(1).map((at, index) => at - times[index]!);
}

function timesOf(home: Home, provider = 'ollama'): number[] {
  return home.calls
    .filter(({ request }) => request.model?.startsWith(`${provider}/`) === true)
    .map(({ at }) => at);
}

describe('the beat', () => {
  test('is off by default: nothing is called in a day', async () => {
    const home = openHome({ intervals: new Map() });
    await home.live(24 * hourMs);
    expect(home.calls).toEqual([]);
    expect(home.clock.nextAt()).toBeNull();
  });

  test('comes after 70 to 100 % of the interval, hardly ever twice the same, and first within a minute', async () => {
    const home = openHome();
    await home.live(24 * hourMs);
    const times = timesOf(home);
    expect(times[0]).toBeGreaterThanOrEqual(0.7 * minuteMs);
    expect(times[0]).toBeLessThanOrEqual(minuteMs);
    const between = gaps(times);
    expect(between.length).toBeGreaterThan(24 * 15);
    expect(Math.min(...between)).toBeGreaterThanOrEqual(0.7 * everyMs);
    expect(Math.max(...between)).toBeLessThanOrEqual(everyMs);
    expect(new Set(between).size).toBeGreaterThan(between.length * 0.9);
  });

  test('of several providers and of several nodes is not one', async () => {
    const providers = ['ollama', 'lab', 'den'].map((id) => ({ ...ollama, id, keys: [{ id: `key-${id}` }] }));
    const intervals = new Map(providers.map(({ id }) => [id, everyMs]));
    const nodes = [1, 2].map((seed) => openHome({ providers, intervals, random: seeded(seed) }));
    for (const node of nodes) await node.live(24 * hourMs);
    const all = nodes.flatMap((node) => providers.map(({ id }) => timesOf(node, id)));
    // Two of the six within a second of each other is chance: it may not be the rule.
    const first = all[0]!;
    for (const other of all.slice(1)) {
      const together = other.filter((at) => first.some((mine) => Math.abs(mine - at) < 1_000));
      expect(together.length).toBeLessThan(other.length * 0.05);
    }
  });

  test('is a call like any other: pinned, one token, with a deadline and a purpose', async () => {
    const home = openHome();
    await home.live(minuteMs);
    expect(home.calls.map(({ request }) => request)).toEqual([
      {
        body: { messages: [{ role: 'user', content: 'Hello' }], max_tokens: 1 },
        model: 'ollama/llama',
        stream: false,
        wantsUsage: false,
        deadlineMs: 120_000,
        strategy: null,
        resume: false,
        signal: expect.any(AbortSignal) as AbortSignal,
        receivedAt: t0 + timesOf(home)[0]!,
        receivedTick: timesOf(home)[0],
        purpose: 'keep-warm',
      },
    ]);
    expect(home.events).toEqual([{ kind: 'warmed', provider: 'ollama', model: 'llama', tookMs: 0 }]);
  });

  test('waits for the call before: never two at once', async () => {
    let running = 0;
    let most = 0;
    const home = openHome({
      chat: async () => {
        most = Math.max(most, ++running);
        await new Promise<void>((resolve) => home.clock.after(9 * minuteMs, resolve));
        running -= 1;
      },
    });
    await home.live(2 * hourMs);
    expect(home.calls.length).toBeGreaterThan(5);
    expect(most).toBe(1);
    expect(home.events[0]).toMatchObject({ kind: 'warmed', tookMs: 9 * minuteMs });
  });
});

describe('a model that clients use', () => {
  test('is left alone as long as they do', async () => {
    const home = openHome();
    for (let minute = 0; minute < 120; minute += 1) {
      home.use('ollama', 'qwen');
      await home.live(0.6 * minuteMs);
    }
    expect(home.calls).toEqual([]);
  });

  test('is warmed before it was idle for the interval, and is the one that is kept', async () => {
    const home = openHome();
    await home.live(5 * minuteMs);
    const before = home.calls.length;
    home.use('ollama', 'qwen');
    const usedAt = home.clock.now() - t0;
    await home.live(everyMs);
    const next = home.calls[before];
    expect(next?.request.model).toBe('ollama/qwen');
    expect(next!.at - usedAt).toBeGreaterThanOrEqual(0.7 * everyMs);
    await home.live(hourMs);
    expect(home.calls.slice(before).every(({ request }) => request.model === 'ollama/qwen')).toBe(true);
  });

  test('that has gone is followed by the provider’s first one', async () => {
    const home = openHome();
    home.use('ollama', 'qwen');
    home.pool.providers.get('ollama')!.models.delete('qwen');
    await home.live(everyMs);
    expect(home.calls[0]?.request.model).toBe('ollama/llama');
  });

  test('of another provider changes nothing', async () => {
    const groq = { ...ollama, id: 'groq', keys: [{ id: 'k' }], tier: 'free' as const };
    const home = openHome({ providers: [ollama, groq] });
    for (let minute = 0; minute < 60; minute += 1) {
      home.use('groq', 'llama');
      await home.live(minuteMs);
    }
    expect(timesOf(home).length).toBeGreaterThan(12);
    expect(timesOf(home, 'groq')).toEqual([]);
  });
});

describe('nothing is asked', () => {
  const space: WorldProvider = {
    ...ollama,
    keys: [{ id: 'k1' }, { id: 'k2' }],
    limits: [limit(10, { kind: 'fixed', length: 'day', zone: 'UTC' })],
  };

  test('while under 20 % of the quota is left, and again when it is back', async () => {
    const home = openHome({ providers: [space] });
    const { keys, models } = home.pool.providers.get('ollama')!;
    for (const [key, used] of [
      [keys[0]!, 10],
      [keys[1]!, 7],
    ] as const)
      takeFrom(laneOf(home.pool, key, models.get('llama')!).buckets[0]!, used, t0);
    await home.live(12 * hourMs - minuteMs);
    expect(home.calls).toEqual([]);
    expect(home.events[0]).toEqual({
      kind: 'left_alone',
      provider: 'ollama',
      reason: 'under 20 % of its quota is left',
    });
    await home.live(15 * minuteMs);
    expect(home.calls.length).toBeGreaterThan(0);
  });

  test('at 20 % it still is', async () => {
    const home = openHome({ providers: [{ ...space, keys: [{ id: 'k1' }] }] });
    takeFrom(home.lane('ollama', 'llama').buckets[0]!, 8, t0);
    await home.live(minuteMs);
    expect(home.calls).toHaveLength(1);
  });

  test.each([
    ['the provider', (home: Home) => home.pool.providers.get('ollama')!.bench],
    ['the model', (home: Home) => home.lane('ollama', 'llama').node.bench],
    ['its only key', (home: Home) => home.lane('ollama', 'llama').key.bench],
  ])('while %s rests', async (_, benchOf) => {
    const home = openHome();
    benchUntil(benchOf(home), t0 + hourMs, 'overloaded', t0);
    await home.live(hourMs - 1);
    expect(home.calls).toEqual([]);
    await home.live(everyMs);
    expect(home.calls.length).toBeGreaterThan(0);
  });

  test('while it does not answer at all: it has no key then', async () => {
    const home = openHome({ providers: [{ ...ollama, keys: [] }] });
    await home.live(hourMs);
    expect(home.calls).toEqual([]);
    expect(home.events.every(({ kind }) => kind === 'left_alone')).toBe(true);
  });

  test('of a provider that is not there any more', async () => {
    const home = openHome();
    home.pool.providers.delete('ollama');
    await home.live(hourMs);
    expect(home.calls).toEqual([]);
  });

  test('once it is closed, and a call that runs is ended', async () => {
    const home = openHome({
      chat: ({ signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('left')))),
    });
    await home.live(minuteMs);
    expect(home.calls).toHaveLength(1);
    await home.keepWarm.close();
    expect(home.clock.nextAt()).toBeNull();
    expect(home.events).toEqual([]);
  });
});

describe('after a failure', () => {
  test('the interval doubles up to an hour', async () => {
    const home = openHome({
      random: () => 1,
      chat: () => Promise.reject(new Error('asleep')),
    });
    await home.live(5 * hourMs);
    expect(gaps(timesOf(home)).map((ms) => ms / minuteMs)).toEqual([8, 16, 32, 60, 60, 60, 60]);
    expect(home.events[0]).toMatchObject({ kind: 'failed', provider: 'ollama', model: 'llama' });
  });

  test('a long interval stays as it is', async () => {
    const intervals = new Map([['ollama', 24 * hourMs]]);
    const home = openHome({
      random: () => 1,
      intervals,
      chat: () => Promise.reject(new Error('asleep')),
    });
    await home.live(72 * hourMs);
    expect(gaps(timesOf(home))).toEqual([24 * hourMs, 24 * hourMs]);
  });

  test('the first success brings back the pace, the relay’s as well as its own', async () => {
    let awake = false;
    const home = openHome({
      random: () => 1,
      chat: () => (awake ? Promise.resolve() : Promise.reject(new Error('asleep'))),
    });
    await home.live(2 * hourMs);
    awake = true;
    const before = home.calls.length;
    home.use('ollama', 'qwen');
    await home.live(3 * everyMs);
    expect(home.calls.length - before).toBe(3);
  });
});

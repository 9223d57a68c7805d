import { describe, expect, it } from 'vitest';
import { createWorld } from '../../../../tests/support/world.ts';
import { putKey } from '../../../engine/pool.ts';
import { createDemo, type Playing } from './demo.ts';

const at = Date.UTC(2026, 10, 21, 12);

/** A demo whose simulated provider begins when it is told to. */
function setUp() {
  const { pool } = createWorld([{ id: 'groq', keys: [], limits: [] }]);
  const begun = Promise.withResolvers<void>();
  const seen = { plays: 0, drained: 0, closed: 0 };
  const demo = createDemo({
    pool,
    now: () => at,
    play: async (): Promise<Playing> => {
      seen.plays += 1;
      await begun.promise;
      return {
        baseUrl: 'http://127.0.0.1:9/v1',
        drain: async () => void (seen.drained += 1),
        close: async () => void (seen.closed += 1),
      };
    },
    tell: () => undefined,
    onError: (error) => {
      throw error;
    },
  });
  const addKey = (secret: string): void =>
    void putKey(pool, {
      id: 'key_1',
      provider: 'groq',
      secret,
      masked: '',
      label: null,
      account: null,
      enabled: true,
    });
  return { pool, demo, begun, seen, addKey };
}

describe('a demo', () => {
  it('is one, however often it is started, and none once it has ended', async () => {
    const { pool, demo, begun, seen } = setUp();
    const both = [demo.start(), demo.start()];
    expect(demo.view()).toEqual({ running: false, provider: null, since: null });
    begun.resolve();
    await Promise.all(both);
    await demo.start();
    expect(seen.plays).toBe(1);
    expect(demo.view()).toEqual({ running: true, provider: 'demo', since: '2026-11-21T12:00:00.000Z' });
    expect(pool.providers.get('demo')?.spec.def).toMatchObject({ name: 'Simulation', simulated: true });
    await demo.end();
    expect([pool.providers.has('demo'), pool.keys.size, seen.drained]).toEqual([false, 0, 1]);
    expect(demo.view()).toEqual({ running: false, provider: null, since: null });
    await demo.end();
    expect(seen.drained).toBe(1);
  });

  it('that is ended while it starts ends', async () => {
    const { pool, demo, begun, seen } = setUp();
    const started = demo.start();
    const ended = demo.end();
    begun.resolve();
    await Promise.all([started, ended]);
    expect([pool.providers.has('demo'), demo.view().running, seen.drained]).toEqual([false, false, 1]);
  });

  it('does not begin when a key came while it started', async () => {
    const { pool, demo, begun, seen, addKey } = setUp();
    const started = demo.start();
    addKey('gsk_1');
    begun.resolve();
    await expect(started).rejects.toMatchObject({
      code: 'conflict',
      message: 'There is a key of groq: nothing needs to be simulated',
    });
    expect([pool.providers.has('demo'), seen.closed]).toEqual([false, 1]);
  });

  it('minds no server without a key, and no key that cannot serve', async () => {
    const { pool, demo, begun, addKey } = setUp();
    begun.resolve();
    addKey('');
    await demo.start();
    await demo.end();
    addKey('gsk_wrong');
    Object.assign(pool.keys.get('key_1') ?? {}, { invalid: { reason: 'wrong', at } });
    await demo.start();
    expect(demo.view().running).toBe(true);
  });

  it('begins with a clean slate', async () => {
    const { pool, demo, begun } = setUp();
    begun.resolve();
    pool.states.put('provider|demo', {
      bench: { untilAt: at * 2, reason: 'failed', guessMs: 1, setAt: at, trialUntilAt: 0 },
    });
    await demo.start();
    expect(pool.providers.get('demo')?.bench.untilAt).toBeLessThan(at);
  });

  it('leaves nothing running behind', async () => {
    const { demo, begun, seen } = setUp();
    begun.resolve();
    await demo.start();
    await demo.close();
    expect(seen.closed).toBe(1);
  });
});

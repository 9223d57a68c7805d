import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose, type Need, type Tried } from '../../src/engine/choose.ts';
import type { Classification } from '../../src/engine/classification.ts';
import type { Lane } from '../../src/engine/nodes.ts';
import { laneOf } from '../../src/engine/pool.ts';
import { reportBegin, reportFailed, reportServed } from '../../src/engine/report.ts';
import { createWorld, faults, limit, minutes, rateLimited, stepsOf, type World } from '../support/world.ts';

const need: Need = { chars: 400, maxTokens: 20, seconds: 0 };
const nothing: Tried = { lanes: new Set(), models: new Set() };
const roomy = [limit(1_000_000, minutes.refill)];

function pickLane(world: World): Lane | null {
  return (
    choose({
      pool: world.pool,
      steps: stepsOf(world.pool),
      need,
      tried: nothing,
      order: 'steady',
      now: world.now,
    })?.lane ?? null
  );
}

function laneFor(world: World, provider: string, key: string): Lane {
  const node = world.pool.providers.get(provider)!.models.values().next().value!;
  return laneOf(world.pool, world.pool.keys.get(key)!, node);
}

function fail(world: World, lane: Lane, fault: Classification, startedAt = world.now): void {
  reportBegin(lane, startedAt);
  reportFailed(world.pool, lane, fault, { startedAt, now: world.now });
}

function succeed(world: World, lane: Lane): void {
  reportBegin(lane, world.now);
  reportServed(world.pool, lane, {
    startedAt: world.now,
    firstTokenMs: 50,
    totalMs: 100,
    silenceMs: null,
    outputTokens: 20,
    chars: 400,
    now: world.now,
    isExample: true,
    reported: null,
  });
}

function blockedUntil(lane: Lane): number {
  const { key, node } = lane;
  return Math.max(
    lane.bench.untilAt,
    lane.accountModel.untilAt,
    key.bench.untilAt,
    key.account.bench.untilAt,
    node.bench.untilAt,
    node.provider.bench.untilAt,
  );
}

function twoKeys(): World {
  return createWorld([{ id: 'p', limits: roomy, keys: [{ id: 'k1' }, { id: 'k2' }] }]);
}

describe('law 3', () => {
  it('no lane is used while it cools, and a cooling time never gets shorter', () => {
    const anyFault = fc.oneof(
      fc.constantFrom(faults.serverError, faults.timeout, faults.network, faults.empty),
      fc.tuple(
        fc.constantFrom('key' as const, 'account' as const, 'account_model' as const),
        fc.option(fc.integer({ min: 0, max: 90_000 })),
      ),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 8_000 }), fc.option(anyFault)), {
          minLength: 1,
          maxLength: 80,
        }),
        (events) => {
          const world = createWorld([
            {
              id: 'p',
              limits: roomy,
              keys: [{ id: 'k1', account: 'a' }, { id: 'k2', account: 'a' }, { id: 'k3' }, { id: 'k4' }],
            },
            { id: 'q', limits: roomy, keys: [{ id: 'k5' }] },
          ]);
          const known = new Map<Lane, number>();
          for (const [pause, outcome] of events) {
            world.now += pause;
            const lane = pickLane(world);
            if (lane === null) continue;
            expect(known.get(lane) ?? 0).toBeLessThanOrEqual(world.now);
            if (outcome === null) succeed(world, lane);
            else
              fail(
                world,
                lane,
                Array.isArray(outcome)
                  ? rateLimited(outcome[0], outcome[1] === null ? null : world.now + outcome[1])
                  : outcome,
              );
            for (const [id, key] of world.pool.keys) {
              const other = laneFor(world, key.provider.id, id);
              const until = blockedUntil(other);
              if ((known.get(other) ?? 0) > world.now)
                expect(until).toBeGreaterThanOrEqual(known.get(other)!);
              known.set(other, until);
            }
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('a second cooling keeps the longer deadline (litellm#40130)', () => {
    const world = twoKeys();
    const lane = laneFor(world, 'p', 'k1');
    fail(world, lane, rateLimited('key', world.now + 90_000));
    fail(world, lane, rateLimited('key', world.now + 5_000));
    expect(lane.key.bench.untilAt).toBe(world.now + 90_000);
  });

  it('keeps a reset that the provider states, whatever its length (freellmapi PR#392)', () => {
    const world = twoKeys();
    const lane = laneFor(world, 'p', 'k1');
    fail(world, lane, {
      ...rateLimited('account', world.now + 20 * 3_600_000),
      class: 'quota_spent',
      window: 'day',
    } as Classification);
    world.now += 19 * 3_600_000;
    expect(pickLane(world)?.key.id).toBe('k2');
    expect(pickLane(world)?.key.id).toBe('k2');
  });
});

describe('law 4', () => {
  it.each([faults.callerFault, faults.refusedContent, faults.tooLong])(
    '$class changes no state of anybody',
    (fault) => {
      const world = twoKeys();
      const lane = laneFor(world, 'p', 'k1');
      succeed(world, lane);
      const before = picture(world);
      for (let time = 0; time < 10; time += 1) fail(world, lane, fault);
      expect(picture(world)).toEqual(before);
    },
  );

  function picture(world: World): unknown {
    return [...world.pool.keys.values()].map((key) => ({
      breaker: key.breaker,
      bench: { ...key.bench },
      account: { ...key.account.bench },
      invalid: key.invalid,
      errors: key.errors,
      provider: key.provider.breaker,
      providerBench: { ...key.provider.bench },
    }));
  }
});

describe('law 6', () => {
  it('whatever one key does wrong, the other account goes on being served', () => {
    const ownFaults = fc.oneof(
      fc.constantFrom(faults.serverError, faults.timeout, faults.empty, faults.credential),
      fc
        .constantFrom('key' as const, 'account' as const, 'account_model' as const)
        .map((scope) => rateLimited(scope, null)),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 5_000 }), ownFaults), { minLength: 1, maxLength: 60 }),
        (events) => {
          const world = createWorld([
            {
              id: 'p',
              limits: roomy,
              keys: [
                { id: 'bad', account: 'one' },
                { id: 'good', account: 'other' },
              ],
            },
          ]);
          for (const [pause, fault] of events) {
            world.now += pause;
            const lane = pickLane(world);
            expect(lane).not.toBeNull();
            if (lane!.key.id === 'bad') fail(world, lane!, fault);
            else succeed(world, lane!);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a key that fails', () => {
  it('rests after 3 failures in a row, gets one trial, then ramps 1, 2, 4', () => {
    const world = createWorld([{ id: 'p', limits: roomy, keys: [{ id: 'k1' }] }]);
    const lane = laneFor(world, 'p', 'k1');
    for (let time = 0; time < 3; time += 1) fail(world, lane, faults.serverError);
    expect(pickLane(world)).toBeNull();
    world.now += 2_000;
    expect(pickLane(world)).toBe(lane);
    reportBegin(lane, world.now);
    expect(pickLane(world)).toBeNull();
    reportServed(world.pool, lane, {
      startedAt: world.now,
      firstTokenMs: null,
      totalMs: 10,
      silenceMs: null,
      outputTokens: 1,
      chars: 1,
      now: world.now,
      isExample: true,
      reported: null,
    });
    expect(running(world, lane)).toBe(1);
    served(world, lane, 1);
    expect(running(world, lane)).toBe(2);
    served(world, lane, 2);
    expect(running(world, lane)).toBeGreaterThanOrEqual(4);
  });

  /** How many calls the key lets run at once. */
  function running(world: World, lane: Lane): number {
    let count = 0;
    while (count < 20 && pickLane(world) !== null) {
      reportBegin(lane, world.now);
      count += 1;
    }
    return count;
  }

  function served(world: World, lane: Lane, times: number): void {
    for (let time = 0; time < times; time += 1) {
      reportServed(world.pool, lane, {
        startedAt: world.now,
        firstTokenMs: null,
        totalMs: 10,
        silenceMs: null,
        outputTokens: 1,
        chars: 1,
        now: world.now,
        isExample: true,
        reported: null,
      });
    }
  }

  it('is not rested by failures with successes between them (gpt-load#417)', () => {
    const world = createWorld([{ id: 'p', limits: roomy, keys: [{ id: 'k1' }] }]);
    const lane = laneFor(world, 'p', 'k1');
    for (let round = 0; round < 5; round += 1) {
      fail(world, lane, faults.serverError);
      fail(world, lane, faults.serverError);
      succeed(world, lane);
      expect(lane.key.breaker).toEqual({ state: 'closed', failures: 0 });
    }
    expect(pickLane(world)).toBe(lane);
  });

  it('doubles its rest when the trial fails, and failures of one moment escalate once', () => {
    const world = createWorld([{ id: 'p', limits: roomy, keys: [{ id: 'k1' }] }]);
    const lane = laneFor(world, 'p', 'k1');
    const begun = world.now;
    world.now += 100;
    for (let time = 0; time < 20; time += 1)
      reportFailed(world.pool, lane, faults.serverError, { startedAt: begun, now: world.now });
    expect(lane.key.breaker).toMatchObject({ state: 'resting', restMs: 2_000 });
    world.now += 2_000;
    fail(world, lane, faults.serverError);
    expect(lane.key.breaker).toMatchObject({ state: 'resting', restMs: 4_000 });
  });

  it('is invalid at once when the provider refuses it, and stays so', () => {
    const world = twoKeys();
    fail(world, laneFor(world, 'p', 'k1'), faults.credential);
    world.now += 30 * 86_400_000;
    for (let time = 0; time < 4; time += 1) expect(pickLane(world)?.key.id).toBe('k2');
  });

  it('is not called invalid on doubtful evidence', () => {
    const world = twoKeys();
    const lane = laneFor(world, 'p', 'k1');
    fail(world, lane, { ...faults.credential, confidence: 'low' });
    expect(lane.key.invalid).toBeNull();
  });
});

describe('a provider that fails', () => {
  const three = ['k1', 'k2', 'k3', 'k4'].map((id) => ({ id }));

  it('cools as a whole when 3 distinct keys are limited within 10 s for no reason we know, and no key is blamed (gpt-load#143)', () => {
    const world = createWorld([{ id: 'p', limits: roomy, keys: three }]);
    for (const id of ['k1', 'k2', 'k3']) {
      world.now += 1_000;
      fail(world, laneFor(world, 'p', id), rateLimited('key', world.now + 30_000));
    }
    const provider = world.pool.providers.get('p')!;
    expect(provider.bench.untilAt).toBe(world.now + 30_000);
    for (const key of provider.keys)
      expect(key).toMatchObject({ errors: 0, lastError: null, invalid: null, bench: { untilAt: 0 } });
    expect(pickLane(world)).toBeNull();
    world.now += 30_000;
    expect(pickLane(world)).not.toBeNull();
  });

  it('does not cool as a whole when the three were more than 10 s apart', () => {
    const world = createWorld([{ id: 'p', limits: roomy, keys: three }]);
    for (const id of ['k1', 'k2', 'k3']) {
      world.now += 6_000;
      fail(world, laneFor(world, 'p', id), rateLimited('key', world.now + 60_000));
    }
    expect(pickLane(world)?.key.id).toBe('k4');
  });

  it('does not cool when each refusal was what our own counters said', () => {
    const world = createWorld([{ id: 'p', limits: [limit(1, minutes.refill)], keys: three }]);
    for (const id of ['k1', 'k2', 'k3']) {
      const lane = laneFor(world, 'p', id);
      void world.ledger.reserve(
        lane.buckets.map((bucket) => ({ bucket, amount: 1 })),
        world.now,
      );
      fail(world, lane, rateLimited('key', world.now + 30_000));
    }
    expect(pickLane(world)?.key.id).toBe('k4');
  });

  it('opens its breaker after 5 failures in a row of several keys, blames none of them, and tries with one call', () => {
    const world = createWorld([{ id: 'p', limits: roomy, keys: three }]);
    for (let time = 0; time < 5; time += 1) fail(world, pickLane(world)!, faults.serverError);
    const provider = world.pool.providers.get('p')!;
    expect(provider.breaker.state).toBe('resting');
    for (const key of provider.keys) expect(key.breaker).toEqual({ state: 'closed', failures: 0 });
    world.now += 2_000;
    reportBegin(pickLane(world)!, world.now);
    expect(pickLane(world)).toBeNull();
  });

  it('is found down by refused connections, whatever the keys', () => {
    const world = createWorld([{ id: 'p', limits: roomy, keys: [{ id: 'k1' }] }]);
    const lane = laneFor(world, 'p', 'k1');
    for (let time = 0; time < 3; time += 1) fail(world, lane, faults.network);
    expect(world.pool.providers.get('p')!.breaker.state).toBe('resting');
    expect(lane.key.breaker).toEqual({ state: 'closed', failures: 0 });
  });
});

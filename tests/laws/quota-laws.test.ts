import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitOf, spareOf } from '../../src/engine/bucket.ts';
import { blocksOf } from '../../src/engine/blocks.ts';
import { choose, type Need, type Pick, type Tried } from '../../src/engine/choose.ts';
import { amountOf, type Reservation } from '../../src/engine/reserve.ts';
import { createWorld, limit, minutes, stepsOf, type World, type WorldProvider } from '../support/world.ts';

const need: Need = { chars: 400, maxTokens: 20, seconds: 0 };
const nothing: Tried = { lanes: new Set(), models: new Set() };

const anyWindow = fc.constantFrom(...Object.values(minutes));
const anyProvider = (id: string): fc.Arbitrary<WorldProvider> =>
  fc.record({
    id: fc.constant(id),
    keys: fc
      .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 })
      .map((accounts) => accounts.map((account, index) => ({ id: `${id}-${index}`, account }))),
    limits: fc
      .tuple(fc.integer({ min: 1, max: 12 }), anyWindow, fc.integer({ min: 150, max: 3_000 }), anyWindow)
      .map(([requests, one, tokens, other]) => [limit(requests, one), limit(tokens, other, 'tokens')]),
    rotation: fc.constantFrom('round-robin' as const, 'sticky' as const, 'most-remaining' as const),
  });
const anyWorld = fc.tuple(anyProvider('first'), anyProvider('second'));

function take(world: World): { pick: Pick; reservation: Reservation } | null {
  const pick = choose({
    pool: world.pool,
    steps: stepsOf(world.pool),
    need,
    tried: nothing,
    order: 'steady',
    now: world.now,
  });
  if (pick === null) return null;
  const reservation = world.ledger.reserve(pick.demands, world.now);
  if (reservation instanceof Promise || 'refusedBy' in reservation)
    throw new Error('what was chosen could not be reserved');
  return { pick, reservation };
}

describe('law 1', () => {
  it('no bucket is ever overdrawn when estimates are exact, for any fleet and any traffic', () => {
    fc.assert(
      fc.property(
        anyWorld,
        fc.array(fc.integer({ min: 0, max: 4_000 }), { minLength: 1, maxLength: 120 }),
        (providers, pauses) => {
          const world = createWorld(providers);
          for (const pause of pauses) {
            world.now += pause;
            const taken = take(world);
            if (taken === null) continue;
            const used = taken.reservation.demands.map(({ bucket }) =>
              amountOf(bucket.spec, taken.pick.lane.node.model, taken.pick.spending),
            );
            void world.ledger.settle(taken.reservation, used, world.now);
            for (const bucket of world.ledger.all()) {
              if (limitOf(bucket, world.now) !== Infinity)
                expect(spareOf(bucket, world.now)).toBeGreaterThanOrEqual(-1e-6);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('an overdraft is never more than the sum of what calls used beyond their estimates', () => {
    fc.assert(
      fc.property(
        anyWorld,
        fc.array(fc.tuple(fc.integer({ min: 0, max: 4_000 }), fc.integer({ min: 0, max: 400 })), {
          minLength: 1,
          maxLength: 80,
        }),
        (providers, calls) => {
          const world = createWorld(providers);
          const excess = new Map<string, number>();
          for (const [pause, beyond] of calls) {
            world.now += pause;
            const taken = take(world);
            if (taken === null) continue;
            const { tokens } = taken.pick.spending;
            const spending = { seconds: 0, tokens: { input: tokens.input, output: tokens.output + beyond } };
            const used = taken.reservation.demands.map(({ bucket }) =>
              amountOf(bucket.spec, taken.pick.lane.node.model, spending),
            );
            void world.ledger.settle(taken.reservation, used, world.now);
            for (const { bucket } of taken.reservation.demands) {
              if (bucket.spec.unit === 'tokens')
                excess.set(bucket.spec.id, (excess.get(bucket.spec.id) ?? 0) + beyond);
              expect(spareOf(bucket, world.now)).toBeGreaterThanOrEqual(
                -(excess.get(bucket.spec.id) ?? 0) - 1e-6,
              );
            }
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('keys of one account share its quota: a second key adds none', () => {
    const shared = {
      id: 'p',
      limits: [limit(5, minutes.refill)],
      keys: [
        { id: 'k1', account: 'team' },
        { id: 'k2', account: 'team' },
      ],
    };
    const world = createWorld([shared]);
    const served = Array.from({ length: 12 }, () => take(world)).filter((taken) => taken !== null);
    expect(served).toHaveLength(5);
    expect(new Set(served.map(({ pick }) => pick.lane.key.id))).toEqual(new Set(['k1', 'k2']));
  });
});

describe('law 5', () => {
  it('retry-after is the true earliest moment: at it a call succeeds, a millisecond sooner none does', () => {
    fc.assert(
      fc.property(
        anyWorld,
        fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 150 }),
        (providers, pauses) => {
          const world = createWorld(providers);
          for (const pause of pauses) {
            world.now += pause;
            if (take(world) !== null) continue;
            const earliest = Math.min(
              ...blocksOf({
                pool: world.pool,
                steps: stepsOf(world.pool),
                need,
                tried: nothing,
                order: 'steady',
                now: world.now,
              }).map(({ until }) => until),
            );
            if (earliest === Infinity) return;
            expect(earliest).toBeGreaterThan(world.now);
            expect(
              choose({
                pool: world.pool,
                steps: stepsOf(world.pool),
                need,
                tried: nothing,
                order: 'steady',
                now: earliest - 1,
              }),
            ).toBeNull();
            expect(
              choose({
                pool: world.pool,
                steps: stepsOf(world.pool),
                need,
                tried: nothing,
                order: 'steady',
                now: earliest,
              }),
            ).not.toBeNull();
            return;
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('with a local fallback quota never keeps a request from being served', () => {
    fc.assert(
      fc.property(
        anyWorld,
        fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 50, maxLength: 150 }),
        (providers, pauses) => {
          const local: WorldProvider = { id: 'local', keys: [{ id: 'none' }], limits: [], tier: 'local' };
          const world = createWorld([...providers, local]);
          for (const pause of pauses) {
            world.now += pause;
            expect(take(world)).not.toBeNull();
          }
        },
      ),
    );
  });
});

describe('rotation', () => {
  const keys = ['k1', 'k2', 'k3'].map((id) => ({ id }));

  it('round-robin spreads evenly over keys', () => {
    const world = createWorld([{ id: 'p', keys, limits: [limit(100, minutes.refill)] }]);
    const served = Array.from({ length: 9 }, () => take(world)?.pick.lane.key.id);
    expect(served).toEqual(['k1', 'k2', 'k3', 'k1', 'k2', 'k3', 'k1', 'k2', 'k3']);
  });

  it('sticky stays with one key until it is limited', () => {
    const world = createWorld([{ id: 'p', keys, limits: [limit(2, minutes.refill)], rotation: 'sticky' }]);
    const served = Array.from({ length: 5 }, () => {
      const taken = take(world);
      if (taken !== null) world.pool.providers.get('p')!.active = taken.pick.lane.key;
      return taken?.pick.lane.key.id;
    });
    expect(served).toEqual(['k1', 'k1', 'k2', 'k2', 'k3']);
  });

  it('most-remaining asks the account that has most left', () => {
    const world = createWorld([
      { id: 'p', keys, limits: [limit(10, minutes.refill)], rotation: 'most-remaining' },
    ]);
    const first = take(world)?.pick.lane.key.id;
    const second = take(world)?.pick.lane.key.id;
    const third = take(world)?.pick.lane.key.id;
    expect(new Set([first, second, third]).size).toBe(3);
  });
});

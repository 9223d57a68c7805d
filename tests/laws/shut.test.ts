import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blocksOf, survey, type BlockEnd } from '../../src/engine/blocks.ts';
import { choose, type Need, type Pick, type Search } from '../../src/engine/choose.ts';
import { reportBegin, reportClosed, reportFailed, reportServed } from '../../src/engine/report.ts';
import { keepKey } from '../../src/engine/states.ts';
import type { Reservation } from '../../src/engine/reserve.ts';
import { createWorld, faults, limit, minutes, rateLimited, stepsOf, type World } from '../support/world.ts';

const nothing = { lanes: new Set<never>(), models: new Set<never>() };

interface Running {
  readonly pick: Pick;
  readonly reservation: Reservation;
  readonly startedAt: number;
}

function createHouse(): World {
  const kinds = Object.values(minutes);
  return createWorld(
    kinds.map((window, place) => ({
      id: `p${place}`,
      keys: [{ id: `a${place}`, account: 'one' }, { id: `b${place}` }, { id: `c${place}` }],
      models: ['m1', 'm2'],
      limits: [
        limit(3, window),
        limit(2_000, window, 'tokens'),
        limit(2, { kind: 'in_flight' }, 'concurrent'),
      ],
      ...(place === 1 ? { rotation: 'most-remaining' as const } : {}),
    })),
  );
}

function searchOf({ pool, now }: World, need: Need): Search {
  return { pool, steps: stepsOf(pool), need, tried: nothing, order: 'steady', now };
}

/** Whether a lane is open, looked at anew and one by one. */
function isOpen(world: World, need: Need): boolean {
  const lanes = [...world.pool.keys.values()].reduce((sum, key) => sum + key.provider.models.size, 0);
  return blocksOf(searchOf(world, need)).length < lanes;
}

function begin(world: World, need: Need): Running | null {
  const open = isOpen(world, need);
  const pick = choose(searchOf(world, need));
  // Whatever was believed: who could serve is found, and nobody else.
  expect(pick !== null).toBe(open);
  if (pick === null) return null;
  const reservation = world.ledger.reserve(pick.demands, world.now);
  if (reservation instanceof Promise || 'refusedBy' in reservation) throw new Error('refused');
  reportBegin(pick.lane, world.now);
  return { pick, reservation, startedAt: world.now };
}

function end(world: World, { pick, reservation, startedAt }: Running, how: string): void {
  const { lane } = pick;
  const { now } = world;
  const used = reservation.demands.map(({ amount }) => (how === 'cheap' ? amount / 2 : amount));
  void (how === 'refund'
    ? world.ledger.refund(reservation, now)
    : world.ledger.settle(reservation, used, now));
  reportClosed(lane);
  const fault = {
    limited: rateLimited('account', now + 7_000),
    guessed: rateLimited('key', null),
    server: faults.serverError,
    network: faults.network,
    key: faults.credential,
  }[how];
  if (fault !== undefined) return void reportFailed(world.pool, lane, fault, { startedAt, now });
  reportServed(world.pool, lane, {
    startedAt,
    firstTokenMs: null,
    totalMs: now - startedAt,
    silenceMs: null,
    outputTokens: 100,
    chars: 400,
    now,
    isExample: true,
    reported: { input: 100, output: how === 'cheap' ? 20 : 200 },
  });
}

const moves = fc.array(
  fc.record({
    pause: fc.constantFrom(0, 0, 1, 40, 900, 8_000, 61_000),
    chars: fc.constantFrom(100, 3_000, 7_000),
    ends: fc.nat({ max: 9 }),
    how: fc.constantFrom(
      'full',
      'cheap',
      'refund',
      'limited',
      'guessed',
      'server',
      'network',
      'key',
      'stay',
      'stay',
    ),
    owner: fc.nat({ max: 30 }),
  }),
  { minLength: 5, maxLength: 80 },
);

describe('what is believed of thousands of lanes', () => {
  it('never hides one that could serve, and a survey says what looking at each would', () => {
    fc.assert(
      fc.property(moves, (list) => {
        const world = createHouse();
        const running: Running[] = [];
        for (const { pause, chars, ends, how, owner } of list) {
          world.now += pause;
          const [ended] = how === 'stay' ? [] : running.splice(ends % Math.max(1, running.length), 1);
          if (ended !== undefined) end(world, ended, how);
          const key = [...world.pool.keys.values()][owner];
          if (key !== undefined) {
            key.enabled = !key.enabled;
            keepKey(world.pool.states, key);
          }
          const need = { chars, maxTokens: 100, seconds: 0 };
          for (let call = 0; call < 3; call += 1) {
            const begun = begin(world, need);
            if (begun !== null) running.push(begun);
          }
          expectSameSight(searchOf(world, need));
        }
      }),
      { numRuns: 300 },
    );
  });
});

function expectSameSight(search: Search): void {
  const blocks = blocksOf(search);
  const seen = survey(search, 5);
  const count = (kind: BlockEnd): number => blocks.filter((block) => block.end === kind).length;
  expect(seen.lanes).toEqual({
    clock: count('clock'),
    call: count('call'),
    owner: count('owner'),
    size: count('size'),
    never: count('never'),
  });
  expect(seen.earliestAt).toBe(Math.min(...blocks.map(({ until }) => until)));
  expect(seen.soonest).toEqual(blocks.toSorted((a, b) => a.until - b.until).slice(0, 5));
}

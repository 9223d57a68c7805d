import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spareOf, limitOf } from '../src/engine/bucket.ts';
import type { Breaker } from '../src/engine/breaker.ts';
import { laneOf } from '../src/engine/pool.ts';
import { createRandom } from '../src/simulate/random.ts';
import { anyAsked, anyTraffic } from './support/any-asked.ts';
import { historiesOf, type History } from './support/any-history.ts';
import { anyLimits, dayLimits } from './support/any-limits.ts';
import { anyProviders } from './support/any-provider.ts';
import { anyReplies, inTurn } from './support/any-reply.ts';
import { benchesAt, watchBenches } from './support/bench-watch.ts';
import { lawRuns, lawTimeoutMs } from './support/law-runs.ts';
import type { CallRecord } from './support/virtual-call.ts';
import { createVirtualCrew } from './support/virtual-crew.ts';
import type { VirtualCrew, VirtualMember } from './support/virtual-crew-types.ts';
import type { VirtualRelay } from './support/virtual-relay.ts';
import { thrownByWire } from './support/virtual-wire.ts';

/** Together with the way between the processes, not longer than the guard of the shortest window. */
const nearReplies = anyReplies.map((replies) =>
  replies.map((reply) => ({
    ...reply,
    connectsMs: Math.min(30, reply.connectsMs),
    thereMs: Math.min(40, reply.thereMs),
  })),
);
const briskTraffic = anyTraffic(
  anyAsked.map((asked) => ({
    ...asked,
    pauseMs: Math.min(2_500, asked.pauseMs),
    slownessMs: Math.min(40, asked.slownessMs),
  })),
);
/** A call between the provider's end of such a window and ours is forgotten, in one process too (engine/windows.ts). */
const knownLimits = anyLimits.map((limits) => limits.filter(({ window }) => window.kind !== 'first_use'));
const anyCrewHistory = fc.record({
  history: historiesOf({
    providers: anyProviders(knownLimits),
    replies: nearReplies,
    asked: briskTraffic,
  }),
  size: fc.integer({ min: 1, max: 3 }),
});

function crewOf({ providers, replies, asked, routing, seed }: History, size: number): VirtualCrew {
  const random = createRandom(seed);
  const crew = createVirtualCrew({
    providers,
    replyTo: inTurn(replies),
    routing,
    seed,
    size,
    travelMs: () => Math.floor(random() * 8),
  });
  crew.askAll(asked);
  return crew;
}

describe('several processes, one truth', () => {
  it(
    'no provider refuses a call for quota, no bucket is overdrawn, every reservation has one end',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyCrewHistory, async ({ history, size }) => {
          const crew = crewOf(history, size);
          await crew.live();
          expect(refusalsIn(crew.calls)).toEqual([]);
          expect([...crew.watch.overdrawn]).toEqual([]);
          expect(leftOverIn(crew)).toEqual([]);
        }),
        lawRuns(400),
      );
    },
    lawTimeoutMs,
  );

  it(
    'nobody is asked while he cools or rests, and a trial is one call over all of them',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyCrewHistory, async ({ history, size }) => {
          const crew = crewOf(history, size);
          // Calls are looked at where they begin, and that is elsewhere.
          const house = { ...crew, calls: [] } as unknown as VirtualRelay;
          const benches = watchBenches(house);
          crew.onReserve = () => house.onReserve?.();
          crew.onTold = (told) => house.onTold?.(told);
          await crew.live();
          expect(benches.found).toEqual([]);
        }),
        lawRuns(400),
      );
    },
    lawTimeoutMs,
  );

  it(
    'when nothing happens any more every mirror is as the truth',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyCrewHistory, async ({ history, size }) => {
          const crew = crewOf(history, size);
          await crew.live();
          for (const member of crew.members) expect(differencesIn(crew, member)).toEqual([]);
        }),
        lawRuns(400),
      );
    },
    lawTimeoutMs,
  );

  it(
    'a worker that is killed loses no reservation and holds no place',
    async () => {
      const kills = fc.array(fc.record({ place: fc.nat(), afterMs: fc.integer({ min: 50, max: 9_000 }) }), {
        minLength: 1,
        maxLength: 4,
      });
      await fc.assert(
        fc.asyncProperty(
          historiesOf({ providers: anyProviders(dayLimits), replies: nearReplies, asked: briskTraffic }),
          kills,
          async (history, killed) => {
            const crew = crewOf(history, 2);
            for (const { place, afterMs } of killed) crew.kill(place, afterMs);
            await crew.live();
            expect(refusalsIn(crew.calls)).toEqual([]);
            expect([...crew.watch.overdrawn]).toEqual([]);
            expect(leftOverIn(crew)).toEqual([]);
            for (const member of crew.members) expect(differencesIn(crew, member)).toEqual([]);
          },
        ),
        lawRuns(400),
      );
    },
    lawTimeoutMs,
  );
});

function refusalsIn(calls: readonly CallRecord[]): CallRecord[] {
  return calls.filter(({ refusedBy }) => refusedBy.length > 0);
}

/** What nobody has ended. */
function leftOverIn({ pool, watch, clock, members, errors }: VirtualCrew): string[] {
  const buckets = [...watch.ledger.all()];
  const nodes = [...pool.providers.values(), ...pool.keys.values()];
  const benches = [...pool.providers.values()].flatMap(benchesAt);
  return [
    ...[...watch.ends.values()]
      .filter(({ length }) => length !== 1)
      .map((how) => `reservation: ${how.join()}`),
    ...buckets.filter(({ inFlight }) => Math.abs(inFlight) > 1e-6).map(({ spec }) => `in flight: ${spec.id}`),
    ...nodes.filter(({ breaker }) => isHeld(breaker)).map(({ id }) => `place held: ${id}`),
    ...benches
      .filter(({ trialUntilAt }) => trialUntilAt > clock.now())
      .map(({ reason }) => `trial held: ${reason}`),
    ...members.flatMap(({ relay, isCut }) =>
      isCut || relay === null || relay.running === 0 ? [] : ['a request runs'],
    ),
    ...errors.map(String).filter((error) => !error.includes(thrownByWire)),
  ];
}

function isHeld(breaker: Breaker): boolean {
  return breaker.state === 'trial' || (breaker.state === 'ramp' && breaker.running > 0);
}

/** Where a mirror stands otherwise than the truth. */
function differencesIn({ pool, clock }: VirtualCrew, { mirror, isCut }: VirtualMember): string[] {
  const now = clock.now();
  const found: string[] = [];
  for (const provider of isCut ? [] : (mirror?.pool.providers.values() ?? [])) {
    const real = pool.providers.get(provider.id)!;
    const same = (what: string, one: unknown, other: unknown): void => {
      if (JSON.stringify(one) !== JSON.stringify(other))
        found.push(`${what}: ${JSON.stringify([one, other])}`);
    };
    same(provider.id, [provider.bench, provider.breaker], [real.bench, real.breaker]);
    for (const key of provider.keys) {
      const its = pool.keys.get(key.id)!;
      same(
        key.id,
        [key.bench, key.breaker, key.invalid, key.enabled],
        [its.bench, its.breaker, its.invalid, its.enabled],
      );
      same(key.account.id, key.account.bench, its.account.bench);
      for (const node of provider.models.values()) {
        const lane = node.lanes.get(key.id);
        if (lane === undefined) continue;
        const theirs = laneOf(pool, its, real.models.get(node.model.id)!);
        same(`${key.id} ${node.model.id}`, lane.accountModel, theirs.accountModel);
        for (const bucket of lane.buckets) {
          const one = theirs.buckets.find(({ spec }) => spec.id === bucket.spec.id);
          if (one === undefined || limitOf(one, now) === Infinity) continue;
          if (Math.abs(spareOf(one, now) - spareOf(bucket, now)) > 1e-6)
            found.push(`${bucket.spec.id}: ${spareOf(bucket, now)}, really ${spareOf(one, now)}`);
        }
      }
    }
    for (const node of provider.models.values())
      same(node.model.id, node.bench, real.models.get(node.model.id)!.bench);
  }
  return found;
}

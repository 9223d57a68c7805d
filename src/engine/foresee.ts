import { bucketFreesAt, takeFrom, type Bucket } from './bucket.ts';
import { admitsAt } from './breaker.ts';
import type { Search } from './choose.ts';
import { demandsOf, expectedSpending } from './demands.ts';
import type { Lane } from './nodes.ts';
import { laneOf } from './pool.ts';
import type { Demand } from './reserve.ts';
import { copyOfCounter } from './windows.ts';

/** Lanes that are lived through for one request. */
const mostLanes = 200;

/** A lane as it will be: from when on, and what a call takes from copies of its buckets. */
interface Place {
  readonly fromAt: number;
  readonly demands: readonly Demand[];
}

/**
 * Epoch ms at which a request can be served when those `ahead` come first, in their order, and nobody else does: lived
 * through on copies of the buckets. Infinity when no clock says it. Who ahead can never be served stands in nobody's way.
 */
export function foresee(search: Search, ahead: readonly Search[]): number {
  const copies = new Map<Bucket, Bucket>();
  const known = new Map<string, Place[]>();
  let at = search.now;
  for (const one of ahead) {
    const next = soonest(placesFor(one, copies, known), at);
    if (next === null) continue;
    // Waiters of other lines do not wait for each other: only what they take counts.
    for (const { bucket, amount } of next.place.demands) takeFrom(bucket, amount, next.at);
    if (one.steps === search.steps) at = next.at;
  }
  return soonest(placesFor(search, copies, known), at)?.at ?? Infinity;
}

function placesFor(search: Search, copies: Map<Bucket, Bucket>, known: Map<string, Place[]>): Place[] {
  const { need, tried, steps } = search;
  const isPlain = tried.lanes.size === 0 && tried.models.size === 0;
  const name = `${steps[0]?.name}|${steps.length}|${need.chars}|${need.maxTokens}`;
  const places = (isPlain ? known.get(name) : undefined) ?? placesOf(search, copies);
  if (isPlain) known.set(name, places);
  return places;
}

function soonest(
  places: readonly Place[],
  from: number,
): { readonly place: Place; readonly at: number } | null {
  let best: { readonly place: Place; readonly at: number } | null = null;
  for (const place of places) {
    let at = Math.max(from, place.fromAt);
    for (const { bucket, amount } of place.demands) {
      if (at === Infinity) break;
      at = Math.max(at, bucketFreesAt(bucket, amount, from));
    }
    if (at !== Infinity && (best === null || at < best.at)) best = { place, at };
  }
  return best;
}

function placesOf({ pool, steps, need, tried, now }: Search, copies: Map<Bucket, Bucket>): Place[] {
  const copyOf = (bucket: Bucket): Bucket => {
    const copy = copies.get(bucket) ?? { ...bucket, counter: copyOfCounter(bucket.counter) };
    copies.set(bucket, copy);
    return copy;
  };
  const places: Place[] = [];
  for (const node of new Set(steps.flatMap((step) => step.models))) {
    if (tried.models.has(node)) continue;
    const spending = expectedSpending(node, need);
    for (const key of node.provider.keys) {
      if (places.length >= mostLanes) return places;
      const lane = laneOf(pool, key, node);
      const fromAt = tried.lanes.has(lane) ? Infinity : standsAt(lane, now);
      if (fromAt === Infinity) continue;
      const demands = demandsOf(lane, spending, now);
      places.push({
        fromAt,
        demands: demands.map(({ bucket, amount }) => ({ bucket: copyOf(bucket), amount })),
      });
    }
  }
  return places;
}

/** Epoch ms from which nothing but quota keeps the lane from serving; Infinity when no clock says it. */
function standsAt({ key, node, benches }: Lane, now: number): number {
  if (!key.enabled || key.invalid !== null) return Infinity;
  const { provider } = node;
  let at = Math.max(now, admitsAt(provider.breaker, now), admitsAt(key.breaker, now));
  for (const { untilAt, trialUntilAt } of benches)
    at = Math.max(at, untilAt, trialUntilAt > now ? Infinity : 0);
  return at;
}

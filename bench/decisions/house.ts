import type { Window } from '../../src/catalog/types.ts';
import { benchUntil } from '../../src/engine/bench.ts';
import type { Need, Search } from '../../src/engine/choose.ts';
import type { KeyNode, PlainLimit } from '../../src/engine/nodes.ts';
import type { Features } from '../../src/engine/plan.ts';
import { laneOf, type Pool } from '../../src/engine/pool.ts';
import { createResolver } from '../../src/engine/resolve.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { createWorld, limit, minutes, type World } from '../../tests/support/world.ts';

export const providers = 10;
export const keys = 1_000;
export const models = 50;

/** Requests a minute and key, as a free tier gives them; tokens are never what is missing here. */
export const perMinute = 30;

const day: Window = { kind: 'fixed', length: 'day', zone: 'UTC' };
const minuteWindows = Object.values(minutes);

export interface HouseParts {
  readonly ledger?: Ledger;
  /** A minute and key. */
  readonly requests?: number;
}

/** Ten providers that cost the same, a hundred accounts each with a key, five models each; the four kinds of windows. */
export function createHouse({ ledger, requests = perMinute }: HouseParts = {}): World {
  const house = Array.from({ length: providers }, (_, place) => ({
    id: `provider-${place}`,
    keys: Array.from({ length: keys / providers }, (__, key) => ({ id: `key-${place}-${key}` })),
    models: Array.from({ length: models / providers }, (__, model) => `model-${place}-${model}`),
    limits: limitsOf(requests, minuteWindows[place % minuteWindows.length] ?? minutes.refill),
  }));
  return createWorld(house, () => 0.5, ledger);
}

/** Four buckets a lane, as free tiers have them. */
function limitsOf(requests: number, minute: Window): PlainLimit[] {
  return [limit(requests, minute), limit(1e9, day), limit(1e9, minute, 'tokens'), limit(1e9, day, 'tokens')];
}

/** What each request asks for. */
export const need: Need = { chars: 1_000, maxTokens: 200, seconds: 0 };
const features: Features = { task: 'chat', vision: false, tools: false, occasion: 'chat' };
const table = { routes: new Map(), aliases: new Map() };

/** How requests without a model are searched for: the plan is resolved each time, as the relay does it. */
export function searchesOf({ pool }: World): (now: number) => Search {
  const resolver = createResolver(pool);
  return (now) => {
    const resolution = resolver(table, { model: undefined, need, features });
    if (resolution.kind !== 'plan') throw new Error(`no plan: ${resolution.kind}`);
    const { steps, order } = resolution.plan;
    return { pool, steps, order, need, tried: { lanes: new Set(), models: new Set() }, now };
  };
}

/** The accounts of these keys were refused; each comes back at another time. */
export function cool(pool: Pool, which: (place: number) => boolean, now: number): void {
  [...pool.keys.values()].forEach((key, place) => {
    if (which(place)) benchUntil(key.account.bench, now + 60_000 + place, 'rate limited', now);
  });
}

/** The key has served as many requests this minute as it may, whatever the model. */
export function spend({ pool, ledger, now }: World, key: KeyNode): void {
  const [node] = key.provider.models.values();
  if (node === undefined) throw new Error('a provider without models');
  for (const bucket of laneOf(pool, key, node).buckets) {
    const { unit, window } = bucket.spec;
    if (unit !== 'requests' || window.kind === 'in_flight' || window.length !== 'minute') continue;
    void ledger.reserve([{ bucket, amount: perMinute }], now);
  }
}

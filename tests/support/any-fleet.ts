import fc from 'fast-check';
import { ownProvider } from '../../src/catalog/own-provider.ts';
import type { Limit, LimitGroup, Model, QuotaScope, Window } from '../../src/catalog/types.ts';
import { unlistedModel } from '../../src/catalog/unlisted-model.ts';
import { benchUntil } from '../../src/engine/bench.ts';
import { takeFrom, windowLength } from '../../src/engine/bucket.ts';
import { learnedSpec } from '../../src/engine/lane-buckets.ts';
import type { KeyNode, ModelNode } from '../../src/engine/nodes.ts';
import { createPool, laneOf, putKey, putProvider, type Pool } from '../../src/engine/pool.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { createMemoryLedger } from '../../src/ledger/memory-ledger.ts';

/** Providers with limits of every width, and what has happened to their keys. */
export interface AnyFleet {
  readonly providers: readonly AnyFleetProvider[];
  readonly events: readonly FleetEvent[];
}

interface AnyFleetProvider {
  readonly scope: QuotaScope;
  readonly wide: readonly Limit[];
  /** Of `chat-1` and `chat-2` together. */
  readonly pair: readonly Limit[];
  readonly perModel: readonly Limit[];
  /** Account of each key; null = its own. */
  readonly accounts: readonly (string | null)[];
}

/** Numbers are taken modulo how many there are. */
type FleetEvent =
  | {
      readonly kind: 'call';
      readonly key: number;
      readonly model: number;
      readonly tokens: number;
      readonly afterMs: number;
    }
  | { readonly kind: 'limit'; readonly key: number; readonly model: number; readonly amount: number }
  | { readonly kind: 'learned'; readonly key: number; readonly model: number; readonly amount: number }
  | { readonly kind: 'invalid' | 'disabled'; readonly key: number }
  | { readonly kind: 'gone'; readonly key: number; readonly model: number };

const windows: readonly Window[] = [
  { kind: 'fixed', length: 'day', zone: 'UTC' },
  { kind: 'refill', length: 'day' },
  { kind: 'rolling', length: 'day' },
  { kind: 'fixed', length: 'month', zone: 'UTC' },
  { kind: 'fixed', length: 'minute', zone: 'UTC' },
];
const counted = [
  { unit: 'requests' },
  { unit: 'tokens' },
  { unit: 'tokens', side: 'input' },
  { unit: 'usd' },
] as const;

const anyLimit: fc.Arbitrary<Limit> = fc
  .record({
    counts: fc.constantFrom(...counted),
    window: fc.constantFrom(...windows),
    amount: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 41, max: 4_000 })),
  })
  .map(({ counts, window, amount }) => ({
    ...counts,
    window,
    amount: counts.unit === 'usd' ? amount / 700 : amount,
    asOf: '',
    evidence: 'C',
  }));

const anyLimits = (most: number): fc.Arbitrary<Limit[]> =>
  fc.uniqueArray(anyLimit, {
    maxLength: most,
    selector: ({ unit, side, window }) =>
      `${unit} ${side} ${window.kind === 'in_flight' ? '' : window.length}`,
  });

const anyProvider: fc.Arbitrary<AnyFleetProvider> = fc.record({
  scope: fc.constantFrom('account' as const, 'account' as const, 'key' as const, 'ip' as const),
  wide: anyLimits(3),
  pair: anyLimits(2),
  perModel: anyLimits(3),
  accounts: fc.array(fc.constantFrom('a', 'b', null), { minLength: 1, maxLength: 5 }),
});

const key = fc.nat(20);
const model = fc.nat(20);
const anyEvent: fc.Arbitrary<FleetEvent> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('call' as const),
      key,
      model,
      tokens: fc.nat(900),
      afterMs: fc.constantFrom(0, 0, 20_000, 3_600_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('limit' as const, 'learned' as const),
      key,
      model,
      amount: fc.nat(500),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('invalid' as const, 'disabled' as const), key }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('gone' as const), key, model }) },
);

export const anyFleet: fc.Arbitrary<AnyFleet> = fc.record({
  providers: fc.array(anyProvider, { minLength: 1, maxLength: 3 }),
  events: fc.array(anyEvent, { maxLength: 25 }),
});

export interface LivedFleet {
  readonly pool: Pool;
  readonly ledger: Ledger;
  /** Epoch ms at which the last of it happened. */
  readonly now: number;
}

/** The fleet after all that has happened. */
export function liveThrough({ providers, events }: AnyFleet, startAt: number): LivedFleet {
  const ledger = createMemoryLedger();
  const pool = createPool({ buckets: ledger, states: ledger.states, random: () => 0.5 });
  providers.forEach((provider, order) => addProvider(pool, provider, order));
  let now = startAt;
  for (const event of events) {
    if (event.kind === 'call') now += event.afterMs;
    happen({ pool, ledger, now }, event);
  }
  return { pool, ledger, now };
}

export const fleetModels: readonly Model[] = [
  ...['chat-1', 'chat-2', 'chat-3'].map(chatModel),
  { ...chatModel('named'), onlyWhenNamed: true },
  unlistedModel('vectors', { provider: null, purpose: 'embedding' }),
];

function chatModel(id: string): Model {
  return unlistedModel(id, { provider: null, purpose: 'chat' });
}

function addProvider(
  pool: Pool,
  { scope, wide, pair, perModel, accounts }: AnyFleetProvider,
  order: number,
): void {
  const id = `p${order}`;
  const groups: LimitGroup[] = [
    { group: '*', limits: wide },
    { group: 'pair', models: ['chat-1', 'chat-2'], limits: pair },
  ];
  const own = ownProvider({ id, wire: 'openai', baseUrl: `http://${id}.test/v1`, models: [], tier: 'free' });
  const def = { ...own, models: fleetModels, quota: { scope, groups, perModel, windows: {} } };
  putProvider(pool, {
    def,
    baseUrl: def.baseUrl,
    rotation: 'round-robin',
    limits: null,
    modelLimits: new Map(),
    models: fleetModels,
    windows: {},
    order,
  });
  accounts.forEach((account, index) => {
    const name = `${id}-k${index}`;
    const named = account === null ? null : `${id}-${account}`;
    putKey(pool, {
      id: name,
      provider: id,
      secret: name,
      masked: name,
      label: null,
      account: named,
      enabled: true,
    });
  });
}

function happen({ pool, ledger, now }: LivedFleet, event: FleetEvent): void {
  const keys = [...pool.keys.values()];
  const asked = keys[event.key % keys.length]!;
  switch (event.kind) {
    case 'call':
      return call({ pool, ledger, now }, asked, modelAt(asked, event.model), event.tokens);
    case 'limit': {
      const [bucket] = laneOf(pool, asked, modelAt(asked, event.model)).buckets;
      return bucket && ledger.tell(bucket, { kind: 'limit', amount: event.amount }, now);
    }
    case 'learned': {
      const node = modelAt(asked, event.model);
      const limit = { unit: 'requests', window: { kind: 'rolling', length: 'day' } } as const;
      // A header that tells of a limit that is stated confirms that one.
      const isStated = laneOf(pool, asked, node).buckets.some(
        ({ spec }) => spec.unit === 'requests' && windowLength(spec.window) === 'day',
      );
      if (isStated) return;
      const bucket = ledger.of(learnedSpec(asked, node, limit));
      return ledger.tell(bucket, { kind: 'limit', amount: event.amount }, now);
    }
    case 'invalid':
      asked.invalid = { reason: 'revoked', at: now };
      return;
    case 'disabled':
      asked.enabled = false;
      return;
    case 'gone':
      return benchUntil(modelAt(asked, event.model).bench, Infinity, 'gone', now);
    default:
      event satisfies never;
  }
}

function modelAt({ provider }: KeyNode, place: number): ModelNode {
  const models = [...provider.models.values()];
  return models[place % models.length]!;
}

/** May take a bucket below zero, as calls do that need more than was expected of them. */
function call({ pool, now }: LivedFleet, asked: KeyNode, node: ModelNode, tokens: number): void {
  const used: Readonly<Record<string, number>> = { requests: 1, tokens, usd: tokens / 1e5 };
  for (const bucket of laneOf(pool, asked, node).buckets) takeFrom(bucket, used[bucket.spec.unit] ?? 0, now);
}

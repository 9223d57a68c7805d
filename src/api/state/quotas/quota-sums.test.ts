import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyFleet, liveThrough, type LivedFleet } from '../../../../tests/support/any-fleet.ts';
import { lawRuns } from '../../../../tests/support/law-runs.ts';
import { createWorld, limit as limitOfWorld, t0 } from '../../../../tests/support/world.ts';
import { limitOf, spareOf, windowLength, type Bucket } from '../../../engine/bucket.ts';
import { bucketsOf, isMeter, ownerOf, type Buckets } from '../../../engine/lane-buckets.ts';
import type { KeyNode, ProviderNode } from '../../../engine/nodes.ts';
import { laneOf } from '../../../engine/pool.ts';
import type { Tally } from '../../../relay/tally.ts';
import type { AccountQuotaView, LeftView, QuotasView, QuotaView } from '../../views/quota-view.ts';
import { accountQuotasView } from '../account-quotas-view.ts';
import { accountsOf } from '../provider-accounts.ts';
import { quotasView, type QuotasContext } from '../quotas-view.ts';

const nobodyAsked = {
  today: () => ({ requests: 0, free_requests: 0, local_requests: 0, failures: 0, saved_usd: 0 }),
  servedToday: () => 0,
  keyToday: () => ({ successes: 0, errors: 0 }),
} as unknown as Tally;

function contextOf({ pool }: LivedFleet): QuotasContext {
  return { pool, tally: nobodyAsked, routing: { routes: new Map(), aliases: new Map() } };
}

function viewOf(fleet: LivedFleet): QuotasView {
  return quotasView(contextOf(fleet), fleet.now);
}

/** Page by page. */
function accountsView(fleet: LivedFleet, provider: ProviderNode): AccountQuotaView[] {
  const page = (offset: number) =>
    accountQuotasView(contextOf(fleet), provider, { offset, limit: 2 }, fleet.now);
  const found: AccountQuotaView[] = [];
  for (let offset = 0; offset < page(0).total; offset += 2) found.push(...page(offset).accounts);
  return found;
}

type Figures = Pick<QuotaView, 'limit' | 'used' | 'remaining'>;

/** Sums by what the rows are of, in millionths: their own sums are exact. */
function summed(rows: readonly (QuotaView | LeftView)[]): Record<string, Figures> {
  const sums: Record<string, { limit: number; used: number; remaining: number }> = {};
  for (const row of rows) {
    const sum = (sums[nameOf(row)] ??= { limit: 0, used: 0, remaining: 0 });
    sum.limit += Math.round(row.limit * 1e6);
    sum.used += Math.round(row.used * 1e6);
    sum.remaining += Math.round(row.remaining * 1e6);
  }
  return sums;
}

function nameOf({ unit, window, side, model, group }: Partial<QuotaView>): string {
  return [unit, window, side, model, group].join(' ');
}

describe('what is left, over any fleet and whatever has happened to it', () => {
  test('of a provider is the sum of its accounts’, in all the sum of the providers’', () => {
    fc.assert(
      fc.property(anyFleet, (drawn) => {
        const fleet = liveThrough(drawn, t0);
        const view = viewOf(fleet);
        expect(summed(view.totals)).toEqual(summed(view.providers.flatMap(({ left }) => left)));
        for (const provider of fleet.pool.providers.values()) {
          const shown = view.providers.find(({ id }) => id === provider.id)!;
          const accounts = accountsView(fleet, provider);
          expect(accounts).toHaveLength(shown.accounts);
          expect(accounts.flatMap(({ keys }) => keys)).toHaveLength(provider.keys.length);
          expect(summed(shown.left)).toEqual(summed(accounts.flatMap(({ left }) => left)));
          expect(summed(shown.quotas)).toEqual(summed(accounts.flatMap(({ quotas }) => quotas)));
        }
      }),
      lawRuns(300),
    );
  });

  test('is never below nothing, and what is used and what remains make the limit', () => {
    fc.assert(
      fc.property(anyFleet, (drawn) => {
        const { totals, providers } = viewOf(liveThrough(drawn, t0));
        const rows = [...totals, ...providers.flatMap(({ left, quotas }) => [...left, ...quotas])];
        for (const { limit, used, remaining, window, unit } of rows) {
          expect([Math.min(used, remaining) >= 0, limit > 0]).toEqual([true, true]);
          expect(Math.round((used + remaining) * 1e6)).toBe(Math.round(limit * 1e6));
          if (unit !== 'usd')
            expect(Number.isInteger(remaining), `${remaining} ${unit} a ${window}`).toBe(true);
        }
      }),
      lawRuns(300),
    );
  });

  test('of an account is what the limit over all its models leaves, else the sum of the widest ones', () => {
    fc.assert(
      fc.property(anyFleet, (drawn) => {
        const fleet = liveThrough(drawn, t0);
        for (const provider of fleet.pool.providers.values()) {
          const accounts = accountsView(fleet, provider);
          accountsOf(provider).forEach(({ keys }, index) => {
            const rows = accounts[index]!.left;
            for (const unit of ['requests', 'tokens', 'usd'])
              for (const window of ['day', 'month'] as const)
                for (const side of ['all', 'input']) {
                  const row = rows.find(
                    (one) => one.unit === unit && one.window === window && (one.side ?? 'all') === side,
                  );
                  const owners = ownersOf(fleet, keys);
                  const expected = owners.map((buckets) =>
                    widest(buckets, { unit, side, window }, fleet.now),
                  );
                  const bounds = owners.map((buckets) => wider(buckets, { unit, side, window }, fleet.now));
                  const most = expected.reduce((sum, one, place) => sum + Math.min(one, bounds[place]!), 0);
                  const isBound = expected.some((one, place) => one > bounds[place]!);
                  const left = Math.round((row?.remaining ?? 0) * 1e6);
                  expect(left).toBeLessThanOrEqual(Math.round(most * 1e6));
                  // What narrower limits bind has a test of its own.
                  if (
                    !isBound &&
                    owners.every((buckets) => !hasLonger(buckets, { unit, side, window }, fleet.now))
                  )
                    expect(left).toBe(Math.round(most * 1e6));
                }
          });
        }
      }),
      lawRuns(300),
    );
  });

  test('is told without making a counter, and is the same when all are made', () => {
    fc.assert(
      fc.property(anyFleet, (drawn) => {
        const fleet = liveThrough(drawn, t0);
        const before = [...fleet.ledger.all()].length;
        const view = viewOf(fleet);
        expect([...fleet.ledger.all()]).toHaveLength(before);
        for (const key of fleet.pool.keys.values())
          for (const node of key.provider.models.values())
            if (node.model.onlyWhenNamed !== true) bucketsOf(key, node, fleet.pool.buckets);
        expect(viewOf(fleet)).toEqual(view);
      }),
      lawRuns(300),
    );
  });
});

test('a view looks at each account once, and makes and builds nothing anew', () => {
  const keys = Array.from({ length: 300 }, (_, index) => ({ id: `k${index}` }));
  const day = { kind: 'fixed', length: 'day', zone: 'UTC' } as const;
  const world = createWorld([{ id: 'groq', keys, limits: [limitOfWorld(50, day)], models: ['m', 'n'] }]);
  const { pool, ledger } = world;
  const provider = pool.providers.get('groq')!;
  for (const key of provider.keys.slice(0, 200)) laneOf(pool, key, provider.models.get('m')!);
  const asked = { of: 0, ofOwner: 0, learnedFor: 0 };
  const buckets: Buckets = {
    of: (spec) => ((asked.of += 1), ledger.of(spec)),
    ofOwner: (id, owner) => ((asked.ofOwner += 1), ledger.ofOwner(id, owner)),
    learnedFor: (...place) => ((asked.learnedFor += 1), ledger.learnedFor(...place)),
    tell: (...news) => ledger.tell(...news),
  };
  const context = contextOf({ pool: { ...pool, buckets }, ledger, now: t0 });
  for (const round of [1, 2, 3]) {
    expect(quotasView(context, t0).totals).toMatchObject([{ limit: 15_000, remaining: 15_000 }]);
    expect(asked).toEqual({ of: 0, ofOwner: 300 * round, learnedFor: 0 });
  }
});

interface Class {
  readonly unit: string;
  readonly side: string;
  readonly window: 'day' | 'month';
}

interface Known {
  readonly bucket: Bucket;
  readonly models: Set<string>;
}

/** The buckets of each owner of counters among the keys, for chats, with the models that drink from them. */
function ownersOf({ pool, now }: LivedFleet, keys: readonly KeyNode[]): Known[][] {
  const usable = keys.filter(({ enabled, invalid }) => enabled && invalid === null);
  const owners = [...new Map(usable.map((key) => [ownerOf(key), key])).values()];
  return owners.map((key) => {
    const found = new Map<Bucket, Known>();
    for (const node of key.provider.models.values()) {
      const { purpose, onlyWhenNamed, id } = node.model;
      if (purpose !== 'chat' || onlyWhenNamed === true) continue;
      for (const bucket of bucketsOf(key, node, pool.buckets)) {
        if (isMeter(bucket) || limitOf(bucket, now) === Infinity) continue;
        const known = found.get(bucket) ?? { bucket, models: new Set() };
        found.set(bucket, known);
        known.models.add(id);
      }
    }
    const gone = [...key.provider.models.values()].filter(({ bench }) => bench.untilAt === Infinity);
    return [...found.values()].filter(
      ({ bucket, models }) =>
        bucket.spec.group === '*' || ![...models].every((id) => gone.some(({ model }) => model.id === id)),
    );
  });
}

function isOf({ bucket }: Known, { unit, side, window }: Class): boolean {
  const { spec } = bucket;
  return spec.unit === unit && spec.side === side && windowLength(spec.window) === window;
}

function leftIn({ bucket }: Known, now: number): number {
  const spare = Math.max(0, spareOf(bucket, now));
  return bucket.spec.unit === 'usd' ? Math.round(spare * 1e6) / 1e6 : Math.floor(spare + 1e-6);
}

function widest(known: readonly Known[], wanted: Class, now: number): number {
  const same = known.filter((one) => isOf(one, wanted));
  const all = same.find(({ bucket }) => bucket.spec.group === '*');
  if (all !== undefined) return leftIn(all, now);
  return same
    .filter(
      ({ models }) =>
        !same.some(
          (other) => other.models.size > models.size && [...models].every((id) => other.models.has(id)),
        ),
    )
    .reduce((sum, one) => sum + leftIn(one, now), 0);
}

/** What the limits over all models of a longer window, or of all tokens, leave. */
function wider(known: readonly Known[], wanted: Class, now: number): number {
  return known
    .filter((one) => one.bucket.spec.group === '*' && isLonger(one, wanted))
    .reduce((least, one) => Math.min(least, leftIn(one, now)), Infinity);
}

function hasLonger(known: readonly Known[], wanted: Class, now: number): boolean {
  return known.some(
    (one) => one.bucket.spec.group !== '*' && isLonger(one, wanted) && leftIn(one, now) < Infinity,
  );
}

function isLonger(one: Known, wanted: Class): boolean {
  return [
    { ...wanted, side: 'all' },
    { ...wanted, window: 'month' as const },
    { ...wanted, side: 'all', window: 'month' as const },
  ].some((longer) => !isOf(one, wanted) && isOf(one, longer));
}

import type { DayCounts } from './clients.ts';
import type { DayPlan, PlannedProvider } from './day-plan.ts';
import type { DayResult, ProviderResult } from './day-result.ts';
import { addAll, harvestOf, type Harvested, type ProviderHarvest } from './harvest.ts';
import type { ProviderUse } from './lane-uses.ts';
import type { ProviderSide } from './sim-wire.ts';
import { endOf } from './traffic.ts';

export interface LivedDay {
  readonly plan: DayPlan;
  readonly counts: DayCounts;
  readonly sides: ReadonlyMap<string, ProviderSide>;
  readonly savedUsd: number;
}

export function presentDay({ plan, counts, sides, savedUsd }: LivedDay): DayResult {
  const cloud = plan.providers
    .filter(({ spec }) => spec.def.tier !== 'local')
    .map((planned) => booked(plan, sides, planned));
  const free = cloud.flatMap(({ harvest }) => harvest ?? []);
  const failures = counts.failures.values().reduce((sum, count) => sum + count, 0);
  const calls = [...sides.values()].reduce((sum, { use }) => sum + use.calls, 0);
  return {
    from: new Date(plan.traffic.startAt).toISOString(),
    hours: plan.traffic.hours,
    seed: plan.seed,
    requests: counts.served + failures,
    served: counts.served,
    failures,
    failure_codes: Object.fromEntries(counts.failures),
    first_failure_at: isoOrNull(counts.curve.firstAt('failures')),
    local_requests: counts.local,
    first_local_at: isoOrNull(counts.curve.firstAt('local')),
    local_share: counts.served === 0 ? 0 : rounded(counts.local / counts.served),
    wasted_calls: calls - counts.served,
    calls_per_success: ratio({ got: calls, allowed: counts.served }),
    harvest: ratio(addAll(free.map(({ calls: all }) => all))),
    harvest_requests: ratio(addAll(free.map(({ byRequests }) => byRequests))),
    harvest_tokens: ratio(addAll(free.map(({ byTokens }) => byTokens))),
    saved_usd: Math.round(savedUsd * 1e4) / 1e4,
    providers: Object.fromEntries(
      cloud.map((provider) => [provider.planned.spec.def.id, presentProvider(provider)]),
    ),
    curve: counts.curve.points(),
  };
}

interface Booked {
  readonly planned: PlannedProvider;
  readonly use: ProviderUse;
  /** null = not a free tier. */
  readonly harvest: ProviderHarvest | null;
}

function booked(plan: DayPlan, sides: ReadonlyMap<string, ProviderSide>, planned: PlannedProvider): Booked {
  const { def, models } = planned.spec;
  const side = sides.get(def.id);
  if (side === undefined) throw new Error(`nobody plays ${def.id}`);
  const harvest =
    def.tier === 'paid'
      ? null
      : harvestOf({
          side,
          models: models
            .filter(({ purpose, onlyWhenNamed }) => purpose === 'chat' && onlyWhenNamed !== true)
            .map(({ id }) => id),
          accounts: new Map(planned.accounts.map((keys, index) => [`${def.id}-${index + 1}`, keys])),
          startAt: plan.traffic.startAt,
          endAt: endOf(plan.traffic),
          size: plan.traffic.size,
        });
  return { planned, use: side.use, harvest };
}

function presentProvider({ planned, use, harvest }: Booked): ProviderResult {
  const bounded = harvest === null || harvest.unbounded ? null : harvest.calls;
  return {
    requests: use.served,
    refused: use.refused,
    tokens: use.tokens,
    accounts: planned.accounts.length,
    keys: planned.accounts.reduce((sum, keys) => sum + keys, 0),
    allowed: bounded === null ? null : Math.floor(bounded.allowed + 1e-6),
    harvest: bounded === null ? null : ratio(bounded),
  };
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

function ratio({ got, allowed }: Harvested): number | null {
  return allowed > 0 ? rounded(got / allowed) : null;
}

function rounded(share: number): number {
  return Math.round(share * 1e5) / 1e5;
}

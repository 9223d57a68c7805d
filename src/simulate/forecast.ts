import type { Model } from '../catalog/types.ts';
import type { ProviderNode } from '../engine/nodes.ts';
import type { Pool } from '../engine/pool.ts';
import { chatModels } from '../engine/model-steps.ts';
import { amountOf } from '../engine/reserve.ts';
import { dayMs } from '../shared/utc-day.ts';
import { givenADay } from './allowed.ts';
import { isUsable, quotaViews, type QuotaView } from './quota-views.ts';
import { callsWithin, givenUntil, isShort, quotaRunsOutAt, type TakenOf } from './runs-out.ts';
import { truthWindow } from './truth-limit.ts';
import { sizeOf, sumUse, type UseToday } from './use-today.ts';
import type { CallSize } from './traffic.ts';

/** What lies ahead of one provider if today goes on as it has begun. Times in epoch ms. */
export interface ProviderForecast {
  readonly keys: number;
  readonly accounts: number;
  readonly pace: { readonly requestsPerDay: number; readonly tokensPerDay: number };
  /** Tokens of a call that capacity is told in, and where that is from. */
  readonly size: CallSize;
  readonly sizeSource: 'today' | 'assumed';
  readonly quotas: readonly QuotaForecast[];
  /** null = not within two days. */
  readonly runsOutAt: number | null;
  /** Calls a day in the long run; null = no limit is known, or `auto` uses none of its models. */
  readonly capacityPerAccount: number | null;
  readonly anotherAccountAdds: number | null;
  readonly anotherKeyAdds: number;
  readonly why: string;
}

export interface QuotaForecast {
  readonly view: QuotaView;
  /** Units a day. */
  readonly pacePerDay: number;
  readonly runsOutAt: number | null;
}

export interface ForecastInput {
  readonly pool: Pool;
  readonly provider: ProviderNode;
  readonly use: UseToday;
  readonly now: number;
}
const lookAheadMs = 2 * dayMs;
const lookEveryMs = 900_000;

/** Pure: looks at the counters as they are and at what was used today. */
export function forecast(input: ForecastInput): ProviderForecast {
  const { provider, use } = input;
  const sight = sightOf(input);
  const { size, source } = sizeOf(use);
  const total = sumUse(use);
  const keys = provider.keys.filter(isUsable);
  const accounts = new Set(keys.map(({ account }) => account)).size;
  const capacity = capacityOf(sight, accounts);
  const { scope } = provider.spec.def.quota;
  return {
    keys: keys.length,
    accounts,
    pace: {
      requestsPerDay: perDay(total.requests, use),
      tokensPerDay: perDay(total.inputTokens + total.outputTokens, use),
    },
    size,
    sizeSource: source,
    quotas: sight.views.filter(isTold).map((view) => quotaForecast(sight, view)),
    runsOutAt: runsOutAt(sight, total.requests / use.elapsedMs),
    capacityPerAccount: capacity,
    anotherAccountAdds: scope === 'ip' ? 0 : capacity,
    anotherKeyAdds: scope === 'key' ? (capacity ?? 0) : 0,
    why: reasons[scope],
  };
}

/** What the parts of a forecast look at. */
interface Sight {
  readonly views: readonly QuotaView[];
  /** That `auto` may use, in the order of the catalog. */
  readonly models: ReadonlyMap<string, Model>;
  readonly ids: readonly string[];
  readonly takenOf: TakenOf;
  readonly use: UseToday;
  readonly now: number;
}

function sightOf({ pool, provider, use, now }: ForecastInput): Sight {
  const views = quotaViews(pool, provider, now);
  const models = new Map(chatModels(provider).map(({ model }) => [model.id, model]));
  const { size } = sizeOf(use);
  const spending = { tokens: { input: size.inputTokens, output: size.outputTokens }, seconds: 0 };
  const takenOf: TakenOf = (view, id) => {
    const model = models.get(id);
    return model === undefined ? 0 : amountOf(view.spec, model, spending);
  };
  return { views, models, ids: [...models.keys()], takenOf, use, now };
}

/** Calls a day of one account in the long run; null = no limit is known, or there is no model. */
function capacityOf({ views, ids, takenOf }: Sight, accounts: number): number | null {
  const calls = callsWithin({ views, models: ids, givenBy: dayOf, takenOf });
  const known = ids.length > 0 && accounts > 0 && Number.isFinite(calls);
  return known ? Math.floor(calls / accounts + 1e-6) : null;
}

/** What the plan grants nothing of, and what only counts running calls, is no quota to look ahead at. */
function isTold({ limit, spec }: QuotaView): boolean {
  return limit > 0 && spec.window.kind !== 'in_flight';
}

function quotaForecast({ models, use, now }: Sight, view: QuotaView): QuotaForecast {
  const taken = view.models.reduce((sum, id) => sum + takenToday(use, view, models.get(id)), 0);
  return {
    view,
    pacePerDay: perDay(taken, use),
    runsOutAt: quotaRunsOutAt(view, taken / use.elapsedMs, now),
  };
}

function takenToday(use: UseToday, { spec }: QuotaView, model: Model | undefined): number {
  if (model === undefined) return 0;
  const { requests, inputTokens, outputTokens } = sumUse(use, [model.id]);
  if (spec.unit === 'requests') return requests;
  return amountOf(spec, model, { tokens: { input: inputTokens, output: outputTokens }, seconds: 0 });
}

/** The first moment at which more was asked for than all models together could have served. `pace` in calls a ms. */
function runsOutAt({ views, ids, takenOf, now }: Sight, pace: number): number | null {
  if (ids.length === 0) return null;
  // A minute that is spent is over in a minute.
  const lasting = views.filter(({ spec }) => !isShort(spec.window));
  const left = callsWithin({ views: lasting, models: ids, givenBy: ({ remaining }) => remaining, takenOf });
  if (left < 1) return now;
  if (pace <= 0) return null;
  for (let at = now + lookEveryMs; at <= now + lookAheadMs; at += lookEveryMs) {
    const givenBy = (view: QuotaView): number => givenUntil(view, now, at);
    if (callsWithin({ views, models: ids, givenBy, takenOf }) < pace * (at - now)) return at;
  }
  return null;
}

const reasons = {
  account:
    'Its limits belong to the account: a second key of the same account goes on when the first one fails, and adds no quota.',
  key: 'Its limits belong to each key, whosever it is.',
  ip: 'Its limits belong to the address of this machine: no key and no account adds any.',
} as const;

function dayOf({ spec, limit }: QuotaView): number {
  return givenADay({ amount: limit, window: truthWindow(spec.window) });
}

function perDay(amount: number, { elapsedMs }: UseToday): number {
  return (amount * dayMs) / elapsedMs;
}

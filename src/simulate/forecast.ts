import type { ProviderNode } from '../engine/nodes.ts';
import type { Pool } from '../engine/pool.ts';
import { chatModels } from '../engine/resolve.ts';
import { amountOf } from '../engine/reserve.ts';
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
  /** Calls a day in the long run; null = no limit is known. */
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

const dayMs = 86_400_000;
const lookAheadMs = 2 * dayMs;
const lookEveryMs = 900_000;

/** Pure: looks at the counters as they are and at what was used today. */
export function forecast({ pool, provider, use, now }: ForecastInput): ProviderForecast {
  const views = quotaViews(pool, provider, now);
  const models = new Map(chatModels(provider).map(({ model }) => [model.id, model]));
  const { size, source } = sizeOf(use);
  const keys = provider.keys.filter(isUsable);
  const accounts = new Set(keys.map(({ account }) => account)).size;
  const spending = { tokens: { input: size.inputTokens, output: size.outputTokens }, seconds: 0 };
  const takenOf: TakenOf = (limit, id) => {
    const model = models.get(id);
    const view = views.find(({ spec }) => spec.unit === limit.unit);
    return model === undefined || view === undefined
      ? 0
      : amountOf({ ...view.spec, side: limit.side ?? 'all' }, model, spending);
  };
  const total = sumUse(use);
  const ids = [...models.keys()];
  const capacity = callsWithin(views, ids, dayOf, takenOf) / Math.max(1, accounts);
  const known = Number.isFinite(capacity) ? Math.floor(capacity + 1e-6) : null;
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
    quotas: views
      .filter(({ limit, spec }) => limit > 0 && spec.window.kind !== 'in_flight')
      .map(quotaForecast),
    runsOutAt: runsOutAt(total.requests / use.elapsedMs),
    capacityPerAccount: known,
    anotherAccountAdds: scope === 'ip' ? 0 : known,
    anotherKeyAdds: scope === 'key' ? (known ?? 0) : 0,
    why: reasons[scope],
  };

  function quotaForecast(view: QuotaView): QuotaForecast {
    const taken = view.models.reduce((sum, id) => sum + takenBy(view, id), 0);
    return {
      view,
      pacePerDay: perDay(taken, use),
      runsOutAt: quotaRunsOutAt(view, taken / use.elapsedMs, now),
    };
  }

  function takenBy({ spec }: QuotaView, id: string): number {
    const model = models.get(id);
    if (model === undefined) return 0;
    const { requests, inputTokens, outputTokens } = sumUse(use, [id]);
    if (spec.unit === 'requests') return requests;
    return amountOf(spec, model, { tokens: { input: inputTokens, output: outputTokens }, seconds: 0 });
  }

  /** The first moment at which more was asked for than all models together could have served. */
  function runsOutAt(pace: number): number | null {
    // A minute that is spent is over in a minute.
    const lasting = views.filter(({ spec }) => !isShort(spec.window));
    if (callsWithin(lasting, ids, ({ remaining }) => remaining, takenOf) < 1) return now;
    if (pace <= 0) return null;
    for (let at = now + lookEveryMs; at <= now + lookAheadMs; at += lookEveryMs) {
      if (callsWithin(views, ids, (view) => givenUntil(view, now, at), takenOf) < pace * (at - now))
        return at;
    }
    return null;
  }
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

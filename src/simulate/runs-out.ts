import type { Window } from '../catalog/types.ts';
import { lengthMs } from '../engine/windows.ts';
import { allowedCalls } from './allowed.ts';
import type { QuotaView } from './quota-views.ts';
import { truthWindow, type TruthLimit } from './truth-limit.ts';

/**
 * Epoch ms at which a quota is used up when it goes on like that; null = not before it is given back.
 * `pace` in units of the quota a ms.
 */
export function quotaRunsOutAt(view: QuotaView, pace: number, now: number): number | null {
  const { window } = view.spec;
  if (pace <= 0 || window.kind === 'in_flight') return null;
  const gain = window.kind === 'refill' ? view.limit / lengthMs(window.length) : 0;
  if (pace <= gain) return null;
  const at = now + view.remaining / (pace - gain);
  const backAt = view.resetsAt ?? now + lengthMs(window.length);
  return window.kind === 'refill' || at < backAt ? Math.ceil(at) : null;
}

/** How much of a quota's unit a call of a model takes on average. */
export type TakenOf = (view: QuotaView, model: string) => number;

export interface CallsWithin {
  readonly views: readonly QuotaView[];
  readonly models: readonly string[];
  /** What a quota gives in the time that is looked at, in its unit. */
  readonly givenBy: (view: QuotaView) => number;
  readonly takenOf: TakenOf;
}

/** Calls that all accounts together can serve; Infinity when nothing is known to limit them. */
export function callsWithin({ views, models, givenBy, takenOf }: CallsWithin): number {
  const seen = new Map(views.map((view) => [limitOf(view), { view, given: givenBy(view) }]));
  return allowedCalls({
    limits: [...seen.keys()],
    models,
    keys: 1,
    givenBy: (limit) => seen.get(limit)?.given ?? Infinity,
    takenOf: (limit, model) => {
      const view = seen.get(limit)?.view;
      return view === undefined ? 0 : takenOf(view, model);
    },
  }).reduce((sum, { calls }) => sum + calls, 0);
}

/** All accounts as one: their counters are used evenly, so that the sum of what is left is what can be had. */
function limitOf({ spec, models, limit }: QuotaView): TruthLimit {
  return {
    unit: spec.unit,
    side: spec.side,
    amount: limit,
    window: truthWindow(spec.window),
    per: models.length === 1 ? 'account_model' : 'account',
    models,
  };
}

/** What is left of a quota now and comes back until `at`. */
export function givenUntil({ spec, limit, remaining, resetsAt }: QuotaView, now: number, at: number): number {
  const { window } = spec;
  if (window.kind === 'in_flight') return Infinity;
  const period = lengthMs(window.length);
  switch (window.kind) {
    case 'refill':
      return remaining + (limit * (at - now)) / period;
    case 'rolling':
      return (
        remaining +
        (limit - remaining) * Math.min(1, (at - now) / period) +
        whole(at, now + period, limit, period)
      );
    case 'fixed':
    case 'first_use':
      return remaining + whole(at, resetsAt ?? now + period, limit, period);
    default:
      return window satisfies never;
  }
}

/** Windows that begin from `backAt` on until `at`, each with the whole limit. */
function whole(at: number, backAt: number, limit: number, period: number): number {
  return at <= backAt ? 0 : limit * Math.ceil((at - backAt) / period);
}

export function isShort(window: Window): boolean {
  return window.kind !== 'in_flight' && lengthMs(window.length) <= lengthMs('minute');
}

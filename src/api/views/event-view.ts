import type { KeyView } from './key-view.ts';
import type { QuotasView } from './quota-view.ts';
import type { TraceView } from './trace-view.ts';

/**
 * GET /api/events, server-sent: `event:` is the name, `data:` the JSON of it, `id:` a number that grows. At most one of
 * `quotas` and one of `keys` a second; a comment every 10 s when nothing else is sent. Whoever connects gets `quotas` at once,
 * and again every 30 s when nothing has changed: its `at` tells whether the stream still lives.
 */
export interface EventViews {
  readonly quotas: QuotasView;
  /** Keys whose card would look different now; those that were removed by their ids. */
  readonly keys: { readonly changed: readonly KeyView[]; readonly removed: readonly string[] };
  /** A request that has ended. Under heavy traffic some are left out: `missed` says how many since the last one, within a second; `trace` is null when none is told with it. */
  readonly request: { readonly trace: TraceView | null; readonly missed: number };
  /** Something the owner wants to know. */
  readonly notice: NoticeView;
}

export interface NoticeView {
  /** ISO. */
  readonly at: string;
  /** `local_fallback`: the free tiers are spent, the local model serves; `cloud_again`: they serve again. */
  readonly kind: 'local_fallback' | 'cloud_again' | 'key_invalid' | 'pool_exhausted';
  readonly provider: string | null;
  readonly model: string | null;
  readonly key: string | null;
  readonly trace: string | null;
}

import type { KeyStatusView } from './key-view.ts';
import type { QuotaView, TodayView } from './quota-view.ts';

/** What strangers get of GET /api/health. */
export interface HealthWordView {
  readonly status: 'ok' | 'degraded' | 'down';
}

/** GET /api/health with a key or signed in. */
export interface HealthView extends HealthWordView {
  readonly version: string;
  readonly uptime_s: number;
  /** Who would serve `auto` now; null = nobody. */
  readonly active_provider: string | null;
  readonly local_fallback: LocalFallbackView;
  /** Those that have keys. */
  readonly providers: readonly ProviderHealthView[];
  readonly today: TodayView;
}

export interface LocalFallbackView {
  readonly ready: boolean;
  readonly model: string | null;
  readonly served_today: number;
}

export interface ProviderHealthView {
  readonly id: string;
  readonly status: KeyStatusView | 'down';
  readonly keys: Readonly<Record<KeyStatusView, number>>;
  readonly quotas: readonly QuotaView[];
  /** null = nothing was served yet. */
  readonly latency_ms: { readonly p50: number | null; readonly p95: number | null };
  /** From 0 to 1. */
  readonly success_rate: number | null;
}

import type { ClientApp } from '../http/client-apps.ts';

export type { ClientApp };

/** A client key as the administrator sees it: never its secret. Times are ISO. */
export interface ClientView {
  readonly id: string;
  readonly name: string;
  /** null = made before masks were kept. */
  readonly masked: string | null;
  /** It stands in NORIA_API_KEY: only the environment removes it. */
  readonly environment: boolean;
  readonly enabled: boolean;
  readonly status: 'active' | 'disabled' | 'expired';
  /** null = no limit. */
  readonly limits: { readonly requests_per_minute: number | null; readonly tokens_per_day: number | null };
  /** How its limits stand now. */
  readonly quotas: readonly ClientQuotaView[];
  /** What it may write as model; null = anything. */
  readonly routes: readonly string[] | null;
  /** The surfaces it may use; null = all. */
  readonly apps: readonly string[] | null;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
  /** Since midnight UTC, and in all. */
  readonly usage: { readonly today: ClientUsageView; readonly total: ClientUsageView };
}

export interface ClientQuotaView {
  readonly unit: string;
  readonly window: string | null;
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  readonly resets_at: string | null;
}

export interface ClientUsageView {
  readonly requests: number;
  readonly failures: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
}

/** GET /api/clients; PATCH and DELETE /api/clients/:id answer with the client. */
export interface ClientListView {
  readonly clients: readonly ClientView[];
}

/** POST /api/clients: the key itself, this once. */
export interface NewClientView extends ClientView {
  readonly key: string;
}

/** One limit, of an account or summed over several. */
export interface QuotaView {
  /** `requests`, `tokens`, `seconds`, `usd`, `concurrent`, … */
  readonly unit: string;
  /** `minute`, `hour`, `day`, `month`, …; `now` for what counts only running calls. */
  readonly window: string;
  /** The limit is this model's own. */
  readonly model?: string;
  /** The limit is of several models together, not of all. */
  readonly group?: string;
  /** Only these tokens count. */
  readonly side?: string;
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  /** ISO; when the first part of it comes back. */
  readonly resets_at: string | null;
  readonly source: 'declared' | 'configured' | 'learned';
}

/**
 * What is left of the long windows (day, month) for chats over `auto`, summed: a provider's are the sums of its accounts', the total's those of the providers.
 * `limit` is what may have been used in all when the window ends: less than the limit itself where a longer window leaves less.
 */
export interface LeftView {
  readonly unit: string;
  readonly side?: string;
  readonly window: 'day' | 'month';
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  readonly resets_at: string | null;
}

/** What today came to, since midnight UTC. */
export interface TodayView {
  readonly requests: number;
  readonly free_requests: number;
  readonly local_requests: number;
  readonly failures: number;
  readonly saved_usd: number;
}

/** GET /api/quotas, and the event `quotas`. */
export interface QuotasView {
  /** ISO; when this was true. */
  readonly at: string;
  /** Who would serve `auto` now; null = nobody. */
  readonly active_provider: string | null;
  readonly local_fallback: {
    readonly ready: boolean;
    readonly model: string | null;
    readonly served_today: number;
  };
  readonly today: TodayView;
  readonly totals: readonly LeftView[];
  readonly providers: readonly ProviderQuotaView[];
}

export interface ProviderQuotaView {
  readonly id: string;
  readonly name: string;
  readonly tier: 'free' | 'paid' | 'local';
  readonly status: 'ready' | 'cooling' | 'resting' | 'invalid' | 'disabled' | 'down';
  readonly keys: Readonly<Record<'ready' | 'cooling' | 'resting' | 'invalid' | 'disabled', number>>;
  readonly accounts: number;
  /** Requests served since midnight UTC. */
  readonly served_today: number;
  readonly left: readonly LeftView[];
  /** Every known limit, the short windows too, summed over its accounts. */
  readonly quotas: readonly QuotaView[];
}

/** GET /api/quotas/:provider?offset=0&limit=50 */
export interface AccountQuotasView {
  readonly at: string;
  readonly provider: string;
  readonly accounts: readonly AccountQuotaView[];
  /** Accounts in all. */
  readonly total: number;
}

export interface AccountQuotaView {
  /** Its name; null = of one key alone, which has no name for it. */
  readonly account: string | null;
  readonly keys: readonly {
    readonly id: string;
    readonly masked: string;
    readonly label: string | null;
    readonly status: 'ready' | 'cooling' | 'resting' | 'invalid' | 'disabled';
    readonly served_today: number;
  }[];
  readonly left: readonly LeftView[];
  /** Every known limit of it, each model's too. */
  readonly quotas: readonly QuotaView[];
}

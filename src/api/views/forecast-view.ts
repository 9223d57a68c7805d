/** GET /api/forecast: providers with a usable key, if today goes on as it has begun. Times are ISO. */
export interface ForecastView {
  /** Since when today's pace is measured. */
  readonly since: string;
  readonly providers: readonly ProviderForecastView[];
}

export interface ProviderForecastView {
  readonly id: string;
  readonly name: string;
  readonly keys: number;
  readonly accounts: number;
  readonly pace: { readonly requests_per_day: number; readonly tokens_per_day: number };
  /** The call that capacity is told in: today's mean, or an assumed one while there is none. */
  readonly call_size: {
    readonly input_tokens: number;
    readonly output_tokens: number;
    readonly source: 'today' | 'assumed';
  };
  readonly quotas: readonly QuotaForecastView[];
  /** null = not within two days. */
  readonly runs_out_at: string | null;
  /** Calls a day; null = no limit is known, or `auto` uses none of its models. */
  readonly capacity_per_account: number | null;
  readonly another_account_adds: number | null;
  readonly another_key_adds: number;
  /** Whose its limits are: of each account, of each key, or of this machine's address. */
  readonly scope: 'account' | 'key' | 'ip';
  /** Why a key adds what it adds, in a sentence. */
  readonly why: string;
  readonly terms: {
    readonly url: string;
    readonly several_accounts: string;
    readonly evidence: 'A' | 'B' | 'C';
  };
}

export interface QuotaForecastView {
  readonly unit: string;
  readonly side?: string;
  readonly window: string;
  readonly kind: 'refill' | 'fixed' | 'rolling' | 'first_use' | 'in_flight';
  readonly model?: string;
  readonly group?: string;
  readonly limit: number;
  readonly remaining: number;
  readonly pace_per_day: number;
  readonly runs_out_at: string | null;
  readonly resets_at: string | null;
}

export type UsageDimension = 'provider' | 'key' | 'model' | 'app' | 'day';

/** GET /api/usage?from=2026-11-01&to=2026-11-21&by=provider,day; days are UTC's, both included; today alone, by provider, without them. */
export interface UsageView {
  readonly from: string;
  readonly to: string;
  readonly by: readonly UsageDimension[];
  readonly rows: readonly UsageRowView[];
  /** The sums of the rows. */
  readonly totals: UsageCountsView;
}

export interface UsageRowView extends UsageCountsView {
  /** Those that were asked for with `by`; '' = requests that nobody served. */
  readonly provider?: string;
  /** Id of a key; '' = nobody's, or of a provider that takes none. */
  readonly key?: string;
  /** Its label, else its masked form; null = it was removed. */
  readonly key_name?: string | null;
  readonly model?: string;
  /** The surface that was asked, as in the client keys' `apps`; `other` = before this was counted, or a call of Noria itself. */
  readonly app?: string;
  readonly day?: string;
}

export interface UsageCountsView {
  /** Of clients; one that was served after three attempts is one. */
  readonly requests: number;
  readonly successes: number;
  /** Failed attempts; in the row of nobody, requests that failed. */
  readonly failures: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  /** Means over what was served; null = nothing was. */
  readonly latency_ms: { readonly mean: number | null; readonly first_token_mean: number | null };
  readonly saved_usd: number;
}

/** What is counted of a day, provider, model, key and app. */
export interface UsageCounts {
  readonly requests: number;
  readonly successes: number;
  readonly failures: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Millionths of a US dollar. */
  readonly savedUsdMicros: number;
  /** Of `timed` served requests, in ms. */
  readonly timed: number;
  readonly tookMs: number;
  /** Of those whose first token was seen. */
  readonly firstTokens: number;
  readonly firstTokenMs: number;
}

export const noCounts: UsageCounts = {
  requests: 0,
  successes: 0,
  failures: 0,
  promptTokens: 0,
  completionTokens: 0,
  savedUsdMicros: 0,
  timed: 0,
  tookMs: 0,
  firstTokens: 0,
  firstTokenMs: 0,
};

const names = Object.keys(noCounts) as (keyof UsageCounts)[];

export type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

/** Adds `more` to `sum`. */
export function addCounts(sum: Writable<UsageCounts>, more: UsageCounts): void {
  for (const name of names) sum[name] += more[name];
}

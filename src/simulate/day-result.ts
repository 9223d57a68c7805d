/** What came of a simulated day; also the JSON of `POST /api/simulate`. Money in US dollars, shares from 0 to 1. */
export interface DayResult {
  /** Epoch ms as ISO time. */
  readonly from: string;
  readonly hours: number;
  readonly seed: number;
  readonly requests: number;
  readonly served: number;
  /** Requests whose client got an error. */
  readonly failures: number;
  /** The codes of these errors. */
  readonly failure_codes: Readonly<Record<string, number>>;
  /** ISO time at which the first of them came; null = none failed. */
  readonly first_failure_at: string | null;
  readonly local_requests: number;
  /** ISO time at which the first that the local model served came; null = it served none. */
  readonly first_local_at: string | null;
  /** Of those served. */
  readonly local_share: number;
  /** Calls to providers that brought no answer. */
  readonly wasted_calls: number;
  readonly calls_per_success: number | null;
  /** Calls served by free cloud tiers ÷ what these allow at the size of the calls; null = nothing is bounded. */
  readonly harvest: number | null;
  /** The same where requests are what runs out first, and in tokens where tokens are. */
  readonly harvest_requests: number | null;
  readonly harvest_tokens: number | null;
  /** Against the list prices of the models that served. */
  readonly saved_usd: number;
  readonly providers: Readonly<Record<string, ProviderResult>>;
  readonly curve: readonly CurvePoint[];
}

/** One cloud provider. */
export interface ProviderResult {
  readonly requests: number;
  /** Calls that it answered with a 429. */
  readonly refused: number;
  readonly tokens: number;
  readonly accounts: number;
  readonly keys: number;
  /** Calls of the size served that its tier allows in the time; null = no bound, or no free tier. */
  readonly allowed: number | null;
  /** What it served of that within the time; what was let in after it counts for the next. */
  readonly harvest: number | null;
}

/** Requests that came from `at` (ISO time) until the next point, and who served them in the end. */
export interface CurvePoint {
  readonly at: string;
  readonly requests: number;
  readonly cloud: number;
  readonly local: number;
  readonly failures: number;
}

import type { UsageRow } from '../store/usage.ts';

/** What today came to, for the health page. */
export interface Today {
  readonly requests: number;
  readonly free_requests: number;
  readonly local_requests: number;
  readonly failures: number;
  /** US dollars, against list prices. */
  readonly saved_usd: number;
}

/** What a key came to: requests of clients that it served, and attempts over it that failed. */
export interface KeyToday {
  readonly successes: number;
  readonly errors: number;
}

/** Who served a request. */
export interface Server {
  readonly provider: string;
  readonly keyId: string;
  readonly local: boolean;
}

/** Sums of one day that are asked for all the time. */
export class DayTotals {
  #requests = 0;
  #free = 0;
  #local = 0;
  #failures = 0;
  #savedMicros = 0;
  readonly #byProvider = new Map<string, number>();
  readonly #byKey = new Map<string, { successes: number; errors: number }>();

  /** `rows`: what the day has come to so far. */
  constructor(rows: readonly UsageRow[]) {
    for (const row of rows) {
      this.#add(row, row.successes, row.savedUsdMicros);
      this.#requests += row.requests;
      // A failed attempt of a request that was served in the end is no failure of the day.
      if (row.provider === '') this.#failures += row.failures;
      else this.#ofKey(row.keyId).errors += row.failures;
    }
  }

  served(server: Server, savedUsdMicros: number): void {
    this.#requests += 1;
    this.#add(server, 1, savedUsdMicros);
  }

  attemptFailed({ keyId }: Server): void {
    this.#ofKey(keyId).errors += 1;
  }

  requestFailed(): void {
    this.#requests += 1;
    this.#failures += 1;
  }

  today(): Today {
    return {
      requests: this.#requests,
      free_requests: this.#free,
      local_requests: this.#local,
      failures: this.#failures,
      saved_usd: Math.round(this.#savedMicros) / 1e6,
    };
  }

  servedBy(provider: string): number {
    return this.#byProvider.get(provider) ?? 0;
  }

  key(id: string): KeyToday {
    const { successes, errors } = this.#byKey.get(id) ?? nothing;
    return { successes, errors };
  }

  #add({ provider, keyId, local }: Server, served: number, savedUsdMicros: number): void {
    this.#savedMicros += savedUsdMicros;
    if (served === 0) return;
    this.#byProvider.set(provider, this.servedBy(provider) + served);
    this.#ofKey(keyId).successes += served;
    if (local) this.#local += served;
    if (local || savedUsdMicros > 0) this.#free += served;
  }

  #ofKey(id: string): { successes: number; errors: number } {
    let key = this.#byKey.get(id);
    if (key === undefined) this.#byKey.set(id, (key = { successes: 0, errors: 0 }));
    return key;
  }
}

const nothing: KeyToday = { successes: 0, errors: 0 };

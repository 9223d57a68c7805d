import type { UsageRepository } from '../store/usage.ts';

/** Takes what the tally would write into the tables, and keeps the money. */
export interface Savings extends Pick<UsageRepository, 'addUsage' | 'usageOf'> {
  /** US dollars, against list prices. */
  usd(): number;
}

export function createSavings(): Savings {
  let micros = 0;
  return {
    addUsage: async (rows) => {
      for (const { savedUsdMicros } of rows) micros += savedUsdMicros;
    },
    usageOf: async () => [],
    usd: () => Math.round(micros) / 1e6,
  };
}

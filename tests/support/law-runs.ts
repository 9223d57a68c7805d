interface LawRuns {
  readonly numRuns: number;
  readonly seed: number;
  readonly endOnFailure: boolean;
  readonly interruptAfterTimeLimit: number;
  readonly markInterruptAsFailure: true;
}

const { LAW_SEED = '20261121', LAW_TIMES = '1', LAW_SHRINK = '1' } = process.env;

/** ms; many times what a law needs on a slow machine. */
export const lawTimeoutMs = 60_000 * Number(LAW_TIMES);

/**
 * How many random histories a law is tried with, always the same ones. To look further than the usual runs do:
 * `LAW_SEED=7 LAW_TIMES=20 vitest run tests/laws`; `LAW_SHRINK=0` shows a failure at once, as it was found.
 */
export function lawRuns(numRuns: number): LawRuns {
  return {
    numRuns: Math.ceil(numRuns * Number(LAW_TIMES)),
    seed: Number(LAW_SEED),
    endOnFailure: LAW_SHRINK === '0',
    // What was found is shown, even where making it smaller takes too long.
    interruptAfterTimeLimit: lawTimeoutMs * 0.8,
    markInterruptAsFailure: true,
  };
}

/**
 * How many random histories a law is tried with, always the same ones. To look further than the usual runs do:
 * `LAW_SEED=7 LAW_TIMES=20 vitest run tests/laws`.
 */
export function lawRuns(numRuns: number): { readonly numRuns: number; readonly seed: number } {
  const { LAW_SEED = '20261121', LAW_TIMES = '1' } = process.env;
  return { numRuns: Math.ceil(numRuns * Number(LAW_TIMES)), seed: Number(LAW_SEED) };
}

/** ms; many times what a law needs on a slow machine. */
export const lawTimeoutMs = 60_000 * Number(process.env['LAW_TIMES'] ?? '1');

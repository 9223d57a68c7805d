import type { ScenarioResult } from '../overhead/run-scenarios.ts';
import type { Summary } from '../overhead/summarise.ts';

/** A target's medians; what is added at the first byte differs from what is added at the last. */
export function summary(target: string, perSecond: number, ms: number): Summary {
  const spread = { p50: ms, p99: ms * 10 };
  return {
    target,
    rounds: 3,
    perSecond,
    perSecondRatio: NaN,
    perSecondScatter: 0,
    latencyMs: spread,
    firstByteMs: spread,
    callMs: spread,
    addedMs: spread,
    addedFirstByteMs: { p50: ms + 1, p99: ms * 10 + 1 },
    cpuUs: ms * 100,
    cpuRatio: NaN,
    busy: 1,
    severalAttempts: 0,
    peakMb: 100,
  };
}

export function resultOf(shows: ScenarioResult['shows'], summaries: readonly Summary[]): ScenarioResult {
  return { id: 'x', title: 'Something', shows, summaries, conclusions: [], rounds: {} };
}

/**
 * Decaying quantiles of a duration, in fixed memory: 64 bins, each 25 % wider than the one before, from 1 ms to
 * about 21 min. Old samples fade so that a lane which became slow is seen as slow within some dozens of calls.
 */
export interface Latency {
  readonly bins: Float64Array;
  total: number;
}

const binCount = 64;
const ratio = Math.log(1.25);
const fade = 0.98;

export function createLatency(): Latency {
  return { bins: new Float64Array(binCount), total: 0 };
}

export function addSample(latency: Latency, ms: number): void {
  const bin = Math.min(binCount - 1, Math.max(0, Math.floor(Math.log(Math.max(1, ms)) / ratio)));
  if (latency.total > 50) {
    for (let index = 0; index < binCount; index += 1) latency.bins[index] = (latency.bins[index] ?? 0) * fade;
    latency.total *= fade;
  }
  latency.bins[bin] = (latency.bins[bin] ?? 0) + 1;
  latency.total += 1;
}

/** ms below which the share `q` (0 to 1) of recent samples lies, within 12 %; null without samples. */
export function quantile(latency: Latency, q: number): number | null {
  if (latency.total === 0) return null;
  let left = latency.total * q;
  for (let index = 0; index < binCount; index += 1) {
    left -= latency.bins[index] ?? 0;
    if (left <= 0) return Math.round(Math.exp((index + 0.5) * ratio));
  }
  return Math.round(Math.exp(binCount * ratio));
}

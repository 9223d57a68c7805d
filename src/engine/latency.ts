/**
 * Decaying quantiles of a positive quantity (ms, tokens a second), in fixed memory: 64 bins, each 25 % wider than the
 * one before, from 1 to about 1.3 million. Old samples fade so that a lane which became slow is seen as slow within some
 * dozens of calls. Nothing is kept until the first sample: most lanes never serve.
 */
export interface Latency {
  bins: Float64Array | null;
  total: number;
  /** What the next sample counts: it grows, which is the same as letting all before it fade. */
  weight: number;
}

const binCount = 64;
const ratio = Math.log(1.25);
const growth = 1 / 0.98;
const heaviest = 1e9;
const noBins = new Float64Array(binCount);

export function createLatency(): Latency {
  return { bins: null, total: 0, weight: 1 };
}

export function addSample(latency: Latency, value: number): void {
  latency.bins ??= new Float64Array(binCount);
  const bin = Math.min(binCount - 1, Math.max(0, Math.floor(Math.log(Math.max(1, value)) / ratio)));
  latency.bins[bin] = (latency.bins[bin] ?? 0) + latency.weight;
  latency.total += latency.weight;
  latency.weight *= growth;
  if (latency.weight > heaviest) lighten(latency, latency.bins);
}

function lighten(latency: Latency, bins: Float64Array): void {
  for (let index = 0; index < binCount; index += 1) bins[index] = (bins[index] ?? 0) / latency.weight;
  latency.total /= latency.weight;
  latency.weight = 1;
}

/** How many samples count, the faded ones less: at most 50. */
export function samplesOf(latency: Latency): number {
  return latency.total / latency.weight;
}

/** Value below which the share `q` (0 to 1) of recent samples lies, within 12 %; null without samples. */
export function quantile(latency: Latency, q: number): number | null {
  if (latency.total === 0) return null;
  const bins = latency.bins ?? noBins;
  let left = latency.total * q;
  for (let index = 0; index < binCount; index += 1) {
    const inBin = bins[index] ?? 0;
    if (inBin > 0 && left <= inBin) return Math.round(Math.exp((index + left / inBin) * ratio));
    left -= inBin;
  }
  return Math.round(Math.exp(binCount * ratio));
}

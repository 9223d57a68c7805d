import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addSample, createLatency, quantile, samplesOf } from './latency.ts';

describe('latency', () => {
  it('knows nothing without samples', () => {
    expect(quantile(createLatency(), 0.5)).toBeNull();
    expect(samplesOf(createLatency())).toBe(0);
  });

  it('tells quantiles within a quarter of the truth', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 2, max: 100_000 }), { minLength: 1, maxLength: 40 }),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        (values, share) => {
          const latency = createLatency();
          // The same moment: none has faded against another.
          for (const value of values) {
            addSample(latency, value);
            latency.weight = 1;
          }
          const sorted = values.toSorted((a, b) => a - b);
          const exact = sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
          const told = quantile(latency, share)!;
          expect(told).toBeGreaterThanOrEqual(Math.floor(exact / 1.26));
          expect(told).toBeLessThanOrEqual(Math.ceil(exact * 1.26));
        },
      ),
    );
  });

  it('forgets: after some dozens of slow calls a quick lane is slow', () => {
    const latency = createLatency();
    for (let call = 0; call < 10_000; call += 1) addSample(latency, 100);
    for (let call = 0; call < 40; call += 1) addSample(latency, 5_000);
    expect(quantile(latency, 0.5)).toBeGreaterThan(3_000);
    expect(samplesOf(latency)).toBeCloseTo(49, 0);
  });
});

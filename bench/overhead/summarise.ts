import type { Measurement } from '../harness/measure.ts';
import { median } from '../harness/statistics.ts';

/** The upstream asked without anything between: what the load and the upstream take by themselves. */
export const direct = 'direct';
export const floor = 'floor-b';

/** The rounds of one scenario by target; a round with a failed request is left out (`undefined`). */
export type Rounds = ReadonlyMap<string, readonly (Measurement | undefined)[]>;

/** Medians of one target in one scenario. Ratios are against floor B, `added…` against asking the upstream directly. */
export interface Summary {
  readonly target: string;
  readonly rounds: number;
  readonly perSecond: number;
  readonly perSecondRatio: number;
  /** Between the best and the worst round, as a share of the median: a ratio nearer to 1 than this says nothing. */
  readonly perSecondScatter: number;
  readonly latencyMs: { readonly p50: number; readonly p99: number };
  readonly firstByteMs: { readonly p50: number; readonly p99: number };
  readonly callMs: { readonly p50: number; readonly p99: number };
  readonly addedMs: { readonly p50: number; readonly p99: number };
  readonly addedFirstByteMs: { readonly p50: number; readonly p99: number };
  readonly cpuUs: number;
  readonly cpuRatio: number;
  readonly busy: number;
  /** Share of the requests for which Noria asked more than one lane. */
  readonly severalAttempts: number;
  /** The most memory it was seen to hold. */
  readonly peakMb: number;
}

export function summarise(rounds: Rounds): Summary[] {
  return [...rounds.keys()].map((target) => {
    const own = (read: Read): number => medianOf(rounds, target, read);
    const ratio = (read: Read): number => own(read) / medianOf(rounds, floor, read);
    const added = (read: Read): number =>
      target === direct ? NaN : own(read) - medianOf(rounds, direct, read);
    return {
      target,
      rounds: rounds.get(target)?.filter((measurement) => measurement !== undefined).length ?? 0,
      perSecond: own((m) => m.perSecond),
      perSecondRatio: ratio((m) => m.perSecond),
      perSecondScatter: scatter(valuesOf(rounds, target, (m) => m.perSecond)),
      latencyMs: { p50: own((m) => m.latencyMs.p50), p99: own((m) => m.latencyMs.p99) },
      firstByteMs: { p50: own((m) => m.firstByteMs.p50), p99: own((m) => m.firstByteMs.p99) },
      callMs: { p50: own((m) => m.callMs.p50), p99: own((m) => m.callMs.p99) },
      addedMs: { p50: added((m) => m.latencyMs.p50), p99: added((m) => m.latencyMs.p99) },
      addedFirstByteMs: { p50: added((m) => m.firstByteMs.p50), p99: added((m) => m.firstByteMs.p99) },
      cpuUs: own((m) => m.cpuUs),
      cpuRatio: ratio((m) => m.cpuUs),
      busy: own((m) => m.busy),
      severalAttempts: own((m) => m.severalAttempts),
      peakMb: Math.max(...valuesOf(rounds, target, (m) => m.peakMb)),
    };
  });
}

type Read = (measurement: Measurement) => number;

function medianOf(rounds: Rounds, target: string, read: Read): number {
  return median(valuesOf(rounds, target, read));
}

function valuesOf(rounds: Rounds, target: string, read: Read): number[] {
  return (rounds.get(target) ?? []).flatMap((measurement) => (measurement ? [read(measurement)] : []));
}

function scatter(values: readonly number[]): number {
  return (Math.max(...values) - Math.min(...values)) / median(values);
}

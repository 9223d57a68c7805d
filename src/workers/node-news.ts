import type { Bench } from '../engine/bench.ts';
import type { Breaker } from '../engine/breaker.ts';
import type { KeyNode } from '../engine/nodes.ts';

/** How somebody stands now; each says all of it, so that the last one told holds. */
export type NodeNews =
  | readonly [
      'key',
      id: string,
      bench: BenchView,
      breaker: Breaker,
      invalid: KeyNode['invalid'],
      enabled: boolean,
    ]
  | readonly ['account', provider: string, account: string, bench: BenchView]
  | readonly ['account_model', provider: string, account: string, model: string, bench: BenchView]
  | readonly ['model', provider: string, model: string, bench: BenchView, refusedParams: readonly string[]]
  /** `active`: the key that serves now, where the rotation keeps to one. */
  | readonly ['provider', id: string, bench: BenchView, breaker: Breaker, active: string | null];

/** `untilAt` null = without an end, which JSON has no number for. */
export type BenchView = readonly [
  untilAt: number | null,
  reason: string,
  guessMs: number,
  setAt: number,
  trialUntilAt: number,
];

export function benchView({ untilAt, reason, guessMs, setAt, trialUntilAt }: Bench): BenchView {
  return [untilAt === Infinity ? null : untilAt, reason, guessMs, setAt, trialUntilAt];
}

export function setBench(bench: Bench, [untilAt, reason, guessMs, setAt, trialUntilAt]: BenchView): void {
  Object.assign(bench, { untilAt: untilAt ?? Infinity, reason, guessMs, setAt, trialUntilAt });
}

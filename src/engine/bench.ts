/**
 * A bench keeps somebody out until a time: a cooling key, an account whose model is spent, a model that is gone.
 * `until = max(old, new)`, always.
 */
export interface Bench {
  untilAt: number;
  reason: string;
  /** ms of the last guess; doubles with each new one, halves with each success. */
  guessMs: number;
  setAt: number;
  /** While the one call that tries out a guess is on its way, epoch ms until which it may be: nobody else goes. */
  trialUntilAt: number;
}

const firstGuessMs = 2_000;
const longestGuessMs = 120_000;
/** A trial that never reports frees the place again. */
const trialLeaseMs = 120_000;

export function createBench(): Bench {
  return { untilAt: 0, reason: '', guessMs: 0, setAt: 0, trialUntilAt: 0 };
}

export function isBenched(bench: Bench, now: number): boolean {
  return bench.untilAt > now || bench.trialUntilAt > now;
}

/** Epoch ms from which nobody is kept out, when no trial ends sooner. */
export function opensAt(bench: Bench): number {
  return Math.max(bench.untilAt, bench.trialUntilAt);
}

/** A call begins. After a guess, it is a trial: one at a time, until its successes have used the guess up. */
export function tryBench(bench: Bench, now: number): void {
  if (bench.guessMs > 0 && bench.untilAt <= now) bench.trialUntilAt = now + trialLeaseMs;
}

/** A call has ended, whatever its end was; one that began before the trial says nothing of it. */
export function endTrial(bench: Bench, startedAt: number): void {
  if (startedAt >= bench.trialUntilAt - trialLeaseMs) bench.trialUntilAt = 0;
}

/** The provider stated the time: it is kept whatever its length, and never shortened. */
export function benchUntil(bench: Bench, untilAt: number, reason: string, now: number): void {
  if (untilAt <= bench.untilAt) return;
  bench.untilAt = untilAt;
  bench.reason = reason;
  bench.setAt = now;
}

/** When a failed attempt began and ended, epoch ms; `spread` in [0, 1) keeps guessed times from ending together. */
export interface Moment {
  readonly startedAt: number;
  readonly now: number;
  readonly spread: number;
}

/**
 * Nobody stated a time, so we guess: 2 s, doubled to 2 min. Failures of one moment, begun before the bench was set,
 * escalate once.
 */
export function benchGuessed(bench: Bench, reason: string, { startedAt, now, spread }: Moment): void {
  if (startedAt <= bench.setAt && bench.guessMs > 0) return;
  bench.guessMs = Math.min(longestGuessMs, Math.max(firstGuessMs, bench.guessMs * 2));
  benchUntil(bench, now + bench.guessMs * (1 + spread * 0.25), reason, now);
  bench.setAt = now;
}

/** A success halves the next guess; it does not end a bench that somebody stated. */
export function easeBench(bench: Bench): void {
  bench.guessMs = bench.guessMs > firstGuessMs ? bench.guessMs / 2 : 0;
}

/** The owner says that it is good. */
export function clearBench(bench: Bench): void {
  Object.assign(bench, createBench());
}

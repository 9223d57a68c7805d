import type { Moment } from './bench.ts';

/** When a call began, and the moment of its end. */
type Begun = Pick<Moment, 'startedAt' | 'now'>;

/**
 * Rests somebody who failed several times in a row, lets one trial through, then ramps up: 1, 2, 4 … at once, no flood.
 * Used for a key (3 failures) and for a provider.
 */
export type Breaker =
  | { readonly state: 'closed'; readonly failures: number }
  | {
      readonly state: 'resting';
      readonly untilAt: number;
      readonly restMs: number;
      readonly openedAt: number;
    }
  /** `leaseUntilAt`: a trial that never reports frees the place again. */
  | {
      readonly state: 'trial';
      readonly restMs: number;
      readonly begunAt: number;
      readonly leaseUntilAt: number;
    }
  /** `since`: calls that began before belong to an earlier state and move nothing. */
  | {
      readonly state: 'ramp';
      readonly allowed: number;
      readonly running: number;
      readonly restMs: number;
      readonly since: number;
    };

export const closedBreaker: Breaker = { state: 'closed', failures: 0 };

const firstRestMs = 2_000;
const longestRestMs = 120_000;
const trialLeaseMs = 180_000;
const rampTop = 8;

export function admits(breaker: Breaker, now: number): boolean {
  switch (breaker.state) {
    case 'closed':
      return true;
    case 'resting':
      return now >= breaker.untilAt;
    case 'trial':
      return now >= breaker.leaseUntilAt;
    case 'ramp':
      return breaker.running < breaker.allowed;
    default:
      return breaker satisfies never;
  }
}

/** Epoch ms at which the breaker admits again; Infinity when that hangs on a running call. */
export function admitsAt(breaker: Breaker, now: number): number {
  if (admits(breaker, now)) return now;
  return breaker.state === 'resting' ? breaker.untilAt : Infinity;
}

/** An attempt begins; only called when admitted. */
export function beginThrough(breaker: Breaker, now: number): Breaker {
  switch (breaker.state) {
    case 'closed':
      return breaker;
    case 'resting':
    case 'trial':
      return { state: 'trial', restMs: breaker.restMs, begunAt: now, leaseUntilAt: now + trialLeaseMs };
    case 'ramp':
      return { ...breaker, running: breaker.running + 1 };
    default:
      return breaker satisfies never;
  }
}

/** `startedAt`: when the call that succeeded began. */
export function succeedThrough(breaker: Breaker, startedAt: number): Breaker {
  switch (breaker.state) {
    case 'closed':
      return breaker.failures === 0 ? breaker : closedBreaker;
    case 'resting':
      // A call begun before the rest succeeded: good news, but the rest is kept and tried as planned.
      return breaker;
    case 'trial':
      if (startedAt < breaker.begunAt) return breaker;
      return { state: 'ramp', allowed: 1, running: 0, restMs: breaker.restMs, since: breaker.begunAt };
    case 'ramp': {
      if (startedAt < breaker.since) return breaker;
      const allowed = breaker.allowed * 2;
      return allowed > rampTop
        ? closedBreaker
        : { ...breaker, allowed, running: Math.max(0, breaker.running - 1) };
    }
    default:
      return breaker satisfies never;
  }
}

/** What began before the rest, the trial or the ramp does not lengthen or end it. */
export function failThrough(breaker: Breaker, threshold: number, { startedAt, now }: Begun): Breaker {
  switch (breaker.state) {
    case 'closed': {
      const failures = breaker.failures + 1;
      return failures < threshold ? { state: 'closed', failures } : rest(firstRestMs, now);
    }
    case 'resting':
      return startedAt <= breaker.openedAt ? breaker : rest(breaker.restMs * 2, now);
    case 'trial':
      return startedAt < breaker.begunAt ? breaker : rest(breaker.restMs * 2, now);
    case 'ramp':
      return startedAt < breaker.since ? breaker : rest(breaker.restMs * 2, now);
    default:
      return breaker satisfies never;
  }
}

/** The attempt ended without evidence (the client left, a caller's fault): the place is free again. */
export function abandonThrough(breaker: Breaker, { startedAt, now }: Begun): Breaker {
  switch (breaker.state) {
    case 'closed':
    case 'resting':
      return breaker;
    case 'trial':
      if (startedAt < breaker.begunAt) return breaker;
      return { state: 'resting', untilAt: now, restMs: breaker.restMs, openedAt: now };
    case 'ramp':
      return startedAt < breaker.since ? breaker : { ...breaker, running: Math.max(0, breaker.running - 1) };
    default:
      return breaker satisfies never;
  }
}

function rest(restMs: number, now: number): Breaker {
  const length = Math.min(longestRestMs, restMs);
  return { state: 'resting', untilAt: now + length, restMs: length, openedAt: now };
}

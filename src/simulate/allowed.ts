import { windowEnd } from '../engine/calendar.ts';
import { dayMs } from '../shared/utc-day.ts';
import { matchesModel, type TruthLimit } from './truth-limit.ts';

/** One account of a provider: what is asked of it, and how much of it there is. */
export interface AllowedInput {
  readonly limits: readonly TruthLimit[];
  readonly models: readonly string[];
  readonly keys: number;
  /** How much a limit gives, in its unit: `givenWithin` or `givenADay`. */
  readonly givenBy: (limit: TruthLimit) => number;
  /** How much of a limit's unit a call of the model takes on average. */
  readonly takenOf: (limit: TruthLimit, model: string) => number;
}

/** What one model of an account may serve. */
export interface Allowance {
  readonly model: string;
  /** Infinity when nothing limits it. */
  readonly calls: number;
  /** The limit that ends it first; null = none. */
  readonly by: TruthLimit | null;
}

/**
 * The most calls that an account can be served, model by model: each model's own limits first, then what the account
 * shares over them. Whoever asks without a pause, with calls of average size, gets this many and not one more.
 */
export function allowedCalls(input: AllowedInput): Allowance[] {
  const { limits, models, keys, givenBy, takenOf } = input;
  let allowances: Allowance[] = models.map((model) => ({ model, calls: Infinity, by: null }));
  for (const limit of limits) {
    if (limit.per !== 'account_model') continue;
    allowances = allowances.map((allowance) => {
      if (!matchesModel(limit, allowance.model)) return allowance;
      const calls = callsOf(givenBy(limit), takenOf(limit, allowance.model));
      return calls < allowance.calls ? { ...allowance, calls, by: limit } : allowance;
    });
  }
  for (const limit of limits) {
    if (limit.per === 'account') allowances = shared(allowances, limit, givenBy(limit), takenOf);
    else if (limit.per === 'key') allowances = shared(allowances, limit, givenBy(limit) * keys, takenOf);
  }
  return allowances;
}

/** Shares out what there is for all of the models together, in the order in which they are asked. */
function shared(
  allowances: readonly Allowance[],
  limit: TruthLimit,
  given: number,
  takenOf: AllowedInput['takenOf'],
): Allowance[] {
  let left = given;
  return allowances.map((allowance) => {
    const taken = matchesModel(limit, allowance.model) ? takenOf(limit, allowance.model) : 0;
    if (taken === 0) return allowance;
    const calls = Math.min(allowance.calls, left / taken);
    left -= calls * taken;
    return calls < allowance.calls ? { ...allowance, calls, by: limit } : allowance;
  });
}

function callsOf(given: number, taken: number): number {
  return taken > 0 ? given / taken : Infinity;
}

/** What a limit gives from `startAt` to `endAt` to one who starts with nothing used. */
export function givenWithin({ amount, window }: TruthLimit, startAt: number, endAt: number): number {
  const periods = (endAt - startAt) / window.ms;
  switch (window.kind) {
    // The bucket is full at first and refills from then on.
    case 'refill':
      return amount * (1 + periods);
    case 'fixed':
      return amount * windowsIn(window, startAt, endAt);
    case 'rolling':
    case 'first_use':
      return amount * Math.ceil(periods);
    case 'in_flight':
      return amount === 0 ? 0 : Infinity;
    default:
      return window.kind satisfies never;
  }
}

/** What a limit gives a day in the long run. */
export function givenADay({ amount, window }: Pick<TruthLimit, 'amount' | 'window'>): number {
  if (window.kind === 'in_flight') return amount === 0 ? 0 : Infinity;
  return (amount * dayMs) / window.ms;
}

/** Windows that the period touches: one that has begun before is counted whole, as nothing of it is used. */
function windowsIn(
  { ms, calendar, zone = 'UTC' }: TruthLimit['window'],
  startAt: number,
  endAt: number,
): number {
  if (calendar !== 'day' && calendar !== 'month') return Math.ceil(endAt / ms) - Math.floor(startAt / ms);
  let count = 0;
  for (let at = startAt; at < endAt; at = windowEnd(calendar, zone, at)) count += 1;
  return count;
}

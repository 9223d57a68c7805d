import type { Model } from '../catalog/types.ts';
import { fits, giveBack, hold, limitOf, spareOf, takeFrom, type Bucket, type BucketSpec } from './bucket.ts';
import type { Tokens } from './estimate.ts';

/** What one call takes from one bucket, in the bucket's unit. */
export interface Demand {
  readonly bucket: Bucket;
  readonly amount: number;
}

/** What one call used or is expected to use. */
export interface Spending {
  readonly tokens: Tokens;
  /** Seconds of GPU or audio; 0 when the provider does not count them. */
  readonly seconds: number;
  /** The provider took the call and gave nothing for it. */
  readonly refused?: true;
}

/** Held from reserve until exactly one of settle and refund. */
export interface Reservation {
  readonly demands: readonly Demand[];
  readonly at: number;
  open: boolean;
}

/** How much of a bucket's unit a spending is. A call is one request and one concurrent call. */
export function amountOf(spec: BucketSpec, model: Model, spending: Spending): number {
  switch (spec.unit) {
    case 'requests':
    case 'concurrent':
      return 1;
    case 'tokens':
      if (spec.side === 'input') return spending.tokens.input;
      return spec.side === 'output' ? spending.tokens.output : spending.tokens.input + spending.tokens.output;
    case 'usd':
      return priced(model.usdPerMillion, spending.tokens);
    case 'neurons':
      return neuronsOf(model, spending);
    case 'seconds':
      return spending.seconds;
    default:
      return spec.unit satisfies never;
  }
}

/** What is priced by the call (a picture) costs nothing when it was refused. */
function neuronsOf({ neuronsPerCall = 0, neuronsPerMillion }: Model, { tokens, refused }: Spending): number {
  return (refused === true ? 0 : neuronsPerCall) + priced(neuronsPerMillion, tokens);
}

function priced(price: readonly [number, number] | undefined, tokens: Tokens): number {
  return price === undefined ? 0 : (tokens.input * price[0] + tokens.output * price[1]) / 1e6;
}

/** Takes from every bucket or from none; answers the first bucket that has too little, or the reservation. */
export function reserveAll(demands: readonly Demand[], now: number): Reservation | Bucket {
  for (const { bucket, amount } of demands) if (!fits(bucket, amount, now)) return bucket;
  for (const { bucket, amount } of demands) {
    takeFrom(bucket, amount, now);
    bucket.inFlight += amount;
  }
  return { demands, at: now, open: true };
}

/**
 * Replaces the estimate by what was really used (`used[i]` for `demands[i]`); may take a bucket below zero. Of a place,
 * 0 was used once the call is over; 1 = the provider may not know yet.
 */
export function settleAll(reservation: Reservation, used: readonly number[], now: number): void {
  close(reservation);
  reservation.demands.forEach(({ bucket, amount }, index) => {
    bucket.inFlight = Math.max(0, bucket.inFlight - amount);
    if (bucket.spec.unit === 'concurrent') {
      if ((used[index] ?? 0) > 0) return hold(bucket, amount, now);
      return giveBack(bucket, amount, reservation.at, now);
    }
    const difference = (used[index] ?? amount) - amount;
    if (difference > 0) takeFrom(bucket, Math.min(difference, mostBeyond(bucket, now)), now);
    else if (difference < 0) giveBack(bucket, -difference, reservation.at, now);
  });
}

/** A call may take a bucket below zero, by its limit at most: a report beyond that is a slip that would lock it for hours. */
function mostBeyond(bucket: Bucket, now: number): number {
  return Math.max(0, spareOf(bucket, now) + limitOf(bucket, now));
}

/** The call never reached the provider, or the provider does not count it: everything goes back. */
export function refundAll(reservation: Reservation, now: number): void {
  close(reservation);
  for (const { bucket, amount } of reservation.demands) {
    bucket.inFlight = Math.max(0, bucket.inFlight - amount);
    giveBack(bucket, amount, reservation.at, now);
  }
}

function close(reservation: Reservation): void {
  if (!reservation.open) throw new Error('a reservation was settled or refunded twice');
  reservation.open = false;
}

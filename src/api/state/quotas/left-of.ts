import type { Amounts } from './account-amounts.ts';
import { earlier, exact, type Amount } from './amounts.ts';
import type { LeftPart, LeftShape } from './left-shape.ts';

/** What an account, a provider or all of them have left of one long window. */
export interface Left {
  readonly unit: string;
  readonly side: string;
  readonly window: 'day' | 'month';
  readonly limit: number;
  readonly remaining: number;
  /** Epoch ms. */
  readonly resetsAt: number | null;
}

/** A limit that counts, and what may still be taken of it; `cut` lowers that. */
interface Share {
  readonly part: LeftPart;
  readonly used: number;
  remaining: number;
  resetsAt: number | null;
}

/**
 * What one account has left: the widest limits that are known of it, each no more than what wider or longer ones leave.
 * `limit` is what it may have used in all when the window ends.
 */
export function leftOf(shapes: readonly LeftShape[], amounts: Amounts): Left[] {
  return shapes.flatMap((shape) => {
    const shares: Share[] = [];
    for (const part of shape.parts) {
      const amount = amounts[part.place];
      if (isKnown(amount) && !part.within.some((place) => isKnown(amounts[place])))
        shares.push(shareOf(part, amount));
    }
    for (const place of new Set(shares.flatMap(({ part }) => part.boundBy))) cut(shares, place, amounts);
    return shares.length === 0 ? [] : sumOf(shape, shares);
  });
}

function shareOf(part: LeftPart, { limit, remaining, resetsAt }: Amount): Share {
  return { part, used: limit - remaining, remaining, resetsAt };
}

/** All that drink from the wider limit have no more together than it leaves; what is cut comes back with it. */
function cut(shares: readonly Share[], place: number, amounts: Amounts): void {
  const wider = amounts[place];
  if (!isKnown(wider)) return;
  const inside = shares.filter(({ part }) => part.boundBy.includes(place));
  let excess = inside.reduce((sum, { remaining }) => sum + remaining, 0) - wider.remaining;
  for (const share of inside) {
    if (excess <= 0) return;
    const taken = Math.min(excess, share.remaining);
    if (taken > 0) share.resetsAt = wider.resetsAt;
    share.remaining -= taken;
    excess -= taken;
  }
}

function sumOf({ unit, side, window }: LeftShape, shares: readonly Share[]): Left[] {
  let [limit, remaining] = [0, 0];
  let resetsAt: number | null = null;
  for (const share of shares) {
    limit += share.used + share.remaining;
    remaining += share.remaining;
    resetsAt = earlier(resetsAt, share.resetsAt);
  }
  return exact(limit) === 0
    ? []
    : [{ unit, side, window, limit: exact(limit), remaining: exact(remaining), resetsAt }];
}

/** Sums of the same unit, side and window. */
export function addLeft(all: readonly Left[]): Left[] {
  const sums = new Map<string, Left>();
  for (const left of all) {
    const name = `${left.unit}|${left.side}|${left.window}`;
    const sum = sums.get(name);
    sums.set(name, sum === undefined ? left : plus(sum, left));
  }
  return [...sums.values()];
}

function plus(one: Left, other: Left): Left {
  return {
    ...one,
    limit: exact(one.limit + other.limit),
    remaining: exact(one.remaining + other.remaining),
    resetsAt: earlier(one.resetsAt, other.resetsAt),
  };
}

function isKnown(amount: Amount | null | undefined): amount is Amount {
  return amount !== null && amount !== undefined;
}

import type { LeftView } from '../../views/quota-view.ts';
import { isoOrNull } from '../iso.ts';
import { exact } from './amounts.ts';
import type { Left } from './left-of.ts';

/** Requests first, then tokens, then whatever else; of each the day before the month. */
export function presentLeft(all: readonly Left[]): LeftView[] {
  return all.toSorted(inOrder).map(({ unit, side, window, limit, remaining, resetsAt }) => ({
    unit,
    ...(side === 'all' ? {} : { side }),
    window,
    limit,
    used: exact(limit - remaining),
    remaining,
    resets_at: isoOrNull(resetsAt),
  }));
}

const units = ['requests', 'tokens'];

function inOrder(one: Left, other: Left): number {
  return (
    rank(one.unit) - rank(other.unit) ||
    one.unit.localeCompare(other.unit) ||
    one.side.localeCompare(other.side) ||
    one.window.localeCompare(other.window)
  );
}

function rank(unit: string): number {
  const place = units.indexOf(unit);
  return place < 0 ? units.length : place;
}

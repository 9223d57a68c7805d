import type { Counter } from '../engine/windows.ts';

/**
 * What is written of a counter is laid ahead of it: an upper bound that stays true for the next calls, so that most of
 * them write nothing. `covers` says whether a written counter still bounds the real one.
 */

/** ms by which a busy counter is laid ahead in time: a rolling one's last slot, and when a refilling one begins to melt. */
const aheadMs = 500;
const mostSlots = 64;

/** The written form of a counter: as if `block` more were used. Small and of fixed size, whatever the counter holds. */
export function laidAhead(counter: Counter, block: number): Counter {
  switch (counter.kind) {
    case 'refill':
      return {
        kind: 'refill',
        debt: counter.debt + block,
        since: counter.since + (block > 0 ? aheadMs : 0),
        lows: [],
      };
    case 'fixed':
      return { ...counter, used: counter.used + block, ahead: counter.ahead > 0 ? counter.ahead + block : 0 };
    case 'rolling':
      return rollingAhead(counter, block);
    case 'first_use':
      return firstUseAhead(counter, block);
    case 'in_flight':
      return { kind: 'in_flight', used: 0, lingering: [] };
    default:
      return counter satisfies never;
  }
}

/** Later calls may all be of those that the next window counts, up to the last moment. */
function firstUseAhead(counter: Counter & { kind: 'first_use' }, block: number): Counter {
  const used = counter.used + block;
  if (counter.ahead === 0) return { ...counter, used };
  return { ...counter, used, ahead: counter.ahead + block, lastAt: counter.endAt };
}

/**
 * A busy window is written as one slot at its end, a little ahead in time; a quiet one slot by slot, the oldest gathered
 * in the first that is kept: it comes back late rather than early.
 */
function rollingAhead({ slots, used }: Counter & { kind: 'rolling' }, block: number): Counter {
  const last = slots.at(-1);
  if (last === undefined) return { kind: 'rolling', slots: [], used: 0 };
  if (block > 0) {
    return {
      kind: 'rolling',
      slots: [{ at: last.at + aheadMs, amount: used + block }],
      used: used + block,
    };
  }
  const kept = slots.slice(-mostSlots).map((slot) => ({ ...slot }));
  const [first] = kept;
  const older = slots.slice(0, -mostSlots).reduce((sum, { amount }) => sum + amount, 0);
  if (first !== undefined) first.amount += older;
  return { kind: 'rolling', slots: kept, used };
}

/**
 * True when recovering `written` leaves no moment at which less is used than in `real`. `rate`: how fast a refilling
 * counter's debt melts, in units a ms.
 */
export function covers(written: Counter, real: Counter, rate: number): boolean {
  if (real.kind === 'in_flight') return true;
  if (real.kind === 'refill' && written.kind === 'refill') {
    if (written.since >= real.since) return written.debt >= real.debt;
    return written.debt - (real.since - written.since) * rate >= real.debt;
  }
  if (real.kind === 'fixed' && written.kind === 'fixed') {
    const sameWindow = written.endAt === real.endAt && written.startAt === real.startAt;
    return sameWindow && written.used >= real.used && written.ahead >= real.ahead;
  }
  if (real.kind === 'rolling' && written.kind === 'rolling') {
    const last = real.slots.at(-1);
    return last === undefined || (written.used >= real.used && (written.slots.at(-1)?.at ?? 0) >= last.at);
  }
  if (real.kind === 'first_use' && written.kind === 'first_use') {
    const sameWindow =
      written.endAt === real.endAt && written.beganAt === real.beganAt && written.unsure === real.unsure;
    const sameAhead = written.ahead >= real.ahead && (real.ahead === 0 || written.aheadAt === real.aheadAt);
    return sameWindow && written.used >= real.used && sameAhead;
  }
  return false;
}

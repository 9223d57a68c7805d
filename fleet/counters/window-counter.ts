import type { SimWindow } from '../sim-spec.ts';
import { calendarWindow } from './calendar-window.ts';

/** A take that may be corrected later: what was used counts for the moment at which it was admitted. */
export interface Take {
  readonly at: number;
  amount: number;
}

/** One owner's counter of one limit. */
export interface WindowCounter {
  used(now: number): number;
  take(now: number, amount: number): Take;
  correct(take: Take, amount: number, now: number): void;
  /** Ms until `amount` fits; 0 = now; Infinity = never, or not by waiting. */
  waitMs(now: number, amount: number): number;
  /** When the window ends, or the bucket is full again. */
  resetAt(now: number): number;
}

/** Rounding dust of the continuous kinds, in units. */
const dust = 1e-6;

export function createWindowCounter(window: SimWindow, limit: number): WindowCounter {
  switch (window.kind) {
    case 'refill':
      return refillCounter(window.ms, limit);
    case 'fixed':
      return fixedCounter(window, limit);
    case 'first_use':
      return firstUseCounter(window.ms, limit);
    case 'rolling':
      return rollingCounter(window.ms, limit);
    case 'in_flight':
      return inFlightCounter(limit);
    default:
      return window.kind satisfies never;
  }
}

function refillCounter(ms: number, limit: number): WindowCounter {
  let level = 0;
  let levelAt = 0;
  const perMs = limit / ms;
  const drain = (now: number): void => {
    if (now > levelAt) level = Math.max(0, level - (now - levelAt) * perMs);
    levelAt = Math.max(now, levelAt);
  };
  return {
    used(now) {
      drain(now);
      return level;
    },
    take(now, amount) {
      drain(now);
      level += amount;
      return { at: now, amount };
    },
    correct(take, amount, now) {
      drain(now);
      level = Math.max(0, level + amount - take.amount);
      take.amount = amount;
    },
    waitMs(now, amount) {
      drain(now);
      if (amount > limit) return Infinity;
      const over = level + amount - limit;
      return over <= dust ? 0 : over / perMs;
    },
    resetAt(now) {
      drain(now);
      return perMs === 0 ? Infinity : now + level / perMs;
    },
  };
}

function fixedCounter(window: SimWindow, limit: number): WindowCounter {
  let used = 0;
  let startAt = -Infinity;
  let endAt = -Infinity;
  const roll = (now: number): void => {
    if (now >= startAt && now < endAt) return;
    used = 0;
    if (window.calendar === undefined) {
      startAt = Math.floor(now / window.ms) * window.ms;
      endAt = startAt + window.ms;
      return;
    }
    ({ startAt, endAt } = calendarWindow(now, window.calendar, window.zone ?? 'UTC'));
  };
  return {
    used(now) {
      roll(now);
      return used;
    },
    take(now, amount) {
      roll(now);
      used += amount;
      return { at: now, amount };
    },
    correct(take, amount, now) {
      roll(now);
      if (take.at >= startAt) used = Math.max(0, used + amount - take.amount);
      take.amount = amount;
    },
    waitMs(now, amount) {
      roll(now);
      if (amount > limit) return Infinity;
      return used + amount <= limit + dust ? 0 : endAt - now;
    },
    resetAt(now) {
      roll(now);
      return endAt;
    },
  };
}

function firstUseCounter(ms: number, limit: number): WindowCounter {
  let used = 0;
  let startAt: number | null = null;
  const roll = (now: number): void => {
    if (startAt === null || now < startAt + ms) return;
    startAt = null;
    used = 0;
  };
  return {
    used(now) {
      roll(now);
      return used;
    },
    take(now, amount) {
      roll(now);
      startAt ??= now;
      used += amount;
      return { at: now, amount };
    },
    correct(take, amount, now) {
      roll(now);
      if (startAt !== null && take.at >= startAt) used = Math.max(0, used + amount - take.amount);
      take.amount = amount;
    },
    waitMs(now, amount) {
      roll(now);
      if (amount > limit) return Infinity;
      return used + amount <= limit + dust || startAt === null ? 0 : startAt + ms - now;
    },
    resetAt(now) {
      roll(now);
      return (startAt ?? now) + ms;
    },
  };
}

function rollingCounter(ms: number, limit: number): WindowCounter {
  let takes: Take[] = [];
  let head = 0;
  let used = 0;
  const expire = (now: number): void => {
    for (let first = takes[head]; first !== undefined && first.at + ms <= now; first = takes[head]) {
      used -= first.amount;
      head += 1;
    }
    if (head < 1_024 || head * 2 < takes.length) return;
    takes = takes.slice(head);
    head = 0;
  };
  return {
    used(now) {
      expire(now);
      return used;
    },
    take(now, amount) {
      expire(now);
      const take = { at: now, amount };
      takes.push(take);
      used += amount;
      return take;
    },
    correct(take, amount, now) {
      expire(now);
      if (take.at + ms > now) used += amount - take.amount;
      take.amount = amount;
    },
    waitMs(now, amount) {
      expire(now);
      if (amount > limit) return Infinity;
      let over = used + amount - limit;
      for (let index = head; over > dust; index += 1) {
        const take = takes[index];
        if (take === undefined) return Infinity;
        over -= take.amount;
        if (over <= dust) return take.at + ms - now;
      }
      return 0;
    },
    resetAt(now) {
      expire(now);
      return (takes[head]?.at ?? now - ms) + ms;
    },
  };
}

function inFlightCounter(limit: number): WindowCounter {
  let running = 0;
  return {
    used: () => running,
    take(now, amount) {
      running += amount;
      return { at: now, amount };
    },
    correct(take, amount) {
      running += amount - take.amount;
      take.amount = amount;
    },
    waitMs: (_now, amount) => (running + amount <= limit ? 0 : Infinity),
    resetAt: (now) => now,
  };
}

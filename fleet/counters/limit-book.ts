import type { SimLimit } from '../sim-spec.ts';
import { createWindowCounter, type Take, type WindowCounter } from './window-counter.ts';

/** Who calls. A call without a key has an account only where the provider knows one (a local server). */
export interface Caller {
  readonly key: string;
  readonly account: string | null;
  readonly ip: string;
  readonly model: string;
}

/** What a call costs in each unit. */
export interface Cost {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly seconds: number;
  readonly neurons: number;
  readonly usd: number;
}

export interface LimitState {
  readonly limit: SimLimit;
  readonly used: number;
  readonly requested: number;
  readonly waitMs: number;
  readonly resetAt: number;
}

export interface Ticket {
  settle(cost: Cost, now: number): void;
}

export type Admission =
  | { readonly admitted: true; readonly ticket: Ticket }
  /** `blocking`, longest wait first. */
  | { readonly admitted: false; readonly blocking: readonly [LimitState, ...LimitState[]] };

/** The provider's ledger: every limit with a counter for each owner. A call takes from all of them or from none. */
export interface LimitBook {
  readonly limits: readonly SimLimit[];
  admit(caller: Caller, cost: Cost, now: number): Admission;
  states(caller: Caller, now: number): readonly LimitState[];
  used(limitIndex: number, owner: string, now: number): number;
}

interface Row {
  readonly limit: SimLimit;
  readonly matches: (model: string) => boolean;
  readonly counters: Map<string, WindowCounter>;
}

export function createLimitBook(limits: readonly SimLimit[]): LimitBook {
  const rows: readonly Row[] = limits.map((limit) => ({
    limit,
    matches: modelMatcher(limit.models),
    counters: new Map(),
  }));
  const counterOf = (row: Row, owner: string): WindowCounter => {
    let counter = row.counters.get(owner);
    if (counter === undefined) {
      counter = createWindowCounter(row.limit.window, row.limit.amount);
      row.counters.set(owner, counter);
    }
    return counter;
  };
  const countersOf = (caller: Caller): { row: Row; counter: WindowCounter }[] => {
    const found: { row: Row; counter: WindowCounter }[] = [];
    for (const row of rows) {
      const owner = row.matches(caller.model) ? ownerOf(row.limit, caller) : null;
      if (owner !== null) found.push({ row, counter: counterOf(row, owner) });
    }
    return found;
  };

  return {
    limits,
    admit(caller, cost, now) {
      const open = countersOf(caller);
      const blocking: LimitState[] = [];
      for (const { row, counter } of open) {
        const requested = amountOf(row.limit, cost);
        const waitMs = counter.waitMs(now, row.limit.amount === 0 ? Infinity : requested);
        if (waitMs > 0) blocking.push(stateOf(row.limit, counter, requested, now));
      }
      const [first, ...rest] = blocking.toSorted((a, b) => b.waitMs - a.waitMs);
      if (first !== undefined) {
        for (const { row, counter } of open) {
          if (row.limit.counts429 === true && row.limit.unit === 'requests') counter.take(now, 1);
        }
        return { admitted: false, blocking: [first, ...rest] };
      }
      const takes = open.map(({ row, counter }) => ({
        row,
        counter,
        take: counter.take(now, amountOf(row.limit, cost)),
      }));
      return { admitted: true, ticket: createTicket(takes) };
    },
    states: (caller, now) =>
      countersOf(caller).map(({ row, counter }) => stateOf(row.limit, counter, 0, now)),
    used(limitIndex, owner, now) {
      const row = rows[limitIndex];
      if (row === undefined) throw new RangeError(`no limit ${limitIndex}: there are ${rows.length}`);
      return row.counters.get(owner)?.used(now) ?? 0;
    },
  };
}

function createTicket(takes: readonly { row: Row; counter: WindowCounter; take: Take }[]): Ticket {
  let settled = false;
  return {
    settle(cost, now) {
      if (settled) return;
      settled = true;
      for (const { row, counter, take } of takes) {
        const { unit, window } = row.limit;
        if (window.kind === 'in_flight') counter.correct(take, 0, now);
        else if (unit === 'requests' || unit === 'concurrent') continue;
        else counter.correct(take, amountOf(row.limit, cost), now);
      }
    },
  };
}

function stateOf(limit: SimLimit, counter: WindowCounter, requested: number, now: number): LimitState {
  const waitMs = requested === 0 ? 0 : counter.waitMs(now, requested);
  return { limit, used: counter.used(now), requested, waitMs, resetAt: counter.resetAt(now) };
}

function ownerOf(limit: SimLimit, caller: Caller): string | null {
  switch (limit.per) {
    case 'account':
      return caller.account;
    case 'account_model':
      return caller.account === null ? null : `${caller.account}|${caller.model}`;
    case 'key':
      return caller.key === '' ? null : caller.key;
    case 'ip':
      return caller.key === '' ? caller.ip : null;
    default:
      return limit.per satisfies never;
  }
}

function amountOf(limit: SimLimit, cost: Cost): number {
  switch (limit.unit) {
    case 'requests':
    case 'concurrent':
      return 1;
    case 'tokens':
      if (limit.side === 'input') return cost.inputTokens;
      return limit.side === 'output' ? cost.outputTokens : cost.inputTokens + cost.outputTokens;
    default:
      return cost[limit.unit];
  }
}

function modelMatcher(patterns: readonly string[] | undefined): (model: string) => boolean {
  if (patterns === undefined) return () => true;
  const exact = new Set(patterns.filter((pattern) => !pattern.includes('*')));
  const prefixes = patterns.filter((pattern) => pattern.endsWith('*')).map((pattern) => pattern.slice(0, -1));
  const suffixes = patterns.filter((pattern) => pattern.startsWith('*')).map((pattern) => pattern.slice(1));
  return (model) =>
    exact.has(model) ||
    prefixes.some((prefix) => model.startsWith(prefix)) ||
    suffixes.some((suffix) => model.endsWith(suffix));
}

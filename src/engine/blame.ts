import { benchGuessed, benchUntil, type Bench, type Moment } from './bench.ts';
import type { Lane } from './nodes.ts';
import type { Pool } from './pool.ts';
import { keepAccount, keepKey, keepModel, keepProvider } from './states.ts';

/** Until the stated time, or for a guess. */
export function setBench(bench: Bench, untilAt: number | null, reason: string, moment: Moment): void {
  // A time that has passed states nothing.
  if (untilAt !== null && untilAt > moment.now) benchUntil(bench, untilAt, reason, moment.now);
  else benchGuessed(bench, reason, moment);
}

/** Who is kept out. */
export function benchFor(
  lane: Lane,
  scope: 'key' | 'account' | 'account_model' | 'model' | 'provider',
): Bench {
  switch (scope) {
    case 'key':
      return lane.key.bench;
    case 'account':
      return lane.key.account.bench;
    case 'account_model':
      return lane.accountModel;
    case 'model':
      return lane.node.bench;
    case 'provider':
      return lane.node.provider.bench;
    default:
      return scope satisfies never;
  }
}

/** Keeps the states of all whom a call over the lane may have changed. */
export function keepAll(pool: Pool, lane: Lane): void {
  keepKey(pool.states, lane.key);
  keepAccount(pool.states, lane);
  keepModel(pool.states, lane.node);
  keepProvider(pool.states, lane.node.provider);
}

import { benchUntil, clearBench, type Moment } from './bench.ts';
import { benchFor, keepAll, setBench } from './blame.ts';
import { explains, learnFromRefusal, type Refusal } from './learn.ts';
import type { Lane } from './nodes.ts';
import type { Pool } from './pool.ts';
import { keepAccount, keepKey, keepProvider } from './states.ts';

const limitedKeys = 3;
const limitedWithinMs = 10_000;

/** Somebody's quota is spent: learns from it and benches whoever it belongs to. */
export function blameForLimit(pool: Pool, lane: Lane, fault: Refusal, moment: Moment): void {
  const { now } = moment;
  const explained = explains(lane, fault, now);
  learnFromRefusal(pool, lane, fault, now);
  const bench = benchFor(
    lane,
    fault.scope === 'account_model' && sharesModels(lane) ? 'account' : fault.scope,
  );
  setBench(bench, fault.untilAt, reasonOf(fault), moment);
  keepAll(pool, lane);
  if (!explained && fault.scope !== 'provider' && fault.scope !== 'model') suspectAddress(pool, lane, now);
}

/** The account's models drink from the same buckets: what refuses one refuses all. */
function sharesModels({ buckets, node }: Lane): boolean {
  return buckets.length > 0 && buckets.every(({ spec }) => spec.group !== node.model.id);
}

/** Keys of 3 distinct accounts limited within 10 s: it is the address or a shared account. The provider cools, no key is blamed. */
function suspectAddress(pool: Pool, lane: Lane, now: number): void {
  const { provider } = lane.node;
  provider.unexplained = provider.unexplained.filter(
    ({ at, key }) => now - at < limitedWithinMs && key.account !== lane.key.account,
  );
  provider.unexplained.push({ key: lane.key, at: now, lane });
  if (provider.unexplained.length < limitedKeys) return;
  let until = 0;
  for (const { key, lane: blamed } of provider.unexplained) {
    key.errors -= 1;
    key.lastError = null;
    for (const bench of [key.bench, key.account.bench, blamed.accountModel]) {
      // What was stated before, for another reason, stays.
      if (bench.setAt < now - limitedWithinMs) continue;
      until = Math.max(until, bench.untilAt);
      clearBench(bench);
    }
    keepKey(pool.states, key);
    keepAccount(pool.states, blamed);
  }
  provider.unexplained = [];
  benchUntil(
    provider.bench,
    until,
    'several keys were limited at once: this address or a shared account',
    now,
  );
  keepProvider(pool.states, provider);
}

/** `rate limited (tokens a minute)`, as far as the provider said. */
function reasonOf(fault: Refusal): string {
  const limit = [fault.unit, fault.window === null ? null : `a ${fault.window}`]
    .filter((part) => part !== null)
    .join(' ');
  const what = fault.class === 'quota_spent' ? 'quota spent' : 'rate limited';
  return limit === '' ? what : `${what} (${limit})`;
}

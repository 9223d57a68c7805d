import type { Bench } from './bench.ts';
import type { Breaker } from './breaker.ts';
import type { KeyNode, Lane, ModelNode, ProviderNode } from './nodes.ts';
import { noteChange } from './shut.ts';

/** Where states go that must survive a crash: cooling times, resting and invalid keys, models that are gone. */
export interface StateMemory {
  put(id: string, state: StoredState): void;
  get(id: string): StoredState | undefined;
}

/** One node's state as it is kept. */
export interface StoredState {
  readonly bench?: Bench;
  readonly breaker?: Breaker;
  readonly invalid?: { readonly reason: string; readonly at: number } | null;
  /** The owner's switch of a key: one of the environment has no other place for it. */
  readonly enabled?: boolean;
}

/** Whatever changed in a key may let it serve sooner. */
export function keepKey(memory: StateMemory, key: KeyNode): void {
  noteChange(key.provider);
  memory.put(`key|${key.id}`, {
    bench: { ...key.bench },
    breaker: key.breaker,
    invalid: key.invalid,
    enabled: key.enabled,
  });
}

export function keepProvider(memory: StateMemory, provider: ProviderNode): void {
  memory.put(`provider|${provider.id}`, { bench: { ...provider.bench }, breaker: provider.breaker });
}

export function keepModel(memory: StateMemory, node: ModelNode): void {
  memory.put(`model|${node.provider.id}|${node.model.id}`, { bench: { ...node.bench } });
}

/** The account's bench, and the account's bench for the lane's model. */
export function keepAccount(memory: StateMemory, lane: Lane): void {
  const { account } = lane.key;
  noteChange(account.provider);
  const id = `account|${account.provider.id}|${account.id}`;
  memory.put(id, { bench: { ...account.bench } });
  memory.put(`${id}|${lane.node.model.id}`, { bench: { ...lane.accountModel } });
}

/** A trial or ramp that was running when the process ended starts as a rest that is over. */
export function recallBreaker(breaker: Breaker, now: number): Breaker {
  return breaker.state === 'trial' || breaker.state === 'ramp'
    ? { state: 'resting', untilAt: now, restMs: breaker.restMs, openedAt: now }
    : breaker;
}

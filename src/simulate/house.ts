import type { Model } from '../catalog/types.ts';
import type { ProviderSpec } from '../engine/nodes.ts';
import type { RoutingTable } from '../engine/routing-table.ts';
import type { DayTimes } from './day-plan.ts';

/** What an installation has: whose day is lived. */
export interface House {
  /** Every provider that can be used, by id, in the order of the cascade; the local ones with the models they serve. */
  readonly specs: ReadonlyMap<string, ProviderSpec>;
  /** Provider → keys of each account that there is; a local server that answers has one. */
  readonly owned: ReadonlyMap<string, readonly number[]>;
  readonly routing: RoutingTable;
  readonly times: DayTimes;
}

/** One key as far as its quota goes; without an account it is its own. */
export interface OwnedKey {
  readonly provider: string;
  readonly account: string | null;
}

/** Provider → keys of each account. */
export function countKeys(keys: readonly OwnedKey[]): Map<string, number[]> {
  const accounts = new Map<string, Map<string, number>>();
  for (const [index, { provider, account }] of keys.entries()) {
    const counts = accounts.get(provider) ?? new Map<string, number>();
    const name = account ?? `key ${index}`;
    accounts.set(provider, counts.set(name, (counts.get(name) ?? 0) + 1));
  }
  return new Map([...accounts].map(([provider, counts]) => [provider, [...counts.values()]]));
}

export function isLocal({ def }: ProviderSpec): boolean {
  return def.tier === 'local';
}

/** Stands for whatever model a local server has. */
export const someLocalModel: Model = {
  id: 'local-model',
  family: 'local-model',
  purpose: 'chat',
  context: null,
  strengths: ['chat'],
  evidence: 'C',
};

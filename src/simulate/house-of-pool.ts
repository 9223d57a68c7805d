import type { KeyNode } from '../engine/nodes.ts';
import type { Pool } from '../engine/pool.ts';
import type { RoutingTable } from '../engine/routing-table.ts';
import type { DayTimes } from './day-plan.ts';
import { countKeys, isLocal, type House } from './house.ts';

/** A running installation: its providers and keys as they are now. Keys that are refused or switched off do not count. */
export function houseOfPool(pool: Pool, routing: RoutingTable, times: DayTimes): House {
  const providers = [...pool.providers.values()].filter(({ spec }) => spec.def.simulated !== true);
  const specs = new Map(
    providers.map(({ id, spec, models }) => [
      id,
      isLocal(spec) ? { ...spec, models: [...models.values()].map(({ model }) => model) } : spec,
    ]),
  );
  const keys = [...pool.keys.values()].filter(isUsable);
  const owned = countKeys(
    keys.map(({ provider, account }) => ({ provider: provider.id, account: account.id })),
  );
  return { specs, owned, routing, times };
}

function isUsable({ enabled, invalid, provider }: KeyNode): boolean {
  const { bench, spec } = provider;
  return enabled && invalid === null && bench.untilAt < Infinity && spec.def.simulated !== true;
}

import type { Provider } from '../catalog/types.ts';
import type { Config } from '../config/types.ts';
import { providerSpecs, routingTable } from '../keyring/provider-specs.ts';
import { countKeys, type House, type OwnedKey } from './house.ts';

/** An installation that does not run: its configuration, and keys that lie elsewhere. */
export function houseOfConfig(
  config: Config,
  catalog: ReadonlyMap<string, Provider>,
  stored: readonly OwnedKey[] = [],
): House {
  const specs = new Map(providerSpecs(config, catalog).map((spec) => [spec.def.id, spec]));
  const configured = [...config.providers.values()].flatMap(({ id, keys }) =>
    keys.map(({ account }) => ({ provider: id, account })),
  );
  const keys = [...configured, ...stored].filter(({ provider }) => specs.has(provider));
  return { specs, owned: countKeys(keys), routing: routingTable(config), times: config.deadlines };
}

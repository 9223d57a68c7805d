import type { Config } from '../../config/types.ts';
import type { Pool } from '../../engine/pool.ts';

/** Where the administrator's own words and the catalog lead: providers' addresses from the environment and noria.yaml. */
export function trustedOrigins({ providers }: Pick<Config, 'providers'>): (origin: string) => boolean {
  const origins = new Set<string>();
  for (const { baseUrl } of providers.values())
    if (URL.canParse(baseUrl)) origins.add(new URL(baseUrl).origin);
  return (origin) => origins.has(origin);
}

/** Where the gateway itself plays a provider: on this machine, and at no address that anybody has given. */
export function isSimulatedOrigin(pool: Pool, origin: string): boolean {
  return [...pool.providers.values()].some(
    ({ spec }) => spec.def.simulated === true && new URL(spec.baseUrl).origin === origin,
  );
}

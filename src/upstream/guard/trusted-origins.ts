import type { Config } from '../../config/types.ts';

/** Where the administrator's own words and the catalog lead: providers' addresses from the environment and noria.yaml. */
export function trustedOrigins({ providers }: Pick<Config, 'providers'>): (origin: string) => boolean {
  const origins = new Set<string>();
  for (const { baseUrl } of providers.values())
    if (URL.canParse(baseUrl)) origins.add(new URL(baseUrl).origin);
  return (origin) => origins.has(origin);
}

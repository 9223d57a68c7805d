import { ownKeepWarm } from '../catalog/own-provider.ts';
import type { RouteSources } from './decide-routes.ts';
import { warmMinutesAllowed } from './file-schema.ts';
import { didYouMean } from './nearest.ts';
import { isOwnLocal } from './own-local.ts';
import { settings } from './settings.ts';
import type { ConfiguredProvider } from './types.ts';

const { name: envName, allowed: envAllowed } = settings.keepWarm;

/** Somebody's word that a provider is to be kept warm. */
interface Wish {
  /** Where it stands and what it says, as a problem's first words. */
  readonly place: string;
  /** null = as it is usual for the provider. */
  readonly minutes: number | null;
}

/**
 * Which providers are kept warm, and the longest idle time of each, ms. NORIA_KEEP_WARM (`named`) wins over a `false` of
 * noria.yaml; the minutes are always those of noria.yaml, which alone can say them.
 */
export function decideKeepWarm(sources: RouteSources, named: readonly string[]): ReadonlyMap<string, number> {
  const { providers, findings } = sources;
  for (const id of named) {
    if (providers.has(id)) continue;
    findings.problem(
      `${envName} names "${id}", which is no provider; allowed: ${envAllowed}.${didYouMean(id, providers.keys())}`,
    );
  }
  const decided = new Map<string, number>();
  for (const provider of providers.values()) {
    const wish = wishFor(provider.id, named, sources);
    const everyMs = wish === null ? null : idleMs(provider, wish, sources);
    if (everyMs !== null) decided.set(provider.id, everyMs);
  }
  return decided;
}

function wishFor(id: string, named: readonly string[], { file }: RouteSources): Wish | null {
  const written = file.settings.providers[id]?.keep_warm;
  const minutes = typeof written === 'number' ? written : null;
  if (named.includes(id)) return { place: `${envName} names "${id}"`, minutes };
  if (written === undefined || written === false) return null;
  return { place: `${file.locate(['providers', id, 'keep_warm'])} is ${written}`, minutes };
}

/** null = not kept warm, and the reason is told. */
function idleMs(
  provider: ConfiguredProvider,
  { place, minutes }: Wish,
  sources: RouteSources,
): number | null {
  const { catalog, findings } = sources;
  const { id, wire, baseUrl, enabled } = provider;
  const name = catalog.get(id)?.name ?? id;
  if (!URL.canParse(baseUrl)) return null;
  if (wire === 'replicate') {
    findings.problem(`${place}; allowed: providers that answer chats, and ${name} does not`);
    return null;
  }
  if (!enabled) {
    findings.warning(`${place}: the provider ${id} is not enabled, so it is not kept warm`);
    return null;
  }
  if (minutes !== null) return minutes * 60_000;
  const usual = usualMs(provider, sources);
  if (usual === null) findings.problem(`${place}; allowed: ${allowedFor(name, id, sources)}`);
  return usual;
}

/** From the catalog; a server of one's own that nothing is known of is treated like the least patient one. */
function usualMs(provider: ConfiguredProvider, { catalog }: RouteSources): number | null {
  const known = catalog.get(provider.id);
  if (known !== undefined) return known.keepWarm?.everyMs ?? null;
  return provider.wire === 'openai' && isOwnLocal(provider) ? ownKeepWarm.everyMs : null;
}

function allowedFor(name: string, id: string, { catalog }: RouteSources): string {
  const known = [...catalog.values()].filter(({ keepWarm }) => keepWarm !== undefined).map((one) => one.id);
  return (
    `providers.${id}.keep_warm in noria.yaml as ${warmMinutesAllowed}, because it is not known when ${name} lets a ` +
    `model sleep (known: ${known.join(', ')}, and servers of your own on this machine or network)`
  );
}

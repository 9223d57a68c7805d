import type { Provider } from '../catalog/types.ts';
import { addressAllowed, completeAddress, parseAddress, showAddress } from './address.ts';
import { decideKeys, type KeySources } from './decide-keys.ts';
import { decideLimits, decideWindows } from './decide-limits.ts';
import type { FileProvider } from './file-schema.ts';
import { addressNames, namesOfBase } from './key-names.ts';
import { didYouMean } from './nearest.ts';
import type { ConfiguredModel, ConfiguredProvider, ConfiguredWindows } from './types.ts';

/** One provider as it will be used. */
export function decideProvider(sources: KeySources): ConfiguredProvider {
  const { id, provider, file } = sources;
  const written = file.settings.providers[id] ?? {};
  const isRetired = provider?.retired !== undefined;
  if (isRetired) warnOfRetired(sources, provider);
  const given = givenAddress(sources, written);
  const windows = decideWindows(written.windows, provider);
  return {
    id,
    inCatalog: provider !== undefined,
    enabled: !isRetired && written.enabled !== false && (given !== null || hasPublicAddress(provider)),
    baseUrl: completeAddress(given, provider) ?? unknownProvider(sources),
    wire: written.wire ?? provider?.wire ?? 'openai',
    keys: isRetired ? [] : decideKeys(sources),
    limits: decideLimits(written.limits, windows, provider),
    models: decideModels(written, windows, provider),
    windows,
    rotation: written.rotation ?? 'round-robin',
  };
}

/** What only its owner can name (a Space of one's own) is off until that is done. */
function hasPublicAddress(provider: Provider | undefined): boolean {
  return provider?.baseUrlEnv === undefined;
}

/** The environment wins over noria.yaml, which wins over the catalog. null = nobody gave one. */
function givenAddress({ id, provider, env, findings }: KeySources, written: FileProvider): string | null {
  for (const name of addressNames(id, provider)) {
    const text = env.values[name];
    if (!text) continue;
    const address = parseAddress(text);
    if (address === undefined)
      findings.problem(`${name} is "${showAddress(text)}"; allowed: ${addressAllowed}`);
    return address ?? text;
  }
  return parseAddress(written.base_url ?? '') ?? null;
}

function unknownProvider({ id, catalog, file, findings }: KeySources): string {
  findings.problem(
    `${file.locate(['providers', id])} is not in the catalog and has no base_url; ` +
      `allowed: a provider of the catalog, or one of your own with base_url.${didYouMean(id, catalog.keys())}`,
  );
  return '';
}

function decideModels(
  { models }: FileProvider,
  windows: ConfiguredWindows,
  provider: Provider | undefined,
): readonly ConfiguredModel[] | null {
  if (models === undefined) return null;
  return Object.entries(models).map(([id, model]) => ({
    id,
    limits: decideLimits(model.limits, windows, provider),
    context: model.context ?? null,
    family: model.family ?? null,
    purpose: model.purpose ?? null,
  }));
}

function warnOfRetired({ id, bases, env, file, findings }: KeySources, { name, retired }: Provider): void {
  const keyName = bases.flatMap(namesOfBase).find((candidate) => env.values[candidate]);
  const mentioned = file.settings.providers[id] === undefined ? undefined : file.locate(['providers', id]);
  const place = keyName ?? mentioned;
  if (place === undefined || retired === undefined) return;
  findings.warning(`${place} is not used: ${name} is gone since ${retired.on} (${retired.note})`);
}

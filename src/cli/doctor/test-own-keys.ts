import type { Provider } from '../../catalog/types.ts';
import type { Config, ConfiguredKey } from '../../config/types.ts';
import { createPool, putKey, putProvider } from '../../engine/pool.ts';
import type { KeyNode } from '../../engine/nodes.ts';
import { providerSpecs } from '../../keyring/provider-specs.ts';
import { createMemoryLedger } from '../../ledger/memory-ledger.ts';
import { testKey } from '../../relay/upkeep/key-test.ts';
import { maskKey } from '../../shared/mask.ts';
import { createGuard } from '../../upstream/guard/guard.ts';
import { trustedOrigins } from '../../upstream/guard/trusted-origins.ts';
import { createHttpClient } from '../../upstream/http.ts';
import { inTurns } from './in-turns.ts';
import type { TestedKey } from './key-finding.ts';
import type { OpenedKey } from './stored-secrets.ts';

export interface OwnKeys {
  readonly config: Config;
  readonly catalog: ReadonlyMap<string, Provider>;
  /** Of the tables. */
  readonly stored: readonly OpenedKey[];
  readonly scrub: (text: string) => string;
}

interface Subject {
  readonly key: KeyNode;
  readonly place: string | null;
}

/** Tests every key that this process can see, without a running Noria: nothing is counted and nothing is written. */
export async function testOwnKeys({ config, catalog, stored, scrub }: OwnKeys): Promise<TestedKey[]> {
  const ledger = createMemoryLedger();
  const pool = createPool({ buckets: ledger, states: ledger.states, random: Math.random });
  for (const spec of providerSpecs(config, catalog)) putProvider(pool, spec);
  const subjects: Subject[] = [];
  const seen = new Set<string>();
  const add = (provider: string, secret: string, about: Omit<OpenedKey, 'provider' | 'secret'>): void => {
    const id = `${provider}\n${secret}`;
    if (!pool.providers.has(provider) || seen.has(id)) return;
    seen.add(id);
    const { label, account, place } = about;
    const masked = maskKey(secret);
    const key = putKey(pool, { id, provider, secret, masked, label, account, enabled: true });
    subjects.push({ key, place });
  };
  for (const { id, keys } of config.providers.values())
    for (const key of keys) add(id, key.secret, { ...key, place: placeOf(key) });
  for (const key of stored) add(key.provider, key.secret, key);
  for (const { id, spec, keys } of pool.providers.values())
    if (spec.def.tier === 'local' && id !== 'ollama' && keys.length === 0)
      add(id, '', { label: null, account: null, place: null });

  const { connectMs } = config.deadlines;
  const guard = createGuard({ allowedHosts: config.server.allowedHosts });
  const http = createHttpClient({ connectMs, trusts: trustedOrigins(config), guard });
  try {
    return await inTurns(subjects, async ({ key, place }) => ({
      provider: key.provider.id,
      masked: key.spec.secret === '' ? null : key.spec.masked,
      label: key.spec.label,
      place,
      result: await testKey({ http, scrub, ticks: () => performance.now() }, key.provider, key),
    }));
  } finally {
    await http.close();
    await ledger.close();
  }
}

function placeOf({ source }: ConfiguredKey): string {
  return source === 'yaml' ? 'noria.yaml' : source.replace('env:', '');
}

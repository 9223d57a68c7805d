import { clearBench } from '../engine/bench.ts';
import { closedBreaker } from '../engine/breaker.ts';
import { dropKey, putKey, type Pool } from '../engine/pool.ts';
import { keepKey } from '../engine/states.ts';
import type { KeyNode } from '../engine/nodes.ts';
import { NoriaError } from '../shared/errors.ts';
import { maskKey } from '../shared/mask.ts';
import type { Vault } from '../config/secrets.ts';
import type { Config, ConfiguredKey } from '../config/types.ts';
import type { KeyRepository, StoredKey } from '../store/keys.ts';
import { checkPrefix } from './check-prefix.ts';

/** The keys of the environment, of noria.yaml and of the tables as one ring. */
export interface Keyring {
  list(): readonly KeyNode[];
  /** @throws NoriaError not_found */
  get(id: string): KeyNode;
  /** @throws NoriaError invalid_key (wrong prefix), conflict (the same key is there), not_found (no such provider) */
  add(key: NewKey): Promise<KeyNode>;
  /** @throws NoriaError not_found; conflict when a key of the environment is to get another label or account */
  change(id: string, change: KeyEdit): Promise<KeyNode>;
  /** @throws NoriaError not_found; conflict for a key of the environment, which only the environment removes */
  remove(id: string): Promise<KeyNode>;
  /** A test at the provider said yes or no for sure: an invalid key is good again, or a good one is found invalid. */
  judge(
    id: string,
    verdict: { readonly good: true } | { readonly good: false; readonly reason: string },
  ): void;
  /** Clears cooling, resting and invalid: the owner says that it is good. */
  reset(id: string): KeyNode;
}

export interface NewKey {
  readonly provider: string;
  readonly secret: string;
  readonly label?: string | null | undefined;
  readonly account?: string | null | undefined;
}

export interface KeyEdit {
  readonly label?: string | null | undefined;
  readonly account?: string | null | undefined;
  readonly enabled?: boolean | undefined;
}

export interface KeyringParts {
  readonly pool: Pool;
  readonly keys: KeyRepository;
  readonly vault: Vault;
  /** Told of every secret, so that none leaves in a text. */
  readonly conceal: (secret: string) => void;
  readonly now: () => number;
}

/** Loads all keys into the pool: those of the configuration first, then the stored ones that are not the same. */
export async function openKeyring(parts: KeyringParts, config: Config): Promise<Keyring> {
  const { pool, keys, vault, conceal } = parts;
  const configured = new Set<string>();
  for (const provider of config.providers.values()) {
    if (!pool.providers.has(provider.id)) continue;
    for (const key of provider.keys) configured.add(loadConfigured(provider.id, key));
  }
  for (const stored of await keys.list())
    if (pool.providers.has(stored.provider) && !pool.keys.has(stored.id)) loadStored(stored);

  function loadConfigured(provider: string, key: ConfiguredKey): string {
    conceal(key.secret);
    const id = idOf(provider, key.secret);
    putKey(pool, {
      id,
      provider,
      secret: key.secret,
      masked: maskKey(key.secret),
      label: key.label,
      account: key.account,
      enabled: true,
    });
    return id;
  }

  function loadStored(stored: StoredKey): KeyNode {
    const secret = vault.open(stored.sealedSecret, stored.id);
    conceal(secret);
    const { id, provider, label, account, enabled } = stored;
    return putKey(pool, { id, provider, secret, masked: maskKey(secret), label, account, enabled });
  }

  /** The same secret at the same provider has the same id in every life: its counters are found again. */
  function idOf(provider: string, secret: string): string {
    return `key_${vault.fingerprint(`${provider}\n${secret}`).slice(0, 16)}`;
  }

  function get(id: string): KeyNode {
    const key = pool.keys.get(id);
    if (key === undefined) throw new NoriaError('not_found', `There is no key ${id}`);
    return key;
  }

  function ownOnly(id: string, what: string): KeyNode {
    const key = get(id);
    if (configured.has(id)) {
      throw new NoriaError(
        'conflict',
        `The key ${key.spec.masked} comes from the environment or noria.yaml: ${what} it there`,
      );
    }
    return key;
  }

  return {
    list: () => [...pool.keys.values()],
    get,
    add: async ({ provider, secret: given, label = null, account = null }) => {
      const secret = given.trim();
      const node = pool.providers.get(provider);
      if (node === undefined) {
        throw new NoriaError(
          'not_found',
          `There is no provider "${provider}". Known: ${[...pool.providers.keys()].join(', ')}`,
          { param: 'provider' },
        );
      }
      conceal(secret);
      checkPrefix(node, secret, pool);
      const id = idOf(provider, secret);
      if (pool.keys.has(id))
        throw new NoriaError('conflict', `This key of ${node.spec.def.name} is there already`, {
          param: 'secret',
        });
      const stored: StoredKey = {
        id,
        provider,
        sealedSecret: vault.seal(secret, id),
        fingerprint: vault.fingerprint(`${provider}\n${secret}`),
        label,
        account,
        enabled: true,
        createdAt: parts.now(),
      };
      await keys.add([stored]);
      // What was known of it in an earlier life is over: its owner says that it is good.
      pool.states.put(`key|${id}`, {});
      return loadStored(stored);
    },
    change: async (id, { label, account, enabled }) => {
      const key = enabled === undefined ? ownOnly(id, 'change') : get(id);
      if (label !== undefined || account !== undefined) ownOnly(id, 'change');
      const change = {
        ...(label !== undefined && { label }),
        ...(account !== undefined && { account }),
        ...(enabled !== undefined && { enabled }),
      };
      if (!configured.has(id)) await keys.change(id, change);
      if (label === undefined && account === undefined) {
        key.enabled = enabled ?? key.enabled;
        keepKey(pool.states, key);
        return key;
      }
      const changed = Object.assign(putKey(pool, { ...key.spec, ...change, enabled: true }), countsOf(key));
      changed.enabled = enabled ?? key.enabled;
      keepKey(pool.states, changed);
      return changed;
    },
    remove: async (id) => {
      const key = ownOnly(id, 'remove');
      await keys.remove([id]);
      dropKey(pool, id);
      return key;
    },
    judge: (id, verdict) => {
      const key = get(id);
      if (verdict.good === (key.invalid === null)) return;
      key.invalid = verdict.good ? null : { reason: verdict.reason, at: parts.now() };
      keepKey(pool.states, key);
    },
    reset: (id) => {
      const key = get(id);
      clearBench(key.bench);
      key.breaker = closedBreaker;
      key.invalid = null;
      for (const [model, bench] of key.account.modelBenches) {
        clearBench(bench);
        pool.states.put(`account|${key.provider.id}|${key.account.id}|${model}`, { bench: { ...bench } });
      }
      clearBench(key.account.bench);
      pool.states.put(`account|${key.provider.id}|${key.account.id}`, { bench: { ...key.account.bench } });
      keepKey(pool.states, key);
      return key;
    },
  };
}

/** What a key has done so far stays with it when its label changes. */
function countsOf(key: KeyNode): Pick<KeyNode, 'successes' | 'errors' | 'lastError' | 'lastUsedAt'> {
  const { successes, errors, lastError, lastUsedAt } = key;
  return { successes, errors, lastError, lastUsedAt };
}

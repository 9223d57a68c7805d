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
import { keyIsThere, noSuchKey } from './key-errors.ts';
import { countersOf, type RemovedKeys } from './removed-keys.ts';

/** The keys of the environment, of noria.yaml and of the tables as one ring. */
export interface Keyring {
  list(): readonly KeyNode[];
  /** @throws NoriaError not_found */
  get(id: string): KeyNode;
  /** @throws NoriaError invalid_key (wrong prefix), conflict (the same key is there), not_found (no such provider) */
  add(key: NewKey): Promise<KeyNode>;
  /** @throws NoriaError not_found; conflict when a key of the environment is to get another label or account */
  change(id: string, change: KeyEdit): Promise<KeyNode>;
  /** The same key, if it is there already. */
  find(key: NewKey): KeyNode | null;
  /** What `add` would throw. */
  check(key: NewKey): void;
  /** It stands in the environment or in noria.yaml. */
  isConfigured(id: string): boolean;
  /**
   * It is used no more from now on; until `restorableUntil` (epoch ms) it can be brought back.
   * @throws NoriaError not_found; conflict for a key of the environment, which only the environment removes
   */
  remove(id: string): Promise<{ readonly key: KeyNode; readonly restorableUntil: number }>;
  /** A key that was removed, as it was. @throws NoriaError not_found: too late; conflict: it is there again, or its provider is not */
  restore(id: string): Promise<KeyNode>;
  /** A test at the provider said yes or no for sure: an invalid key is good again, or a good one is found invalid. */
  judge(
    id: string,
    verdict: { readonly good: true } | { readonly good: false; readonly reason: string },
  ): void;
  /** Clears cooling, resting and invalid: the owner says that it is good. */
  reset(id: string): KeyNode;
  /** Told of each key that is added or brought back. */
  observe(listener: (key: KeyNode) => void): void;
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
  readonly removed: RemovedKeys;
  readonly vault: Vault;
  /** Told of every secret, so that none leaves in a text. */
  readonly conceal: (secret: string) => void;
  readonly now: () => number;
}

/** Loads all keys into the pool: those of the configuration first, then the stored ones that are not the same. */
export async function openKeyring(parts: KeyringParts, config: Config): Promise<Keyring> {
  const { pool, keys, removed, vault, conceal } = parts;
  const configured = new Set<string>();
  const listeners: ((key: KeyNode) => void)[] = [];
  for (const provider of config.providers.values()) {
    if (!pool.providers.has(provider.id)) continue;
    for (const key of provider.keys) configured.add(loadConfigured(provider.id, key));
  }
  for (const stored of await keys.list())
    if (pool.providers.has(stored.provider) && !pool.keys.has(stored.id)) loadStored(stored);
  for (const [id, { successes, failures }] of await keys.lifeCounts())
    Object.assign(pool.keys.get(id) ?? {}, { successes, errors: failures });

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
    const key = putKey(pool, { id, provider, secret, masked: maskKey(secret), label, account, enabled });
    for (const listener of listeners) listener(key);
    return key;
  }

  /** The same secret at the same provider has the same id in every life: its counters are found again. */
  function idOf(provider: string, secret: string): string {
    return `key_${vault.fingerprint(`${provider}\n${secret}`).slice(0, 16)}`;
  }

  function get(id: string): KeyNode {
    const key = pool.keys.get(id);
    if (key === undefined) throw noSuchKey(id);
    return key;
  }

  function ownOnly(id: string, what: string): KeyNode {
    const key = get(id);
    // What answers without a key has none to change.
    if (key.spec.secret === '') throw noSuchKey(id);
    if (configured.has(id)) {
      throw new NoriaError(
        'conflict',
        `The key ${key.spec.masked} comes from the environment or noria.yaml: ${what} it there`,
      );
    }
    return key;
  }

  function check({ provider, secret: given }: NewKey): { readonly id: string; readonly secret: string } {
    const secret = given.trim();
    const node = pool.providers.get(provider);
    if (node === undefined || node.spec.def.simulated === true) {
      const known = [...pool.providers.keys()].filter((id) => id !== node?.id).join(', ');
      throw new NoriaError('not_found', `There is no provider "${provider}". Known: ${known}`, {
        param: 'provider',
      });
    }
    // What is refused, or only looked at, is no secret of ours: hidden from then on, a word of it would be missing in every answer.
    checkPrefix(node, secret, pool);
    const id = idOf(provider, secret);
    if (pool.keys.has(id)) throw keyIsThere(node.spec.def.name, 'already');
    return { id, secret };
  }

  return {
    list: () => [...pool.providers.values()].flatMap((provider) => provider.keys),
    get,
    isConfigured: (id) => configured.has(id),
    find: ({ provider, secret }) => pool.keys.get(idOf(provider, secret.trim())) ?? null,
    check: (key) => void check(key),
    add: async (key) => {
      const { id, secret } = check(key);
      const { provider, label = null } = key;
      const account = key.account ?? accountIn(pool, provider, secret);
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
      const place = key.provider.keys.indexOf(key);
      const next = putKey(pool, { ...key.spec, ...change, enabled: true });
      const changed = seat(Object.assign(next, countersOf(key)), place);
      changed.enabled = enabled ?? key.enabled;
      keepKey(pool.states, changed);
      return changed;
    },
    remove: async (id) => {
      const key = ownOnly(id, 'remove');
      const restorableUntil = await removed.keep(key);
      dropKey(pool, id);
      return { key, restorableUntil };
    },
    restore: async (id) => {
      const { stored, place, counters } = await removed.find(id);
      const node = pool.providers.get(stored.provider);
      if (node === undefined)
        throw new NoriaError('conflict', `Its provider ${stored.provider} is not there any more`);
      if (pool.keys.has(id)) throw keyIsThere(node.spec.def.name, 'again');
      await removed.putBack(id);
      return seat(Object.assign(loadStored(stored), counters), place);
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
    observe: (listener) => void listeners.push(listener),
  };
}

/** The account that a key names itself, as `account_id:key` does: two keys of it share its quotas. */
function accountIn(pool: Pool, provider: string, secret: string): string | null {
  const isNamed = pool.providers.get(provider)?.spec.def.key.accountEnv !== undefined;
  return isNamed ? secret.slice(0, secret.indexOf(':')) : null;
}

/** Moves the key, which is the last, to its place. */
function seat(key: KeyNode, place: number): KeyNode {
  const { keys } = key.provider;
  keys.splice(place, 0, ...keys.splice(keys.indexOf(key), 1));
  return key;
}

import { randomBytes } from 'node:crypto';
import { NoriaError } from '../shared/errors.ts';
import type { Ids } from '../shared/ids.ts';
import { maskKey } from '../shared/mask.ts';
import type { ClientKeyChange, ClientKeyRepository, StoredClientKey } from '../store/client-keys.ts';
import { hashOf, type Access, type Client } from './access.ts';

/** The keys of our own clients. What is changed holds at once, in every process. */
export interface Clients {
  list(): Promise<readonly StoredClientKey[]>;
  /** @throws NoriaError not_found */
  get(id: string): Promise<StoredClientKey>;
  /** The secret is told here and never again. */
  add(client: NewClient): Promise<{ readonly key: StoredClientKey; readonly secret: string }>;
  /** @throws NoriaError not_found */
  change(id: string, change: ClientEdit): Promise<StoredClientKey>;
  /** @throws NoriaError not_found; conflict for the key of the environment, which only the environment removes */
  remove(id: string): Promise<StoredClientKey>;
  /** It stands in NORIA_API_KEY. */
  isConfigured(id: string): boolean;
  /** Who has this id now; limits and allowed routes are looked up here while requests run. */
  byId(id: string): Client | undefined;
  /** Who may come in was changed beside this. */
  reload(): Promise<void>;
  /** Told after each change. */
  observe(listener: () => void): void;
}

/** What a client key may be told apart from others by, and what it may do. */
export type ClientRules = Pick<
  StoredClientKey,
  'requestsPerMinute' | 'tokensPerDay' | 'routes' | 'apps' | 'expiresAt' | 'enabled'
>;
export type NewClient = Pick<StoredClientKey, 'name'> & Partial<ClientRules>;
export type ClientEdit = Partial<Pick<StoredClientKey, 'name'> & ClientRules>;

export interface ClientsParts {
  readonly access: Access;
  readonly keys: ClientKeyRepository;
  /** The id of the client of NORIA_API_KEY; null = none stands there. */
  readonly configured: string | null;
  readonly ids: Ids;
  readonly now: () => number;
  readonly conceal: (secret: string) => void;
}

/** Of a key that may do everything, and was not used yet. */
export const freeKey = {
  requestsPerMinute: null,
  tokensPerDay: null,
  routes: null,
  apps: null,
  expiresAt: null,
  enabled: true,
  lastUsedAt: null,
} as const satisfies Partial<StoredClientKey>;

export function newSecret(): string {
  return `sk-noria-${randomBytes(24).toString('base64url')}`;
}

export async function openClients(parts: ClientsParts): Promise<Clients> {
  const { access, keys, configured, ids, now, conceal } = parts;
  const listeners: (() => void)[] = [];
  let byId = new Map<string, Client>();
  let turn: Promise<unknown> = Promise.resolve();
  await load();

  async function load(): Promise<void> {
    const rows = (await keys.list()).map((row) => [row.hash, clientOf(row)] as const);
    byId = new Map(rows.map(([, client]) => [client.id, client]));
    access.become({ ...access.hashes, clients: new Map(rows) });
    for (const listener of listeners) listener();
  }

  /** One change after the other: what is read last is what holds. */
  function inTurn<T>(change: () => Promise<T>): Promise<T> {
    const done = turn.then(async () => {
      const changed = await change();
      await load();
      return changed;
    });
    turn = done.catch(() => undefined);
    return done;
  }

  async function get(id: string): Promise<StoredClientKey> {
    const found = (await keys.list()).find((key) => key.id === id);
    if (found === undefined) throw new NoriaError('not_found', `There is no client key ${id}`);
    return found;
  }

  return {
    list: () => keys.list(),
    get,
    add: (client) =>
      inTurn(async () => {
        const secret = newSecret();
        conceal(secret);
        const made = { id: ids('cli'), hash: hashOf(secret), masked: maskKey(secret), createdAt: now() };
        const key = { ...freeKey, ...client, ...made };
        await keys.add(key);
        return { key, secret };
      }),
    change: (id, change) =>
      inTurn(async () => {
        const before = await get(id);
        return (await keys.change(id, change satisfies ClientKeyChange)) ?? before;
      }),
    remove: (id) =>
      inTurn(async () => {
        const key = await get(id);
        if (id === configured) {
          const told = `The client key ${key.name} stands in NORIA_API_KEY: remove it there, or switch it off here with "enabled": false`;
          throw new NoriaError('conflict', told);
        }
        await keys.remove(id);
        return key;
      }),
    isConfigured: (id) => id === configured,
    byId: (id) => byId.get(id),
    reload: () => inTurn(async () => undefined),
    observe: (listener) => void listeners.push(listener),
  };
}

/** A minute is any 60 seconds, a day is UTC's. */
function clientOf(key: StoredClientKey): Client {
  const { id, name, requestsPerMinute, tokensPerDay, routes, apps, expiresAt, enabled } = key;
  const limits: Client['limits'][number][] = [];
  if (requestsPerMinute !== null)
    limits.push({
      unit: 'requests',
      window: { kind: 'rolling', length: 'minute' },
      amount: requestsPerMinute,
    });
  if (tokensPerDay !== null)
    limits.push({
      unit: 'tokens',
      window: { kind: 'fixed', length: 'day', zone: 'UTC' },
      amount: tokensPerDay,
    });
  return { id, name, limits, routes, apps, expiresAt: expiresAt ?? Infinity, enabled };
}

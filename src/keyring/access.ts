import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ServerConfig } from '../config/types.ts';
import type { Ids } from '../shared/ids.ts';
import type { Store } from '../store/open-store.ts';

/** A program or person that uses the endpoint with a key of its own. */
export interface Client {
  readonly id: string;
  readonly name: string;
}

/** Who may come in. Looks nothing up in the tables: everything is in memory after the start. */
export interface Access {
  client(key: string): Client | null;
  isAdmin(token: string): boolean;
  /** All that tells who comes, for another process. */
  readonly hashes: AccessHashes;
  /** Made now, on the first start; shown once, kept only as hashes. */
  readonly firstAdminToken: string | null;
  readonly firstApiKey: string | null;
}

/** Holds no secret. */
export interface AccessHashes {
  readonly admin: string;
  readonly clients: ReadonlyMap<string, Client>;
}

export interface AccessParts {
  readonly store: Store;
  readonly server: ServerConfig;
  readonly ids: Ids;
  readonly now: () => number;
  readonly conceal: (secret: string) => void;
}

const adminHashName = 'admin_token_hash';

export async function openAccess({ store, server, ids, now, conceal }: AccessParts): Promise<Access> {
  const admin = await adminToken(store, server.adminToken);
  const clients = new Map<string, Client>();
  for (const { id, name, hash } of await store.clientKeys.list()) clients.set(hash, { id, name });
  const firstApiKey =
    clients.size === 0 && server.apiKey === null ? `sk-noria-${randomBytes(24).toString('base64url')}` : null;
  for (const key of [server.apiKey, firstApiKey]) {
    if (key === null) continue;
    conceal(key);
    const client = { id: ids('cli'), name: key === firstApiKey ? 'first key' : 'NORIA_API_KEY' };
    const hash = hashOf(key);
    if (key === firstApiKey)
      await store.clientKeys.add({ ...client, hash, createdAt: now(), lastUsedAt: null });
    if (!clients.has(hash)) clients.set(hash, client);
  }
  if (admin.made !== null) conceal(admin.made);
  if (server.adminToken !== null) conceal(server.adminToken);
  return {
    ...accessOf({ admin: admin.hash, clients }),
    firstAdminToken: admin.made,
    firstApiKey,
  };
}

/** Knows who comes by hashes alone. */
export function accessOf(hashes: AccessHashes): Access {
  const { admin, clients } = hashes;
  // A key that was good is looked up without hashing from then on; there are never more of these than good keys.
  const seen = new Map<string, Client>();
  function clientOf(key: string): Client | null {
    const known = seen.get(key);
    if (known !== undefined) return known;
    const client = clients.get(hashOf(key)) ?? null;
    if (client !== null) seen.set(key, client);
    return client;
  }

  return {
    client: clientOf,
    isAdmin: (token) => sameHash(hashOf(token), admin),
    hashes,
    firstAdminToken: null,
    firstApiKey: null,
  };
}

async function adminToken(
  store: Store,
  configured: string | null,
): Promise<{ hash: string; made: string | null }> {
  if (configured !== null) return { hash: hashOf(configured), made: null };
  const known = await store.meta.get(adminHashName);
  if (known !== null) return { hash: known, made: null };
  const made = `noria-admin-${randomBytes(24).toString('base64url')}`;
  await store.meta.set(adminHashName, hashOf(made));
  return { hash: hashOf(made), made };
}

/** Keys of our own making have 192 random bits: a plain hash is as good as a slow one, and costs a microsecond. */
function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function sameHash(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}

import type { ServerConfig } from '../config/types.ts';
import type { Ids } from '../shared/ids.ts';
import type { ClientKeyRepository, StoredClientKey } from '../store/client-keys.ts';
import type { Store } from '../store/open-store.ts';
import { accessOf, hashOf, type Access } from './access.ts';
import { freeKey, newSecret, openClients, type Clients } from './access-clients.ts';
import { decideAdminToken } from './admin-token.ts';
import { maskKey } from '../shared/mask.ts';

export interface AccessParts {
  readonly store: Pick<Store, 'meta' | 'clientKeys'>;
  readonly server: Pick<ServerConfig, 'apiKey' | 'adminToken'>;
  readonly ids: Ids;
  readonly now: () => number;
  readonly conceal: (secret: string) => void;
}

/** Who may come in, and the keys that let them. */
export interface OpenedAccess {
  readonly access: Access;
  readonly clients: Clients;
  /** Made now, on the first start; shown once, kept only as hashes. */
  readonly firstAdminToken: string | null;
  readonly firstApiKey: string | null;
}

/** The client of NORIA_API_KEY, whatever key stands there: its limits and its usage stay. */
const environmentId = 'cli_environment';

export async function openAccess(parts: AccessParts): Promise<OpenedAccess> {
  const { store, server, ids, now, conceal } = parts;
  const admin = await decideAdminToken(store.meta, server.adminToken);
  const firstApiKey = await firstKey(parts);
  const configured = server.apiKey === null ? null : await configuredId(parts, server.apiKey);
  for (const secret of [server.apiKey, firstApiKey, admin.made, server.adminToken])
    if (secret !== null) conceal(secret);
  const access = accessOf({ admin: admin.hash, clients: new Map() }, now);
  const clients = await openClients({
    access,
    keys: letIn(store.clientKeys, configured),
    configured,
    ids,
    now,
    conceal,
  });
  return { access, clients, firstAdminToken: admin.made, firstApiKey };
}

/** A key for who has none; null = there is one. */
async function firstKey({ store, server, ids, now }: AccessParts): Promise<string | null> {
  const known = await letIn(store.clientKeys, null).list();
  if (known.length > 0 || server.apiKey !== null) return null;
  const secret = newSecret();
  await store.clientKeys.add({
    ...freeKey,
    id: ids('cli'),
    name: 'first key',
    hash: hashOf(secret),
    masked: maskKey(secret),
    createdAt: now(),
  });
  return secret;
}

/** The client of NORIA_API_KEY: who had this key before, or one of its own. */
async function configuredId({ store, now }: AccessParts, secret: string): Promise<string> {
  const { clientKeys } = store;
  const key = { hash: hashOf(secret), masked: maskKey(secret) };
  const known = await clientKeys.byHash(key.hash);
  if (known !== null) return known.id;
  const old = await clientKeys.change(environmentId, key);
  if (old === null) {
    const client = { id: environmentId, name: 'NORIA_API_KEY', createdAt: now() };
    await clientKeys.add({ ...freeKey, ...client, ...key });
  }
  return environmentId;
}

/** Without the key that stood in the environment once and stands there no more. */
function letIn(keys: ClientKeyRepository, configured: string | null): ClientKeyRepository {
  const isIn = ({ id }: StoredClientKey): boolean => id !== environmentId || id === configured;
  return { ...keys, list: async () => (await keys.list()).filter(isIn) };
}

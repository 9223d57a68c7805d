import type { Store } from '../store/open-store.ts';
import type { Access } from './access.ts';
import type { Clients } from './access-clients.ts';
import { adminMeta } from './admin-token.ts';

export interface AdminWatchParts {
  readonly store: Pick<Store, 'meta' | 'outsideChanges'>;
  readonly access: Access;
  readonly clients: Pick<Clients, 'reload'>;
  readonly onError: (error: unknown) => void;
  readonly everyMs?: number;
}

/**
 * Sees within a moment that `noria reset-admin`, another process, has put another token in the place of the made one: it
 * holds from then on, in every process. Looks at one number of SQLite's, and reads only when that has changed.
 * Answers how to stop.
 */
export function watchAdmin({ store, access, clients, onError, everyMs = 500 }: AdminWatchParts): () => void {
  let seen = store.outsideChanges();

  async function look(): Promise<void> {
    const version = store.outsideChanges();
    if (version === seen) return;
    const hash = await store.meta.get(adminMeta.hash);
    seen = version;
    if (hash === null || hash === access.hashes.admin) return;
    access.become({ ...access.hashes, admin: hash });
    await clients.reload();
  }

  const timer = setInterval(() => void look().catch(onError), everyMs).unref();
  return () => clearInterval(timer);
}

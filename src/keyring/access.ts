import { createHash, timingSafeEqual } from 'node:crypto';
import type { Limit } from '../catalog/types.ts';

/** A program or person that uses the endpoint with a key of its own. */
export interface Client {
  readonly id: string;
  readonly name: string;
  /** What it may use of the whole; empty = as much as there is. */
  readonly limits: readonly Pick<Limit, 'unit' | 'window' | 'amount'>[];
  /** What it may write as model, `groq/*` being every model of groq; null = anything. */
  readonly routes: readonly string[] | null;
  /** Groups of routes that it may use, by their `app`; null = all. */
  readonly apps: readonly string[] | null;
  /** Epoch ms from which the key is good no more; Infinity = never. */
  readonly expiresAt: number;
  readonly enabled: boolean;
}

/** Who may come in. Looks nothing up in the tables: everything is in memory. */
export interface Access {
  /** Whose key it is; null = it is not known, or opens nothing now. */
  client(key: string): Client | null;
  /** Why a key that is known opens nothing now; null = it is not known, or good. */
  refusalOf(key: string): 'expired' | 'disabled' | null;
  isAdmin(token: string): boolean;
  /** All that tells who comes, for another process. */
  readonly hashes: AccessHashes;
  /** From now on these hold. */
  become(hashes: AccessHashes): void;
}

/** Holds no secret. */
export interface AccessHashes {
  readonly admin: string;
  readonly clients: ReadonlyMap<string, Client>;
}

/** Knows who comes by hashes alone. `now` gives epoch ms. */
export function accessOf(first: AccessHashes, now: () => number): Access {
  let hashes = first;
  // A key that was good is looked up without hashing from then on; there are never more of these than good keys.
  const seen = new Map<string, Client>();

  function known(key: string): Client | undefined {
    const before = seen.get(key);
    if (before !== undefined) return before;
    const client = hashes.clients.get(hashOf(key));
    if (client !== undefined) seen.set(key, client);
    return client;
  }

  const isOver = ({ expiresAt }: Client): boolean => expiresAt !== Infinity && expiresAt <= now();

  return {
    client: (key) => {
      const client = known(key);
      return client === undefined || !client.enabled || isOver(client) ? null : client;
    },
    refusalOf: (key) => {
      const client = known(key);
      if (client === undefined) return null;
      if (!client.enabled) return 'disabled';
      return isOver(client) ? 'expired' : null;
    },
    isAdmin: (token) => sameHash(hashOf(token), hashes.admin),
    get hashes() {
      return hashes;
    },
    become: (next) => {
      hashes = next;
      seen.clear();
    },
  };
}

/** Only one place can count what the client uses, or knows what it may ask for. */
export function isBound({ limits, routes, apps }: Client): boolean {
  return limits.length > 0 || routes !== null || apps !== null;
}

/** Those who may come in anywhere: without the clients that are bound, whom the one who counts has to let in. */
export function withoutBound({ admin, clients }: AccessHashes): AccessHashes {
  return { admin, clients: new Map([...clients].filter(([, client]) => !isBound(client))) };
}

/** Keys of our own making have 192 random bits: a plain hash is as good as a slow one, and costs a microsecond. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function sameHash(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}

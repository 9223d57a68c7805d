import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';

/** Browsers in which the administrator is signed in: kept as hashes, so that the tables open nothing to who reads them. */
export interface SignIns {
  begin(): Promise<SignIn>;
  /** Epoch ms until which it holds; null = it does not, or never did. */
  openUntil(id: string): number | null;
  end(id: string): Promise<void>;
}

export interface SignIn {
  /** What the cookie holds. */
  readonly id: string;
  /** Epoch ms. */
  readonly expiresAt: number;
}

export interface SignInsParts {
  readonly meta: {
    get(name: string): Promise<string | null>;
    set(name: string, value: string): Promise<void>;
  };
  /** Of the administrator's token now: with another one all sign-ins end. */
  readonly adminHash: () => string;
  readonly now: () => number;
}

export const signInMs = 30 * 24 * 3_600_000;
/** Beyond it the oldest ends. */
export const mostSignIns = 50;
const metaName = 'sign_ins';

const stored = z.object({ admin: z.string(), open: z.array(z.tuple([z.string(), z.number()])) });

export async function openSignIns({ meta, adminHash, now }: SignInsParts): Promise<SignIns> {
  let admin = hashOf(adminHash());
  /** Hash → epoch ms, the oldest first. */
  const open = new Map<string, number>(await load());

  async function load(): Promise<readonly (readonly [string, number])[]> {
    const text = await meta.get(metaName);
    if (text === null) return [];
    const known = stored.safeParse(JSON.parse(text));
    return known.success && known.data.admin === admin ? known.data.open : [];
  }

  async function save(): Promise<void> {
    for (const [hash, expiresAt] of open) if (expiresAt <= now()) open.delete(hash);
    for (const hash of [...open.keys()].slice(0, Math.max(0, open.size - mostSignIns))) open.delete(hash);
    await meta.set(metaName, JSON.stringify({ admin, open: [...open] }));
  }

  /** Those of the token that holds now. */
  function openNow(): typeof open {
    const holds = hashOf(adminHash());
    if (holds !== admin) open.clear();
    admin = holds;
    return open;
  }

  return {
    begin: async () => {
      const id = randomBytes(32).toString('base64url');
      const expiresAt = now() + signInMs;
      openNow().set(hashOf(id), expiresAt);
      await save();
      return { id, expiresAt };
    },
    openUntil: (id) => {
      const expiresAt = openNow().get(hashOf(id)) ?? 0;
      return expiresAt > now() ? expiresAt : null;
    },
    end: async (id) => {
      if (openNow().delete(hashOf(id))) await save();
    },
  };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

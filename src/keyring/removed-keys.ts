import { z } from 'zod';
import type { KeyNode } from '../engine/nodes.ts';
import { NoriaError } from '../shared/errors.ts';
import type { StoredKey } from '../store/keys.ts';
import type { RemovedKeyRepository } from '../store/removed-keys.ts';

/** How long a removed key can be brought back. */
export const restorableMs = 10 * 60_000;

/** Keys that were removed a moment ago: sealed, used by nobody, and wiped when their time is over. */
export interface RemovedKeys {
  /** Takes the key out of the tables; answers until when it can be brought back, epoch ms. */
  keep(key: KeyNode): Promise<number>;
  /** @throws NoriaError not_found when it never was, or its time is over */
  find(id: string): Promise<FoundKey>;
  putBack(id: string): Promise<void>;
  /** Forgets those whose time is over. */
  wipe(): Promise<void>;
  close(): void;
}

export interface FoundKey {
  readonly stored: StoredKey;
  /** Where it stood among the keys of its provider. */
  readonly place: number;
  readonly counters: KeyCounters;
}

/** What a key has done so far. */
export type KeyCounters = Pick<KeyNode, 'successes' | 'errors' | 'lastError' | 'lastUsedAt'>;

export function countersOf({ successes, errors, lastError, lastUsedAt }: KeyNode): KeyCounters {
  return { successes, errors, lastError, lastUsedAt };
}

export interface RemovedKeysParts {
  readonly repository: RemovedKeyRepository;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
  readonly wipeEveryMs?: number;
}

const kept = z.object({
  place: z.number(),
  successes: z.number(),
  errors: z.number(),
  lastError: z.object({ class: z.string(), message: z.string(), at: z.number() }).nullable(),
  lastUsedAt: z.number().nullable(),
});

/** Whatever an earlier life left too long is wiped now. */
export async function openRemovedKeys(parts: RemovedKeysParts): Promise<RemovedKeys> {
  const { repository, now, onError, wipeEveryMs = 30_000 } = parts;
  const isOver = (removedAt: number): boolean => removedAt + restorableMs <= now();

  async function wipe(): Promise<void> {
    for (const [id, { removedAt }] of nodes) if (isOver(removedAt)) nodes.delete(id);
    await repository.wipe(now() - restorableMs);
  }

  /** Of this life: calls that were on their way when a key was removed are counted in its node. */
  const nodes = new Map<string, { readonly node: KeyNode; readonly removedAt: number }>();

  await wipe();
  const timer = setInterval(() => void wipe().catch(onError), wipeEveryMs).unref();

  return {
    keep: async (key) => {
      const removedAt = now();
      const place = key.provider.keys.indexOf(key);
      await repository.setAside(key.id, removedAt, { place, ...countersOf(key) });
      nodes.set(key.id, { node: key, removedAt });
      return removedAt + restorableMs;
    },
    find: async (id) => {
      const removed = await repository.get(id);
      if (removed === null || isOver(removed.removedAt)) {
        const told = `There is no removed key ${id}: it can be brought back for ${restorableMs / 60_000} minutes`;
        throw new NoriaError('not_found', told);
      }
      const { place, ...counters } = kept.parse(removed.counters);
      const node = nodes.get(id)?.node;
      return { stored: removed.key, place, counters: node === undefined ? counters : countersOf(node) };
    },
    putBack: async (id) => {
      await repository.putBack(id);
      nodes.delete(id);
    },
    wipe,
    close: () => clearInterval(timer),
  };
}

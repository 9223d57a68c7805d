import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { BulkLineView, KeyTestView, KeyView } from '../../../../src/api/views/key-view.ts';
import { api, ApiError } from '../../../lib/api.ts';
import { addPastedKeys } from './add-pasted-keys.ts';
import type { Choices } from './choices.ts';

/** A key that was added or was there already, and its test. */
export interface AddedKey {
  readonly key: KeyView;
  readonly isNew: boolean;
  readonly isRemoved: boolean;
  /** null = under way. */
  readonly test: KeyTestView | null;
}

export interface AddKeys {
  /** Those of the last time. */
  readonly added: readonly AddedKey[];
  readonly isBusy: boolean;
  /** The whole call failed. */
  readonly error: Error | null;
  /** Resolves when all are tested: whether one of them can serve. */
  add(text: string, choices: Choices, onTaken: (lines: readonly BulkLineView[]) => void): Promise<boolean>;
  testAgain(id: string): Promise<void>;
  /** Takes it away, or brings it back. */
  setRemoved(id: string, isRemoved: boolean): Promise<void>;
}

const testsAtOnce = 4;

/** Adds pasted keys and tests each at once. */
export function useAddKeys(): AddKeys {
  const client = useQueryClient();
  const [added, setAdded] = useState<readonly AddedKey[]>([]);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const change = (id: string, how: Partial<AddedKey>): void =>
    setAdded((before) => before.map((one) => (one.key.id === id ? { ...one, ...how } : one)));

  async function refresh(): Promise<void> {
    await Promise.all(
      [['keys'], ['quotas'], ['providers'], ['demo']].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    );
  }

  async function test(id: string): Promise<boolean> {
    change(id, { test: null });
    const result = await api.post<KeyTestView>(`/api/keys/${id}/test`).catch(untested);
    change(id, { test: result });
    return result.ok;
  }

  return {
    added,
    isBusy,
    error,
    add: async (text, choices, onTaken) => {
      setBusy(true);
      setError(null);
      try {
        const lines = await addPastedKeys(text, choices);
        onTaken(lines);
        const fresh = distinct(lines.flatMap(toAdded));
        setAdded(fresh);
        const oks = await mapLimited(fresh, ({ key }) => test(key.id));
        await refresh();
        return oks.includes(true);
      } catch (thrown) {
        setError(thrown as Error);
        return false;
      } finally {
        setBusy(false);
      }
    },
    testAgain: async (id) => {
      await test(id);
      await refresh();
    },
    setRemoved: async (id, isRemoved) => {
      if (isRemoved) await api.delete(`/api/keys/${id}`);
      else await api.post(`/api/keys/${id}/restore`);
      change(id, { isRemoved });
      await refresh();
    },
  };
}

function toAdded({ key, result }: BulkLineView): AddedKey[] {
  return key === null ? [] : [{ key, isNew: result === 'added', isRemoved: false, test: null }];
}

/** A key that stood there twice, once: as it was met first. */
function distinct(added: readonly AddedKey[]): AddedKey[] {
  return [...new Map(added.toReversed().map((one) => [one.key.id, one])).values()].toReversed();
}

/** The test itself could not be asked for. */
function untested(error: unknown): KeyTestView {
  const message = error instanceof ApiError ? error.message : String(error);
  return { ok: false, latency_ms: 0, models: [], error: { cause: 'unclear', message } };
}

/** As `map`, a few at once. */
async function mapLimited<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: testsAtOnce }, worker));
  return results;
}

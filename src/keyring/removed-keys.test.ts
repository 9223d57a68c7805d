import { expect, test, vi } from 'vitest';
import { openStore } from '../store/open-store.ts';
import { openRemovedKeys, restorableMs } from './removed-keys.ts';

const sealed = {
  id: 'key_1',
  provider: 'groq',
  sealedSecret: 'v1.sealed',
  fingerprint: 'print-1',
  label: null,
  account: null,
  enabled: true,
  createdAt: 1,
};

test('a removed key is wiped by itself once its time is over', async () => {
  await using store = openStore(':memory:');
  let now = 1_000;
  const onError = vi.fn<(error: unknown) => void>();
  const parts = { repository: store.removedKeys, now: () => now, onError, wipeEveryMs: 5 };
  const removed = await openRemovedKeys(parts);
  await store.keys.add([sealed]);
  await store.removedKeys.setAside('key_1', now, {
    place: 0,
    successes: 0,
    errors: 0,
    lastError: null,
    lastUsedAt: null,
  });
  now += restorableMs - 1;
  await removed.wipe();
  expect(await removed.find('key_1')).toMatchObject({ stored: sealed, place: 0 });
  now += 1;
  await expect(removed.find('key_1')).rejects.toThrow(/for 10 minutes/);
  await expect.poll(() => store.removedKeys.get('key_1')).toBeNull();
  removed.close();
  expect(onError).not.toHaveBeenCalled();
});

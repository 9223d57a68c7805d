import { expect, test, vi } from 'vitest';
import { applyBodyWish } from './apply-body-wish.ts';
import { openStore } from './open-store.ts';

function parts(meta: Parameters<typeof applyBodyWish>[0]['meta']) {
  const forgetBodies = vi.fn<() => Promise<void>>().mockResolvedValue();
  const onError = vi.fn<(error: unknown) => void>();
  return { meta, traces: { forgetBodies }, forgetBodies, onError };
}

test('what was never kept is not looked for; what was kept is forgotten once', async () => {
  await using store = openStore(':memory:');
  const given = parts(store.meta);
  await applyBodyWish(given, false);
  expect(given.forgetBodies).not.toHaveBeenCalled();
  await applyBodyWish(given, true);
  await applyBodyWish(given, true);
  expect(given.forgetBodies).not.toHaveBeenCalled();
  await applyBodyWish(given, false);
  await applyBodyWish(given, false);
  expect(given.forgetBodies).toHaveBeenCalledTimes(1);
});

test('what could not be forgotten is told, and tried again at the next start', async () => {
  await using store = openStore(':memory:');
  const given = parts(store.meta);
  await applyBodyWish(given, true);
  given.forgetBodies.mockRejectedValueOnce(new Error('disk full'));
  await applyBodyWish(given, false);
  expect(given.onError).toHaveBeenCalledWith(new Error('disk full'));
  await applyBodyWish(given, false);
  expect([given.forgetBodies.mock.calls.length, given.onError.mock.calls.length]).toEqual([2, 1]);
});

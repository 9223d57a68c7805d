import type { KeyView } from '../../../../src/api/views/key-view.ts';

/** Before its first request a provider has named no active key: the only one that is ready is the one it will ask. */
export function markServing(keys: readonly KeyView[]): readonly KeyView[] {
  const ready = keys.filter(({ status }) => status === 'ready');
  const [only] = ready;
  if (only === undefined || ready.length > 1 || only.active) return keys;
  return keys.map((key) => (key === only ? { ...key, active: true } : key));
}

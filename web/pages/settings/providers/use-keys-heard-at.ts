import { useQueryClient } from '@tanstack/react-query';
import { useHeardAt } from '../../../features/live.tsx';

/** When the keys that are shown were heard of last, ISO; null = never. */
export function useKeysHeardAt(): string | null {
  const heardAt = useHeardAt();
  const loadedAt = useQueryClient().getQueryState(['keys'])?.dataUpdatedAt ?? 0;
  const at = Math.max(heardAt ?? 0, loadedAt);
  return at === 0 ? null : new Date(at).toISOString();
}

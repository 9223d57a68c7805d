import { ApiError } from './api.ts';
import { useNow } from './use-now.ts';

/** ms until what failed can be tried again; 0 = now. */
export function useWait(error: Error | null): number {
  const now = useNow();
  const retryAt = error instanceof ApiError ? error.retryAt : null;
  return retryAt === null ? 0 : Math.max(0, retryAt - now);
}

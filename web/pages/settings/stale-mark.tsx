import type { ReactNode } from 'react';
import { LiveMark } from '../../features/live-mark.tsx';
import { useConnection } from '../../features/live.tsx';

/** How old a part of the page is, once the gateway is not heard any more; the top of the page says that it is live. */
export function StaleMark({ at }: { readonly at: string }): ReactNode {
  const { state } = useConnection();
  return state === 'stale' && <LiveMark at={at} />;
}

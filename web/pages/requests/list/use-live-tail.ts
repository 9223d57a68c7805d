import { useCallback, useEffect, useRef, useState } from 'react';
import { useConnection } from '../../../features/live.tsx';
import type { Filters } from '../filters/filters.ts';
import { useKeyMask } from '../words/use-key-mask.ts';
import { matchesFilters } from './matches-filters.ts';
import { useArrivals, type Arrivals } from './use-arrivals.ts';
import { fetchPage } from './use-traces.ts';

export interface LiveTail extends Pick<Arrivals, 'waiting' | 'show'> {
  /** Requests that were too many to be told of one by one. */
  readonly missed: number;
  /** Asks the gateway for the newest. @throws ApiError */
  readonly catchUp: () => Promise<void>;
}

export interface LiveTailOptions {
  readonly filters: Filters;
  readonly on: boolean;
  /** The list must not move now. */
  readonly isRead: () => boolean;
}

/** Requests as they end, on top of the list, or kept back while somebody reads further down. */
export function useLiveTail({ filters, on, isRead }: LiveTailOptions): LiveTail {
  const { state, onRequest } = useConnection();
  const key = useKeyMask(filters.key);
  const { waiting, show, arrive, known, isThere } = useArrivals(filters, isRead);
  const [missed, setMissed] = useState(0);
  const hasGaps = useRef(false);
  const latest = useRef(filters);

  const catchUp = useCallback(async () => {
    const before = known();
    const page = await fetchPage(filters, { before: null });
    // Meanwhile another list may be shown.
    if (latest.current !== filters) return;
    const isJoined = page.traces.some(({ id }) => before.has(id));
    // Where some went by there may be gaps anywhere: the list begins anew.
    const replaces = page.hasMore && (!isJoined || hasGaps.current);
    hasGaps.current = false;
    setMissed(0);
    const now = known();
    const fresh = page.traces.filter(({ id }) => !now.has(id));
    if (replaces) arrive({ traces: page.traces, replaces });
    else if (fresh.length > 0) arrive({ traces: fresh, replaces });
  }, [filters, arrive, known]);

  useEffect(() => {
    latest.current = filters;
    hasGaps.current = false;
    setMissed(0);
  }, [filters]);

  useEffect(() => {
    if (!on) return undefined;
    return onRequest(({ trace, missed: more }) => {
      hasGaps.current ||= more > 0;
      setMissed((before) => before + more);
      if (trace !== null && matchesFilters(trace, key === undefined ? filters : { ...filters, key }))
        arrive({ traces: [trace], replaces: false });
    });
  }, [on, onRequest, filters, key, arrive]);

  // What came while nobody listened: before this visit, and while the connection was gone.
  useEffect(() => {
    if (on && state === 'live' && isThere()) catchUp().catch(() => undefined);
  }, [on, state, isThere, catchUp]);

  return { waiting, show, missed, catchUp };
}

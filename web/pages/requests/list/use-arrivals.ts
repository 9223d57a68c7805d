import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Filters } from '../filters/filters.ts';
import { joined, withNews, type News, type Pages } from './pages.ts';

export interface Arrivals {
  /** New ones that wait to be shown, since somebody reads further down. */
  readonly waiting: number;
  readonly arrive: (news: News) => void;
  /** Shows those that wait; false = the list itself is not there yet. */
  readonly show: () => boolean;
  /** The list has been asked for and answered, be it empty. */
  readonly isThere: () => boolean;
  /** Ids of all that is shown or waits. */
  readonly known: () => ReadonlySet<string>;
}

/** Arrivals are shown together, a few times a second. */
const gatherMs = 250;
const nothing: News = { traces: [], replaces: false };

/** New requests on their way into the list. `isRead`: it must not move now. */
export function useArrivals(filters: Filters, isRead: () => boolean): Arrivals {
  const client = useQueryClient();
  const [waiting, setWaiting] = useState(nothing);
  const arrived = useRef<News>(nothing);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const show = useCallback(() => {
    const before = client.getQueryData<Pages>(['traces', filters]);
    if (before === undefined) return false;
    client.setQueryData<Pages>(['traces', filters], withNews(before, arrived.current));
    arrived.current = nothing;
    setWaiting(nothing);
    return true;
  }, [client, filters]);

  const arrive = useCallback(
    (news: News) => {
      arrived.current = joined(arrived.current, news);
      const settle = (): void => {
        timer.current = undefined;
        if (isRead()) setWaiting(arrived.current);
        // While the first page is on its way, what is to come on top of it waits.
        else if (!show()) timer.current = setTimeout(settle, gatherMs);
      };
      timer.current ??= setTimeout(settle, gatherMs);
    },
    [isRead, show],
  );

  const isThere = useCallback(
    () => client.getQueryData(['traces', filters]) !== undefined,
    [client, filters],
  );

  const known = useCallback(() => {
    const shown = client.getQueryData<Pages>(['traces', filters])?.pages ?? [];
    return new Set([...shown, arrived.current].flatMap(({ traces }) => traces.map(({ id }) => id)));
  }, [client, filters]);

  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
      arrived.current = nothing;
      setWaiting(nothing);
    },
    [filters],
  );

  return { waiting: waiting.traces.length, arrive, show, isThere, known };
}

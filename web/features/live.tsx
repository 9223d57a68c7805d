import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { EventViews, NoticeView } from '../../src/api/views/event-view.ts';
import type { KeyListView } from '../../src/api/views/key-view.ts';

/** `stale`: the gateway was not heard of for some time; what is shown may be old. */
export type LiveState = 'connecting' | 'live' | 'stale';

interface Live {
  readonly state: LiveState;
  /** Epoch ms of what was heard last; null = nothing yet. */
  readonly heardAt: number | null;
  onRequest(listener: (event: EventViews['request']) => void): () => void;
}

const LiveContext = createContext<Live>({
  state: 'connecting',
  heardAt: null,
  onRequest: () => () => undefined,
});

/** The gateway says something every second when there is traffic, and a comment every 10 s when there is none: those do not show here. */
const reconnectMs = 3_000;
const mostNotices = 50;

/** Server-sent events, one connection for the whole app; what they tell goes into the query cache. */
export function LiveProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>('connecting');
  const [heardAt, setHeardAt] = useState<number | null>(null);
  const listeners = useRef(new Set<(event: EventViews['request']) => void>());

  useEffect(() => {
    let source: EventSource | null = null;
    let again: ReturnType<typeof setTimeout> | undefined;
    const open = (): void => {
      source = new EventSource('/api/events');
      source.addEventListener('open', () => {
        setState('live');
        // What changed before it stood is not told again.
        void client.invalidateQueries({ queryKey: ['keys'] }, { cancelRefetch: false });
      });
      source.addEventListener('error', () => {
        setState('stale');
        // The browser tries again by itself, but not after an answer that was no stream.
        if (source?.readyState !== EventSource.CLOSED) return;
        clearTimeout(again);
        again = setTimeout(open, reconnectMs);
      });
      const on = <Name extends keyof EventViews>(
        name: Name,
        take: (view: EventViews[Name]) => void,
      ): void => {
        source?.addEventListener(name, (event: MessageEvent<string>) => {
          setHeardAt(Date.now());
          take(JSON.parse(event.data) as EventViews[Name]);
        });
      };
      on('quotas', (quotas) => client.setQueryData(['quotas'], quotas));
      on('keys', (keys) => takeKeys(client, keys));
      on('request', (request) => {
        for (const listener of listeners.current) listener(request);
      });
      on('notice', (notice) =>
        client.setQueryData<readonly NoticeView[]>(['notices'], (before = []) =>
          [notice, ...before].slice(0, mostNotices),
        ),
      );
    };
    open();
    return () => {
      clearTimeout(again);
      source?.close();
    };
  }, [client]);

  const live = useMemo<Live>(
    () => ({
      state,
      heardAt,
      onRequest: (listener) => {
        listeners.current.add(listener);
        return () => listeners.current.delete(listener);
      },
    }),
    [state, heardAt],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
}

export function useLive(): Live {
  return use(LiveContext);
}

/** Into every list of keys that is shown. */
function takeKeys(client: QueryClient, { changed, removed }: EventViews['keys']): void {
  const news = new Map(changed.map((key) => [key.id, key]));
  const gone = new Set(removed);
  client.setQueriesData<KeyListView>({ queryKey: ['keys'] }, (before) =>
    before === undefined
      ? before
      : { keys: before.keys.filter(({ id }) => !gone.has(id)).map((key) => news.get(key.id) ?? key) },
  );
}

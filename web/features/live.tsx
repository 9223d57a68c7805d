import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { EventViews, NoticeView } from '../../src/api/views/event-view.ts';
import type { KeyListView } from '../../src/api/views/key-view.ts';

/** `stale`: the gateway was not heard of for some time; what is shown may be old. */
export type LiveState = 'connecting' | 'live' | 'stale';

interface Connection {
  readonly state: LiveState;
  readonly onRequest: (listener: (event: EventViews['request']) => void) => () => void;
}

const ConnectionContext = createContext<Connection>({
  state: 'connecting',
  onRequest: () => () => undefined,
});
const HeardContext = createContext<number | null>(null);

const reconnectMs = 3_000;
/** The gateway tells the quotas every 30 s though nothing has changed: what is silent for longer is dead, and a browser may never be told, as after a sleep. */
const silentMs = 45_000;
const lookMs = 5_000;
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
    let aliveAt = 0;
    const open = (): void => {
      clearTimeout(again);
      source?.close();
      aliveAt = Date.now();
      source = new EventSource('/api/events');
      source.addEventListener('open', () => {
        aliveAt = Date.now();
        setState('live');
        // What changed before it stood is not told again.
        void client.invalidateQueries({ queryKey: ['keys'] }, { cancelRefetch: false });
      });
      source.addEventListener('error', () => {
        setState('stale');
        // The browser tries again by itself, but not after an answer that was no stream.
        if (source?.readyState !== EventSource.CLOSED) return;
        // It says so as well of who is signed out.
        void client.invalidateQueries({ queryKey: ['session'] });
        clearTimeout(again);
        again = setTimeout(open, reconnectMs);
      });
      const on = <Name extends keyof EventViews>(
        name: Name,
        take: (view: EventViews[Name]) => void,
      ): void => {
        source?.addEventListener(name, (event: MessageEvent<string>) => {
          aliveAt = Date.now();
          setHeardAt(aliveAt);
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
    const look = setInterval(() => {
      if (Date.now() - aliveAt < silentMs) return;
      setState('stale');
      open();
    }, lookMs);
    return () => {
      clearInterval(look);
      clearTimeout(again);
      source?.close();
    };
  }, [client]);

  const connection = useMemo<Connection>(
    () => ({
      state,
      onRequest: (listener) => {
        listeners.current.add(listener);
        return () => listeners.current.delete(listener);
      },
    }),
    [state],
  );
  return (
    <ConnectionContext value={connection}>
      <HeardContext value={heardAt}>{children}</HeardContext>
    </ConnectionContext>
  );
}

/** New only when its state is: for what need not be shown anew with each event. */
export function useConnection(): Connection {
  return use(ConnectionContext);
}

/** Epoch ms of what was heard last; null = nothing yet. */
export function useHeardAt(): number | null {
  return use(HeardContext);
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

import { useCallback, useEffect, useRef, useState } from 'react';
import { streamChat, type Served } from '../../../features/chat-stream.ts';
import { useIsSimulated } from '../../../features/demo.ts';

/** A question on its way, and what has come of it. */
export interface Asking {
  readonly state: 'idle' | 'waiting' | 'thinking' | 'writing' | 'done' | 'stopped' | 'failed';
  readonly text: string;
  readonly served: (Served & { readonly isSimulated: boolean }) | null;
  /** From asking to the first text; null = none has come. */
  readonly firstTextMs: number | null;
  /** Of `failed`. */
  readonly error: Error | null;
}

export interface Ask {
  readonly asking: Asking;
  readonly isRunning: boolean;
  readonly ask: (question: string) => void;
  /** Ends the call, upstream too; what has come stays. */
  readonly stop: () => void;
}

const nothing: Asking = { state: 'idle', text: '', served: null, firstTextMs: null, error: null };
const running: ReadonlySet<Asking['state']> = new Set(['waiting', 'thinking', 'writing']);

/** One question at a time; leaving the page stops it. */
export function useAsk(): Ask {
  const [asking, setAsking] = useState(nothing);
  const call = useRef<AbortController | null>(null);
  const isSimulated = useIsSimulated();
  const stop = useCallback(() => call.current?.abort(), []);
  useEffect(() => stop, [stop]);

  const ask = (question: string): void => {
    call.current?.abort();
    const own = new AbortController();
    call.current = own;
    const from = performance.now();
    const change = (how: (before: Asking) => Partial<Asking>): void => {
      if (call.current === own) setAsking((before) => ({ ...before, ...how(before) }));
    };
    setAsking({ ...nothing, state: 'waiting' });
    streamChat({
      messages: [{ role: 'user', content: question }],
      signal: own.signal,
      onServed: (served) =>
        change(() => ({ served: { ...served, isSimulated: isSimulated(served.provider) } })),
      onThought: () => change(() => ({ state: 'thinking' })),
      onText: (piece) =>
        change(({ text, firstTextMs }) => ({
          state: 'writing',
          text: text + piece,
          firstTextMs: firstTextMs ?? performance.now() - from,
        })),
    }).then(
      () => change(() => ({ state: 'done' })),
      (error: Error) =>
        change(() => (own.signal.aborted ? { state: 'stopped' } : { state: 'failed', error })),
    );
  };

  return { asking, isRunning: running.has(asking.state), ask, stop };
}

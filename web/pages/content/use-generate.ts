import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { ContentView, ContentWish } from '../../../src/api/views/content-view.ts';
import { useIsSimulated } from '../../features/demo.ts';
import { api } from '../../lib/api.ts';
import type { Written } from './history/written.ts';

export interface Generate {
  /** What is being written. */
  readonly wish: ContentWish | null;
  /** Of the last try; null when it was cancelled. */
  readonly error: Error | null;
  readonly generate: (wish: ContentWish) => void;
  readonly cancel: () => void;
}

/** One call at a time. What was cancelled is not heard of again; leaving the page cancels. */
export function useGenerate(onWritten: (written: Written) => void): Generate {
  const call = useRef<AbortController | null>(null);
  const isSimulated = useIsSimulated();
  const { mutate, reset, variables, isPending, error } = useMutation({
    mutationFn: async (wish: ContentWish): Promise<Written> => {
      const own = new AbortController();
      call.current = own;
      const from = performance.now();
      const { content, variants, provider, model } = await api.post<ContentView>(
        '/api/content-generator/generate/',
        wish,
        own,
      );
      return {
        id: String(Date.now()),
        at: new Date().toISOString(),
        wish,
        texts: variants ?? [content],
        provider,
        model,
        tookMs: performance.now() - from,
        isSimulated: isSimulated(provider),
      };
    },
    onSuccess: onWritten,
  });
  useEffect(() => () => call.current?.abort(), []);
  return {
    wish: isPending ? variables : null,
    error,
    generate: mutate,
    cancel: () => {
      call.current?.abort();
      reset();
    },
  };
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { BulkAddView, BulkLineView } from '../../../../src/api/views/key-view.ts';
import { api } from '../../../lib/api.ts';
import { refreshKeys } from '../keys/key-cache.ts';

export interface BulkAdd {
  /** null = nothing was sent yet. */
  readonly lines: readonly BulkLineView[] | null;
  readonly isPending: boolean;
  readonly error: Error | null;
  add(text: string): void;
  /** Says whose the key of a line is that was asked for. @throws ApiError */
  choose(text: string, line: BulkLineView, provider: string): Promise<void>;
}

/** `POST /api/keys/bulk`, and again for single lines whose provider the reader has chosen. */
export function useBulkAdd(): BulkAdd {
  const client = useQueryClient();
  const [lines, setLines] = useState<readonly BulkLineView[] | null>(null);
  const all = useMutation({
    mutationFn: (text: string) => send(text),
    onSuccess: (answer) => {
      setLines(answer.lines);
      void refreshKeys(client);
    },
  });
  return {
    lines,
    isPending: all.isPending,
    error: all.error,
    add: (text) => all.mutate(text),
    choose: async (text, asked, provider) => {
      const line = text.split(/\r\n|\n|\r/)[asked.line - 1] ?? '';
      const answer = await send(line, provider);
      // A line may hold several keys: those that were taken before are there already.
      const found = answer.lines.find(({ masked }) => masked === asked.masked);
      if (found === undefined) return;
      setLines((before) =>
        (before ?? []).map((one) => (one === asked ? { ...found, line: asked.line } : one)),
      );
      await refreshKeys(client);
    },
  };
}

function send(text: string, provider?: string): Promise<BulkAddView> {
  return api.post<BulkAddView>('/api/keys/bulk', { text, ...(provider === undefined ? {} : { provider }) });
}

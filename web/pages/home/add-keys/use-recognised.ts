import { useEffect, useState } from 'react';
import type { BulkAddView, BulkLineView } from '../../../../src/api/views/key-view.ts';
import { api } from '../../../lib/api.ts';

/** What a pasted text would add, as the gateway reads it. */
export interface Recognised {
  /** The text that it is about. */
  readonly text: string;
  readonly lines: readonly BulkLineView[];
}

const nothing: Recognised = { text: '', lines: [] };
/** Longer than the pause between two letters. */
const pauseMs = 300;

/** Asks once a pause comes; of a text that changes meanwhile nothing is heard. What was read last stays until then. */
export function useRecognised(text: string): Recognised {
  const [recognised, setRecognised] = useState(nothing);
  useEffect(() => {
    if (text.trim() === '') {
      setRecognised(nothing);
      return undefined;
    }
    const call = new AbortController();
    const timer = setTimeout(() => {
      api
        .post<BulkAddView>('/api/keys/bulk', { text, dry_run: true }, call)
        .then(({ lines }) => setRecognised({ text, lines }))
        // Adding says what is wrong: here it was only a look ahead.
        .catch(() => undefined);
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      call.abort();
    };
  }, [text]);
  return recognised;
}

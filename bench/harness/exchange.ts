import type { Dispatcher } from 'undici';
import { chunksInStream } from './payloads.ts';

export interface Outcome {
  /** Why it does not count; absent when the answer was whole and right. */
  readonly failure?: string;
  /** As `performance.now()` tells it. */
  readonly firstByteAt: number;
  readonly endedAt: number;
  /** Lanes that Noria asked; 1 where nobody says it. */
  readonly attempts: number;
}

/** What a good outcome is. */
export type Expected = 'whole' | 'stream' | 'refusal';

/** One request and its whole answer, checked. Never rejects. */
export function exchange(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  expected: Expected,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let status = 0;
    let attempts = 1;
    let firstByteAt = 0;
    dispatcher.dispatch(options, {
      // A handler without it is taken for one of the old interface.
      onRequestStart() {},
      onResponseStart(_controller, statusCode, headers) {
        status = statusCode;
        attempts = Number(headers['x-noria-attempts'] ?? 1);
      },
      onResponseData(_controller, chunk) {
        if (firstByteAt === 0) firstByteAt = performance.now();
        chunks.push(chunk);
      },
      onResponseEnd() {
        const endedAt = performance.now();
        const failure = findFault(expected, status, Buffer.concat(chunks).toString('latin1'));
        resolve({ firstByteAt, endedAt, attempts, ...(failure === undefined ? {} : { failure }) });
      },
      onResponseError(_controller, error) {
        resolve({ firstByteAt, endedAt: performance.now(), attempts, failure: error.message });
      },
    });
  });
}

function findFault(expected: Expected, status: number, text: string): string | undefined {
  if (status !== (expected === 'refusal' ? 429 : 200)) return `status ${status}: ${text.slice(0, 200)}`;
  switch (expected) {
    case 'refusal':
      return undefined;
    case 'whole':
      return text.includes('"chat.completion"') ? undefined : `not an answer: ${text.slice(0, 200)}`;
    case 'stream': {
      if (!text.endsWith('data: [DONE]\n\n')) return `stream without its end: ${text.slice(-200)}`;
      const count = text.split('"content":"word').length - 1;
      return count === chunksInStream ? undefined : `${count} chunks instead of ${chunksInStream}`;
    }
    default:
      return expected satisfies never;
  }
}

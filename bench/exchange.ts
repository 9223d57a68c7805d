import type { Dispatcher } from 'undici';
import { chunksInStream } from './payloads.ts';

export interface Outcome {
  /** Why it does not count; absent when the answer was whole and right. */
  readonly failure?: string;
  /** As `performance.now()` tells it. */
  readonly firstByteAt: number;
  readonly endedAt: number;
}

/** One request and its whole answer, checked. Never rejects. */
export function exchange(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  isStream: boolean,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let status = 0;
    let firstByteAt = 0;
    dispatcher.dispatch(options, {
      // A handler without it is taken for one of the old interface.
      onRequestStart() {},
      onResponseStart(_controller, statusCode) {
        status = statusCode;
      },
      onResponseData(_controller, chunk) {
        if (firstByteAt === 0) firstByteAt = performance.now();
        chunks.push(chunk);
      },
      onResponseEnd() {
        const endedAt = performance.now();
        const failure = findFault({ status, text: Buffer.concat(chunks).toString('latin1'), isStream });
        resolve({ firstByteAt, endedAt, ...(failure === undefined ? {} : { failure }) });
      },
      onResponseError(_controller, error) {
        resolve({ firstByteAt, endedAt: performance.now(), failure: error.message });
      },
    });
  });
}

function findFault({
  status,
  text,
  isStream,
}: {
  status: number;
  text: string;
  isStream: boolean;
}): string | undefined {
  if (status !== 200) return `status ${status}: ${text.slice(0, 200)}`;
  if (!isStream)
    return text.includes('"chat.completion"') ? undefined : `not an answer: ${text.slice(0, 200)}`;
  if (!text.endsWith('data: [DONE]\n\n')) return `stream without its end: ${text.slice(-200)}`;
  const count = text.split('"content":"word').length - 1;
  return count === chunksInStream ? undefined : `${count} chunks instead of ${chunksInStream}`;
}

import { ApiError, errorOf } from '../lib/api.ts';
import { servedBy, type Served } from './chat-stream.ts';

export interface WholeAnswer {
  readonly text: string;
  readonly served: Served;
  /** From asking to the whole answer. */
  readonly tookMs: number;
}

/** One question to `auto` in the administrator's name, answered as a whole. @throws ApiError */
export async function chatOnce(question: string): Promise<WholeAnswer> {
  const from = performance.now();
  const answer = await fetch('/v1/chat/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'auto', messages: [{ role: 'user', content: question }] }),
  }).catch(() => {
    throw new ApiError(0, { code: 'unreachable', message: '' });
  });
  if (!answer.ok) throw await errorOf(answer);
  const { choices } = (await answer.json()) as {
    readonly choices?: readonly { readonly message?: { readonly content?: string | null } }[];
  };
  return {
    text: choices?.[0]?.message?.content ?? '',
    served: servedBy(answer.headers),
    tookMs: performance.now() - from,
  };
}

import { continueText } from '../../fleet/answer/continue-text.ts';
import { readTurns } from '../../fleet/answer/parsed-chat.ts';
import type { SimContinuation } from '../../fleet/sim-spec.ts';
import type { Continuation } from '../../src/catalog/types.ts';
import { continuationOf } from '../../src/relay/resume/continuation.ts';
import { createSeam } from '../../src/relay/resume/seam.ts';

export interface Resumption {
  /** The whole answer, as every model of this world gives it. */
  readonly text: string;
  /** Characters that the client had when the first stream died. */
  readonly cut: number;
  readonly how: Continuation;
  readonly manner: SimContinuation;
  readonly echoes: boolean;
  /** Sizes of the pieces that the answer comes in. */
  readonly sizes: () => number;
}

export const question = { role: 'user', content: 'Tell me about the river.' };

/** What the client has in the end; null = it was told that the stream is interrupted. */
export function resumed({ text, cut, how, manner, echoes, sizes }: Resumption): string | null {
  const sent = text.slice(0, cut);
  const asked = continuationOf({ body: { messages: [question] }, sent, how });
  const turns = readTurns(asked.body.messages ?? []);
  if (manner === 'refuses' && turns.lastRole === 'assistant') return null;
  const answer = continueText({ text, ...turns, manner, echoes: echoes && asked.how === 'prefix' });
  const seam = createSeam(asked);
  let whole = sent;
  for (let at = 0; at < answer.length;) {
    const size = sizes();
    whole += seam.push(answer.slice(at, at + size)) ?? '';
    at += size;
  }
  const rest = seam.end();
  return rest === null ? null : whole + rest;
}

/** The same numbers for the same seed (mulberry32). */
export function seededSizes(seed: number, largest: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return 1 + (((mixed ^ (mixed >>> 14)) >>> 0) % largest);
  };
}

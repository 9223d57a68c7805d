import type { Tokens } from '../../src/engine/estimate.ts';
import type { Answer } from '../../src/engine/classification.ts';

/** What a provider does with one call. */
export const deeds = [
  'serves',
  'serves whole',
  'is empty',
  'cuts',
  'cuts at its end',
  'ends early',
  'falls silent',
  'falls silent at its end',
  'errs inside',
  'hangs',
  'is not reached',
  'throws',
  '400',
  '401',
  '403',
  '404',
  '429',
  '429 until',
  '500',
  '529',
  'a page',
  'refused content',
  'too long',
] as const;
export type Deed = (typeof deeds)[number];

/** One answer as it was drawn; all times in ms. */
export interface Reply {
  readonly deed: Deed;
  /** Until the connection stands; 0 = the call is on its way at once. */
  readonly connectsMs: number;
  /** From then until the provider has the call. */
  readonly thereMs: number;
  /** Until the provider begins its answer. */
  readonly thinksMs: number;
  readonly backMs: number;
  /** Of a stream; of one that dies: those that come before. */
  readonly pieces: number;
  readonly pauseMs: number;
  /** What an error says beside its fields. */
  readonly words: string;
  /** Of `429 until`. */
  readonly waitMs: number;
  /** What the provider says that the call used; null = it does not say. */
  readonly usage: Tokens | null;
}

export const plainReply: Reply = {
  deed: 'serves',
  connectsMs: 0,
  thereMs: 10,
  thinksMs: 100,
  backMs: 10,
  pieces: 4,
  pauseMs: 20,
  words: 'no',
  waitMs: 5_000,
  usage: null,
};

const statuses: Readonly<Partial<Record<Deed, number>>> = {
  '400': 400,
  '401': 401,
  '403': 403,
  '404': 404,
  '429': 429,
  '429 until': 429,
  '500': 500,
  '529': 529,
  'refused content': 400,
  'too long': 400,
};

const codes: Readonly<Partial<Record<Deed, string>>> = {
  'refused content': 'content_filter',
  'too long': 'context_length_exceeded',
};

/** The error that a provider answers with; null for a deed that is none. */
export function errorOf({ deed, words, waitMs }: Reply): Answer | null {
  if (deed === 'a page')
    return { status: 502, headers: { 'content-type': 'text/html' }, body: `<html>${words}</html>` };
  const status = statuses[deed];
  if (status === undefined) return null;
  const headers = deed === '429 until' ? { 'retry-after-ms': String(waitMs) } : {};
  const code = codes[deed];
  return { status, headers, body: { error: { message: words, ...(code === undefined ? {} : { code }) } } };
}

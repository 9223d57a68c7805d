import type { Tokens } from '../../engine/estimate.ts';
import type { ChatCall } from '../wire.ts';
import type { Exchanges } from '../media/exchanges.ts';

/** A picture as a provider gives it. */
export type Picture = (
  | { readonly b64: string }
  /** Where it lies for a while. */
  | { readonly url: string }
) & {
  /** What the provider made of the prompt. */
  readonly revisedPrompt?: string;
};

export interface Painted {
  /** Empty = the provider gave none, and no reason. */
  readonly pictures: readonly Picture[];
  readonly usage: Tokens | null;
}

/** How one shape of provider is asked for a picture. @throws Refusal, Error */
export type Paint = (call: ChatCall, exchanges: Exchanges) => Promise<Painted>;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** `1024x768`; null = the client leaves it to the model. */
export function sizeOf({ body: { size } }: ChatCall): Size | null {
  const parts = typeof size === 'string' ? /^(\d+)x(\d+)$/.exec(size) : null;
  return parts === null ? null : { width: Number(parts[1]), height: Number(parts[2]) };
}

export function promptOf({ body: { prompt } }: ChatCall): string {
  return typeof prompt === 'string' ? prompt : '';
}

/** The client wants an address rather than the picture itself. */
export function wantsUrl({ body }: ChatCall): boolean {
  return body.response_format === 'url';
}

import type { ImageShape } from '../../catalog/types.ts';
import type { Clock } from '../../shared/clock.ts';
import type { ChatCall, Speak } from '../wire.ts';
import { converse, type Exchanges } from '../media/exchanges.ts';
import { fetchPicture } from './fetch-picture.ts';
import { paintBytes } from './paint-bytes.ts';
import { paintCloudflare } from './paint-cloudflare.ts';
import { paintGemini } from './paint-gemini.ts';
import { paintOpenai } from './paint-openai.ts';
import { createPaintReplicate } from './paint-replicate.ts';
import { wantsUrl, type Paint, type Picture } from './picture.ts';

export interface ImageParts extends Pick<Clock, 'after'> {
  /** Epoch ms. */
  readonly now: () => number;
}

/** Pictures, whatever shape the provider has them in, as OpenAI answers them. */
export function createImages({ now, after }: ImageParts): Speak {
  const shapes: Readonly<Record<ImageShape, Paint>> = {
    openai: paintOpenai,
    cloudflare: paintCloudflare,
    bytes: paintBytes,
    gemini: paintGemini,
    replicate: createPaintReplicate({ after }),
  };
  return (call, http, listener) =>
    converse(http, listener, async (exchanges) => {
      const paint = shapes[call.provider.images?.shape ?? 'openai'];
      const { pictures, usage } = await paint(call, exchanges);
      const data: object[] = [];
      for (const picture of pictures) data.push(await presented(call, exchanges, picture));
      const body = { created: Math.floor(now() / 1_000), data };
      return { body: Buffer.from(JSON.stringify(body)), usage, empty: data.length === 0 };
    });
}

/** `b64_json` always works; `url` only where the provider gives one. */
async function presented(call: ChatCall, exchanges: Exchanges, picture: Picture): Promise<object> {
  const more = picture.revisedPrompt === undefined ? {} : { revised_prompt: picture.revisedPrompt };
  if ('b64' in picture) return { b64_json: picture.b64, ...more };
  if (wantsUrl(call)) return { url: picture.url, ...more };
  return { b64_json: await fetchPicture(call, exchanges, picture.url), ...more };
}

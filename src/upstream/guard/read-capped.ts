import type { Dispatcher } from 'undici';
import { FetchRefused } from './fetch-refused.ts';

/** A body of at most so many bytes, counted as they come: what a server says of its length is believed only when it is too much. */
export async function readCapped(
  { headers, body }: Pick<Dispatcher.ResponseData, 'headers' | 'body'>,
  maxBytes: number,
): Promise<Buffer> {
  const encoding = headers['content-encoding'] ?? 'identity';
  // A small packed body may be a large one.
  if (encoding !== 'identity')
    throw new FetchRefused('type', 'The file comes packed, though it was asked for as it is.');
  if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(maxBytes: number): FetchRefused {
  return new FetchRefused('size', `The file is larger than ${maxBytes} bytes.`);
}

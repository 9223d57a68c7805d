import type { Reply } from '../media/exchanges.ts';

/** The body is a picture; what an empty one is, is for others to say. */
export function isPicture({ headers, body }: Reply): boolean {
  return /^image\//i.test(headers['content-type'] ?? '') && body.length > 0;
}

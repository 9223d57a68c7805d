import type { ContentWish } from '../../../src/api/views/content-view.ts';
import { shellQuote } from '../../lib/shell-quote.ts';

/** The call for a terminal, with a place for the client key. */
export function asCurl(origin: string, wish: ContentWish): string {
  return [
    `curl ${origin}/api/content-generator/generate/ \\`,
    '  -H "authorization: Bearer YOUR_CLIENT_KEY" \\',
    '  -H "content-type: application/json" \\',
    `  -d ${shellQuote(JSON.stringify(wish, null, 2))}`,
  ].join('\n');
}

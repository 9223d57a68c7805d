import type { ClientView } from '../../../../src/api/views/client-view.ts';
import { shellQuote } from '../../../lib/shell-quote.ts';

/** A first call for a terminal that this key may make: a chat, else the list of what it may use. */
export function firstRequest(
  origin: string,
  secret: string,
  { routes, apps }: Pick<ClientView, 'routes' | 'apps'>,
): string {
  const key = `-H "authorization: Bearer ${secret}"`;
  const model = routes === null ? 'auto' : routes.find((name) => !name.endsWith('*'));
  const maysChat = apps === null || apps.includes('chat');
  if (!maysChat || model === undefined) return `curl ${origin}/v1/models \\\n  ${key}`;
  const body = JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello' }] });
  return [
    `curl ${origin}/v1/chat/completions \\`,
    `  ${key} \\`,
    '  -H "content-type: application/json" \\',
    `  -d ${shellQuote(body)}`,
  ].join('\n');
}

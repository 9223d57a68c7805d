import type { ChatAnswer } from '../../relay/request.ts';
import { longestText } from '../../shared/write-together.ts';
import type { ChatContext } from '../api-context.ts';
import { relayHeaderList } from './relay-headers.ts';
import type { ClientResponse } from './client-response.ts';

type WholeAnswer = Extract<ChatAnswer, { kind: 'whole' }>;

/**
 * Sends a provider's answer byte for byte, below the framework's hooks. As Latin-1 text, one character a byte, head and
 * body leave in one write; as a buffer they would be two.
 */
export function sendWhole({ state }: ChatContext, raw: ClientResponse, { meta, body }: WholeAnswer): void {
  if (raw.destroyed) return;
  const headers = relayHeaderList(meta);
  headers.push('content-type', 'application/json', 'content-length', String(body.length));
  headers.push('x-content-type-options', 'nosniff');
  if (state.draining) headers.push('connection', 'close');
  raw.writeHead(200, headers);
  if (body.length > longestText) raw.end(body);
  else raw.end(body.toString('latin1'), 'latin1');
}

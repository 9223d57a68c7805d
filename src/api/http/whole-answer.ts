import type { ServerResponse } from 'node:http';
import type { ChatAnswer } from '../../relay/request.ts';
import type { ApiContext } from '../api-context.ts';
import { relayHeaders } from './relay-headers.ts';

type WholeAnswer = Extract<ChatAnswer, { kind: 'whole' }>;

/**
 * Sends a provider's answer byte for byte, below the framework's hooks. As Latin-1 text, one character a byte, head and
 * body leave in one write; as a buffer they would be two.
 */
export function sendWhole({ state }: ApiContext, raw: ServerResponse, { meta, body }: WholeAnswer): void {
  if (raw.destroyed) return;
  raw.writeHead(200, {
    'content-type': 'application/json',
    'content-length': body.length,
    ...(state.draining ? { connection: 'close' } : {}),
    'x-content-type-options': 'nosniff',
    ...relayHeaders(meta),
  });
  raw.end(body.toString('latin1'), 'latin1');
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { isBound, type Client } from '../../keyring/access.ts';
import type { ChatContext } from '../api-context.ts';
import { admitClient } from '../http/admit-client.ts';
import { describeError } from '../http/answer-error.ts';
import { identify } from '../http/identify.ts';
import { clientOf, type Caller } from '../http/request-facts.ts';
import { parseObject } from '../http/json-body.ts';
import { askChat, sendChat } from './ask-chat.ts';
import { scanChat } from './scan-chat.ts';
import { chatPath } from './chat-completions.ts';

/**
 * The door for the one route that is asked thousands of times a second: a plain chat call of somebody known goes below
 * the framework, which costs half of what a bare proxy costs (docs/decisions/0006-fast-lane.md). Whatever is not plain, and
 * every refusal before the body, is left to the framework: false. Authentication, checks and errors are the same code.
 */
export function takesFastLane(context: ChatContext, req: IncomingMessage, res: ServerResponse): boolean {
  const caller = plainCaller(context, req);
  if (caller === 'nobody') return false;
  const chunks: Buffer[] = [];
  req.on('data', (chunk: Buffer) => void chunks.push(chunk));
  req.on('end', () => void serve(context, { req, res, chunks, client: clientOf(caller) }));
  return true;
}

/** Who asks, when the call is a plain one; 'nobody' = it is not, or nobody is known. */
function plainCaller(context: ChatContext, req: IncomingMessage): Caller {
  const { access, config, state } = context;
  if (req.url !== chatPath || req.method !== 'POST' || state.draining) return 'nobody';
  const { headers } = req;
  if (!context.hosts.knows(headers.host)) return 'nobody';
  const length = Number(headers['content-length']);
  if (!(length > 0 && length <= config.server.bodyLimitBytes)) return 'nobody';
  if (headers.expect !== undefined || headers['content-encoding'] !== undefined) return 'nobody';
  const caller = identify(headers, access);
  // Who guesses his token is slowed down at the door.
  if (caller === 'admin') return 'nobody';
  const client = clientOf(caller);
  return client === null || !isBound(client) || isAdmitted(context, client) ? caller : 'nobody';
}

/** If not, the door says why. */
function isAdmitted(context: ChatContext, client: Client): boolean {
  try {
    admitClient(context, client, 'chat');
    return true;
  } catch {
    return false;
  }
}

interface PlainCall {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly chunks: readonly Buffer[];
  readonly client: Client | null;
}

async function serve(context: ChatContext, { req, res, chunks, client }: PlainCall): Promise<void> {
  const arrived = {
    client,
    headers: req.headers,
    raw: res,
    arrivedAt: context.clock.now(),
    arrivedTick: context.clock.ticks(),
  };
  try {
    const [first] = chunks;
    const bytes = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
    const scanned = scanChat(bytes);
    const body = scanned?.body ?? parseObject(bytes, undefined);
    const facts = scanned?.facts ?? null;
    const sent = sendChat(context, res, await askChat(context, { ...arrived, body, bytes, facts }));
    if (sent !== null) await sent;
  } catch (error) {
    const told = describeError(context, error, chatPath);
    if (told === null || res.headersSent) res.destroy();
    else
      res
        .writeHead(told.status, { ...told.headers, 'content-length': Buffer.byteLength(told.body) })
        .end(told.body);
  }
}

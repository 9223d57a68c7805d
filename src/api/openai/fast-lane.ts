import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { isBound, type Client } from '../../keyring/access.ts';
import type { ChatContext } from '../api-context.ts';
import { admitClient } from '../http/admit-client.ts';
import { describeError } from '../http/answer-error.ts';
import type { ClientResponse } from '../http/client-response.ts';
import { identify } from '../http/identify.ts';
import type { PlainRoute } from '../http/plain/plain-connection.ts';
import { clientOf, type Caller } from '../http/request-facts.ts';
import { parseObject } from '../http/json-body.ts';
import { askChat, sendChat } from './ask-chat.ts';
import { scanChat } from './scan-chat.ts';
import { chatPath } from './chat-completions.ts';

/**
 * The door for the one route that is asked thousands of times a second: a plain chat call of somebody known goes below
 * the framework, which costs half of what a bare proxy costs (docs/decisions/0006-fast-lane.md), and below `node:http`
 * where its connection is plain, too (0011). Whatever is not plain, and every refusal before the body, is left to the
 * framework. Authentication, checks and errors are the same code.
 */
export function fastLane(
  context: ChatContext,
  takes: (headers: IncomingHttpHeaders) => boolean = () => true,
): PlainRoute {
  return {
    requestLine: `POST ${chatPath} HTTP/1.1\r\n`,
    admit: ({ headers }) => {
      const caller = takes(headers) ? plainCaller(context, headers) : 'nobody';
      if (caller === 'nobody') return null;
      const client = clientOf(caller);
      return (bytes, response) => void serve(context, { headers, bytes, client, response });
    },
  };
}

/** The same on a connection that is Node's. False = it is the framework's. */
export function takesFastLane(context: ChatContext, req: IncomingMessage, res: ServerResponse): boolean {
  const { headers } = req;
  if (req.url !== chatPath || req.method !== 'POST') return false;
  const caller = plainCaller(context, headers);
  if (caller === 'nobody') return false;
  const client = clientOf(caller);
  const chunks: Buffer[] = [];
  req.on('data', (chunk: Buffer) => void chunks.push(chunk));
  req.on('end', () => {
    const [first] = chunks;
    const bytes = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
    void serve(context, { headers, bytes, client, response: res });
  });
  return true;
}

/** Who asks, when the call is a plain one; 'nobody' = it is not, or nobody is known. */
function plainCaller(context: ChatContext, headers: IncomingHttpHeaders): Caller {
  const { access, config, state } = context;
  if (state.draining || !context.hosts.knows(headers.host)) return 'nobody';
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
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly client: Client | null;
  readonly response: ClientResponse;
}

async function serve(context: ChatContext, { headers, bytes, client, response }: PlainCall): Promise<void> {
  const arrived = {
    client,
    headers,
    bytes,
    raw: response,
    arrivedAt: context.clock.now(),
    arrivedTick: context.clock.ticks(),
  };
  try {
    const scanned = scanChat(bytes);
    const body = scanned?.body ?? parseObject(bytes, undefined);
    const facts = scanned?.facts ?? null;
    const sent = sendChat(context, response, await askChat(context, { ...arrived, body, facts }));
    if (sent !== null) await sent;
  } catch (error) {
    const told = describeError(context, error, chatPath);
    if (told === null || response.headersSent) return void response.destroy();
    response.writeHead(told.status, { ...told.headers, 'content-length': Buffer.byteLength(told.body) });
    response.end(told.body);
  }
}

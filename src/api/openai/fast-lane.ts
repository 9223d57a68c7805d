import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ChatContext } from '../api-context.ts';
import { describeError } from '../http/answer-error.ts';
import { identify } from '../http/identify.ts';
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
  if (!isPlain(context, req)) return false;
  const chunks: Buffer[] = [];
  req.on('data', (chunk: Buffer) => void chunks.push(chunk));
  req.on('end', () => void serve(context, req, res, chunks));
  return true;
}

function isPlain({ access, config, state }: ChatContext, req: IncomingMessage): boolean {
  if (req.url !== chatPath || req.method !== 'POST' || state.draining) return false;
  const { headers } = req;
  const length = Number(headers['content-length']);
  if (!(length > 0 && length <= config.server.bodyLimitBytes)) return false;
  if (headers.expect !== undefined || headers['content-encoding'] !== undefined) return false;
  return identify(headers, access) !== 'nobody';
}

async function serve(
  context: ChatContext,
  req: IncomingMessage,
  res: ServerResponse,
  chunks: readonly Buffer[],
): Promise<void> {
  const arrived = {
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

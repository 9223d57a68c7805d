import { Agent, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { peerHeader } from '../../api/http/address-of.ts';

/** Belong to one connection, not to what it carries (RFC 9110, 7.6.1). A body's framing is kept: it is sent on as it is. */
const ofConnection: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'upgrade',
  peerHeader,
]);

/** Hands requests to the primary and its answers back, byte for byte, both ways at the pace of the slower. */
export interface PassThrough {
  pass(req: IncomingMessage, res: ServerResponse): void;
  close(): void;
}

export interface PassThroughParts {
  readonly socketPath: string;
  /** The primary cannot be asked: answers in its stead. */
  readonly fail: (req: IncomingMessage, res: ServerResponse) => void;
  /** Ends a connection whose client may still be sending. */
  readonly endGently: (res: ServerResponse) => void;
}

export function createPassThrough({ socketPath, fail, endGently }: PassThroughParts): PassThrough {
  const agent = new Agent({ keepAlive: true });

  function pass(req: IncomingMessage, res: ServerResponse): void {
    const waits = req.headers.expect?.toLowerCase() === '100-continue';
    const above = request({
      agent,
      socketPath,
      method: req.method,
      path: req.url,
      headers: headersOf(req),
    });
    above.on('continue', () => {
      res.writeContinue();
      req.pipe(above);
    });
    above.on('response', (answer) => give(answer, res, req));
    above.on('error', () => {
      if (res.headersSent || res.destroyed) res.destroy();
      else fail(req, res);
    });
    // The client has left, or has its answer before all of its body was taken.
    res.on('close', () => {
      if (!above.destroyed && !(res.writableFinished && req.complete)) above.destroy();
    });
    if (waits) above.flushHeaders();
    else req.pipe(above);
  }

  function give(answer: IncomingMessage, res: ServerResponse, req: IncomingMessage): void {
    const closes = answer.headers.connection?.toLowerCase() === 'close';
    const headers = endToEnd(answer.rawHeaders, ofAnswer);
    if (closes) headers.push('connection', 'close');
    if (closes && !req.complete) {
      req.unpipe();
      endGently(res);
    }
    // The primary's own date goes on.
    res.sendDate = false;
    res.writeHead(answer.statusCode ?? 502, answer.statusMessage, headers);
    // A stream may have its first words later than its head.
    if (answer.headers['content-length'] === undefined) res.flushHeaders();
    answer.pipe(res);
    answer.on('error', () => res.destroy());
  }

  return { pass, close: () => agent.destroy() };
}

const withBody: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/** As they came. What has no body says so: Node would announce chunks for want of a length. */
function headersOf({ headers, rawHeaders, socket, method = '' }: IncomingMessage): string[] {
  const kept = endToEnd(rawHeaders, withNamed(headers.connection));
  // Of the worker alone: what a client says under this name is left out.
  kept.push(peerHeader, socket.remoteAddress ?? 'unknown');
  const isFramed = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
  if (!isFramed && withBody.has(method)) kept.push('content-length', '0');
  return kept;
}

/** With those that `connection` itself names. */
function withNamed(connection = ''): ReadonlySet<string> {
  if (connection === '' || connection === 'keep-alive' || connection === 'close') return ofConnection;
  return new Set([...ofConnection, ...connection.toLowerCase().split(/[\s,]+/)]);
}

/** Node frames the answer anew. */
const ofAnswer: ReadonlySet<string> = new Set([...ofConnection, 'transfer-encoding']);

function endToEnd(raw: readonly string[], left: ReadonlySet<string>): string[] {
  const kept: string[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const [name = '', value = ''] = [raw[at], raw[at + 1]];
    if (!left.has(name.toLowerCase())) kept.push(name, value);
  }
  return kept;
}

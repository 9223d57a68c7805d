/**
 * What a bare Node proxy costs: `node bench/floor.ts bytes|json <origin of the upstream>`.
 * `bytes` (floor A) passes bytes and parses nothing. `json` (floor B) does the least a gateway must: it parses the
 * request, replaces the model, writes it anew, parses the answer, and pipes streams.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Pool, type Dispatcher } from 'undici';
import { announce } from './announce.ts';
import { provider } from './payloads.ts';
import { readBody } from './read-body.ts';

const [mode, origin] = process.argv.slice(2);
if ((mode !== 'bytes' && mode !== 'json') || origin === undefined) {
  throw new Error('usage: floor.ts bytes|json <origin>');
}

const parses = mode === 'json';
const pool = new Pool(origin, { connections: 256, pipelining: 1 });
const server = createServer((req, res) => readBody(req, (body) => forward({ req, res, body })));
announce(server, `floor ${mode}`);

function forward({ req, res, body }: { req: IncomingMessage; res: ServerResponse; body: Buffer }): void {
  const path = req.url ?? '/';
  const headers = { 'content-type': 'application/json', authorization: 'Bearer bench' };
  pool.dispatch(
    { path, method: 'POST', headers, body: parses ? withOwnModel(body) : body },
    parses ? new JsonAnswer(res) : new BytesAnswer(res),
  );
}

function withOwnModel(body: Buffer): string {
  const parsed = JSON.parse(body.toString()) as { model: string };
  parsed.model = parsed.model.slice(provider.length + 1);
  return JSON.stringify(parsed);
}

type Headers = Record<string, string | string[] | undefined>;

/** Passes an answer on as it comes, with back-pressure. */
class BytesAnswer implements Dispatcher.DispatchHandler {
  protected readonly res: ServerResponse;

  constructor(res: ServerResponse) {
    this.res = res;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.res.on('close', () => {
      if (!this.res.writableFinished) controller.abort(new Error('the client left'));
    });
    this.res.on('drain', () => controller.resume());
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    const length = headers['content-length'];
    this.res.statusCode = status;
    this.res.setHeader('content-type', headers['content-type'] ?? 'application/octet-stream');
    if (length !== undefined) this.res.setHeader('content-length', length);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.res.write(chunk)) controller.pause();
  }

  onResponseEnd(): void {
    this.res.end();
  }

  onResponseError(): void {
    if (!this.res.headersSent) this.res.writeHead(502);
    this.res.end();
  }
}

/** Reads a JSON answer as a whole and parses it; streams pass. */
class JsonAnswer extends BytesAnswer {
  private readonly chunks: Buffer[] = [];
  private isJson = false;

  override onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Headers,
  ): void {
    this.isJson = String(headers['content-type']).startsWith('application/json');
    if (!this.isJson) super.onResponseStart(controller, status, headers);
  }

  override onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.isJson) this.chunks.push(chunk);
    else super.onResponseData(controller, chunk);
  }

  override onResponseEnd(): void {
    if (!this.isJson) return super.onResponseEnd();
    const body = Buffer.concat(this.chunks);
    const { usage } = JSON.parse(body.toString()) as { usage: { total_tokens: number } };
    this.res.writeHead(200, {
      'content-type': 'application/json',
      'content-length': body.length,
      'x-tokens': usage.total_tokens,
    });
    return void this.res.end(body);
  }
}

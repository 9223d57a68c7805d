import { request, type IncomingMessage, type ServerResponse } from 'node:http';
import { startListener, type Listener } from '../outbound.ts';

const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Answers what the simulated providers do not: embeddings, pictures, sound. All else goes on to `beyond`. */
export function startMediaStub(beyond: string): Promise<Listener> {
  return startListener((req, res) => {
    const path = req.url ?? '';
    if (path.endsWith('/embeddings')) return void answerEmbeddings(req, res);
    if (path.endsWith('/images/generations'))
      return json(req, res, { created: 1, data: [{ b64_json: pixel }] });
    if (path.endsWith('/audio/transcriptions')) return json(req, res, { text: 'One two three.' });
    if (path.endsWith('/audio/speech')) return sound(req, res);
    forward(beyond, req, res);
  });
}

async function answerEmbeddings(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { input } = JSON.parse(await textOf(req)) as { input?: unknown };
  const count = Array.isArray(input) ? input.length : 1;
  const data = Array.from({ length: count }, (_, index) => ({
    object: 'embedding',
    index,
    embedding: [0.5, -0.25],
  }));
  json(req, res, { object: 'list', model: 'm', data, usage: { prompt_tokens: 2, total_tokens: 2 } });
}

function json(req: IncomingMessage, res: ServerResponse, body: object): void {
  req.resume();
  res.setHeader('content-type', 'application/json').end(JSON.stringify(body));
}

function sound(req: IncomingMessage, res: ServerResponse): void {
  req.resume();
  res.setHeader('content-type', 'audio/mpeg').end(Buffer.alloc(100, 1));
}

function forward(beyond: string, req: IncomingMessage, res: ServerResponse): void {
  const { host: _host, ...headers } = req.headers;
  const onward = request(new URL(req.url ?? '', beyond), { method: req.method, headers }, (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(res);
  });
  onward.on('error', () => res.destroy());
  res.on('close', () => onward.destroy());
  req.pipe(onward);
}

async function textOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

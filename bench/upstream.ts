/** A provider that costs next to nothing: `node bench/upstream.ts [ms between the chunks of a paced stream]`. */
import { createServer, type ServerResponse } from 'node:http';
import { announce } from './announce.ts';
import { answer, events, fastModel, pacedModel } from './payloads.ts';
import { readBody } from './read-body.ts';

const chunkDelayMs = Number(process.argv[2] ?? 5);

const models = Buffer.from(
  JSON.stringify({
    object: 'list',
    data: [fastModel, pacedModel].map((id) => ({ id, object: 'model', created: 0, owned_by: 'bench' })),
  }),
);

const server = createServer((req, res) => {
  if (req.url === '/v1/models') return sendJson(res, models);
  if (req.url !== '/v1/chat/completions') return void res.writeHead(404).end();
  return readBody(req, (body) => answerChat(res, body.toString('latin1')));
});

announce(server, 'upstream');

function answerChat(res: ServerResponse, body: string): void {
  if (!/"stream":\s*true/.test(body)) return sendJson(res, answer);
  res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  return sendEvents(res, { index: 0, delayMs: body.includes(pacedModel) ? chunkDelayMs : 0 });
}

function sendJson(res: ServerResponse, body: Buffer): void {
  res.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  res.end(body);
}

/** Each chunk leaves in a turn of its own, as a provider's do; together they would reach the proxy as one. */
function sendEvents(res: ServerResponse, { index, delayMs }: { index: number; delayMs: number }): void {
  const event = events[index];
  if (res.destroyed) return;
  if (event === undefined) return void res.end();
  const next = (): void => sendEvents(res, { index: index + 1, delayMs });
  if (!res.write(event)) res.once('drain', next);
  else if (delayMs > 0) setTimeout(next, delayMs);
  else setImmediate(next);
}

/** A provider that costs next to nothing: `node bench/upstream.ts`. What it does is decided by the model that is asked for. */
import { createServer, type ServerResponse } from 'node:http';
import { announce } from './harness/announce.ts';
import {
  answer,
  contentEvent,
  endlessModel,
  events,
  fastModel,
  pacedModel,
  pauseMs,
  refusal,
  refusedModel,
} from './harness/payloads.ts';
import { readBody } from './harness/read-body.ts';

/** Model and `stream` stand near the ends of a request; a conversation of 300 kB between them is not looked through. */
const endsBytes = 400;

const known = [fastModel, pacedModel, endlessModel, refusedModel];
const list = known.map((id) => ({ id, object: 'model', created: 0, owned_by: 'bench' }));
const models = Buffer.from(JSON.stringify({ object: 'list', data: list }));
const endless = contentEvent(0);

const server = createServer((req, res) => {
  if (req.url === '/v1/models') return sendJson(res, models);
  if (req.url !== '/v1/chat/completions') return void res.writeHead(404).end();
  return readBody(req, (body) => answerChat(res, body));
});

announce(server, 'upstream');

function answerChat(res: ServerResponse, body: Buffer): void {
  const head = body.subarray(0, endsBytes).toString('latin1');
  if (head.includes(refusedModel)) return refuse(res);
  if (!/"stream":\s*true/.test(head + body.subarray(-endsBytes).toString('latin1')))
    return sendJson(res, answer);
  const model = known.find((name) => head.includes(name)) ?? fastModel;
  res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  return model === endlessModel ? sendForEver(res) : sendEvents(res, { index: 0, model });
}

function sendJson(res: ServerResponse, body: Buffer): void {
  res.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  res.end(body);
}

/** With the shortest pause that can be stated: the next request but for those of this very moment is refused again. */
function refuse(res: ServerResponse): void {
  res.writeHead(429, {
    'content-type': 'application/json',
    'content-length': refusal.length,
    'retry-after-ms': 1,
  });
  res.end(refusal);
}

/** Each chunk leaves in a turn of its own, as a provider's do; together they would reach the proxy as one. */
function sendEvents(res: ServerResponse, { index, model }: { index: number; model: string }): void {
  const event = events[index];
  if (res.destroyed) return;
  if (event === undefined) return void res.end();
  const next = (): void => sendEvents(res, { index: index + 1, model });
  const delayMs = pauseMs[model] ?? 0;
  if (!res.write(event)) res.once('drain', next);
  else if (delayMs > 0) setTimeout(next, delayMs);
  else setImmediate(next);
}

function sendForEver(res: ServerResponse): void {
  res.write(endless);
  const timer = setInterval(() => res.write(endless), pauseMs[endlessModel]);
  res.on('close', () => clearInterval(timer));
}

/**
 * What a bare Node proxy costs: `node bench/floor.ts bytes|json <origin of the upstream>`.
 * `bytes` (floor A) passes bytes and parses nothing. `json` (floor B) does the least a gateway must: it parses the
 * request, replaces the model, writes it anew, parses the answer, and pipes streams.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Pool } from 'undici';
import { announce } from './harness/announce.ts';
import { BytesAnswer, JsonAnswer, withOwnModel } from './harness/answers.ts';
import { readBody } from './harness/read-body.ts';

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
    {
      path,
      method: 'POST',
      headers,
      body: parses ? withOwnModel(JSON.parse(body.toString()) as { model: string }) : body,
    },
    parses
      ? new JsonAnswer(res, { whole: (answer, tokens) => sendWhole(res, answer, tokens) })
      : new BytesAnswer(res),
  );
}

function sendWhole(res: ServerResponse, body: Buffer, tokens: number): void {
  res.writeHead(200, {
    'content-type': 'application/json',
    'content-length': body.length,
    'x-tokens': tokens,
  });
  res.end(body);
}

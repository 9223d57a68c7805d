/**
 * What a bare Node proxy costs: `node bench/floor.ts bytes|json <origin of the upstream>`.
 * `bytes` (floor A) passes bytes and parses nothing. `json` (floor B) does the least a gateway must: it parses the
 * request, replaces the model, writes it anew, parses the answer, and pipes streams.
 */
import { createServer, type ServerResponse } from 'node:http';
import { Pool, type Dispatcher } from 'undici';
import { announce } from './harness/announce.ts';
import { BytesAnswer, JsonAnswer, ownModel } from './harness/answers.ts';
import { failoverRoute, fastModel, refusedModel } from './harness/payloads.ts';
import { readBody } from './harness/read-body.ts';

const [mode, origin] = process.argv.slice(2);
if ((mode !== 'bytes' && mode !== 'json') || origin === undefined) {
  throw new Error('usage: floor.ts bytes|json <origin>');
}

const pool = new Pool(origin, { connections: 256, pipelining: 1 });
const serve = mode === 'json' ? serveParsed : passBytes;
const server = createServer((req, res) =>
  readBody(req, (body) => serve({ path: req.url ?? '/', res, body })),
);
announce(server, `floor ${mode}`);

interface Asked {
  readonly path: string;
  readonly res: ServerResponse;
  readonly body: Buffer;
}

function passBytes({ path, res, body }: Asked): void {
  ask(path, body, new BytesAnswer(res));
}

function serveParsed({ path, res, body }: Asked): void {
  const parsed = JSON.parse(body.toString()) as { model: string };
  const whole = (answer: Buffer, tokens: number): void => sendWhole(res, answer, tokens);
  const model = ownModel(parsed.model);
  if (model !== failoverRoute) {
    parsed.model = model;
    return ask(path, JSON.stringify(parsed), new JsonAnswer(res, { whole }));
  }
  // The least a failover can be: the one who refuses is asked first, then the one who serves.
  const refused = (): void => {
    parsed.model = fastModel;
    ask(path, JSON.stringify(parsed), new JsonAnswer(res, { whole }));
  };
  parsed.model = refusedModel;
  ask(path, JSON.stringify(parsed), new JsonAnswer(res, { whole, refused }));
}

function ask(path: string, body: string | Buffer, answer: Dispatcher.DispatchHandler): void {
  const headers = { 'content-type': 'application/json', authorization: 'Bearer bench' };
  pool.dispatch({ path, method: 'POST', headers, body }, answer);
}

function sendWhole(res: ServerResponse, body: Buffer, tokens: number): void {
  res.writeHead(200, {
    'content-type': 'application/json',
    'content-length': body.length,
    'x-tokens': tokens,
  });
  res.end(body);
}

/**
 * What the framework costs that Noria is built on: `node bench/fastify-floor.ts <origin of the upstream>`. As floor B
 * (parses the request, sets the model, writes it anew, parses the answer, pipes streams), as one writes it with fastify.
 */
import Fastify from 'fastify';
import { Pool } from 'undici';
import { sayWhere } from './harness/announce.ts';
import { JsonAnswer, ownModel } from './harness/answers.ts';

const [origin] = process.argv.slice(2);
if (origin === undefined) throw new Error('usage: fastify-floor.ts <origin>');

const pool = new Pool(origin, { connections: 256, pipelining: 1 });
const app = Fastify({ bodyLimit: 10 * 1_024 * 1_024, keepAliveTimeout: 60_000 });

app.post<{ Body: { model: string } }>('/v1/chat/completions', (request, reply) => {
  const headers = { 'content-type': 'application/json', authorization: 'Bearer bench' };
  const answer = new JsonAnswer(reply.raw, {
    whole: (body, tokens) => void reply.type('application/json').header('x-tokens', tokens).send(body),
    // Written past the framework: it has nothing to add to a stream.
    stream: () => void reply.hijack(),
  });
  const body = JSON.stringify({ ...request.body, model: ownModel(request.body.model) });
  pool.dispatch({ path: request.url, method: 'POST', headers, body }, answer);
  return reply;
});

await app.listen({ port: 0, host: '127.0.0.1' });
sayWhere(app.server, 'fastify floor');

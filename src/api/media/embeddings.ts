import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { bodyOf } from '../http/json-body.ts';
import { whoAsks } from '../http/ask-relay.ts';
import { isRecord, parseBody } from '../../upstream/parse-body.ts';
import { askMedia, sendMedia } from './ask-media.ts';
import { readEmbeddings } from './read-embeddings.ts';
import { requireOneFamily } from './require-one-family.ts';

/** POST /v1/embeddings: only by providers that have the very family that was asked for. */
export function addEmbeddings(app: FastifyInstance, context: ApiContext): void {
  app.post(
    '/v1/embeddings',
    { config: { audience: 'client', app: 'embeddings' } },
    async (request, reply) => {
      const { body, model, chars } = readEmbeddings(bodyOf(request.body));
      const family = requireOneFamily(context, model);
      const asked = { task: 'embedding', body, model: family, chars } as const;
      const { meta, body: bytes } = await askMedia(context, whoAsks({ request, reply }), asked);
      return sendMedia(reply, meta, { body: withUsage(bytes, chars) });
    },
  );
}

/** OpenAI's libraries expect a usage: where the provider tells none, it is estimated. */
function withUsage(bytes: Buffer, chars: number): Buffer {
  // It stands behind the vectors, where it is looked for without reading them.
  if (bytes.subarray(-200).includes('"usage":{')) return bytes;
  const body = parseBody(bytes);
  if (!isRecord(body)) return bytes;
  const tokens = Math.ceil(chars / charsPerToken);
  return Buffer.from(JSON.stringify({ ...body, usage: { prompt_tokens: tokens, total_tokens: tokens } }));
}

const charsPerToken = 4;

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { bodyOf, type JsonObject } from '../http/json-body.ts';
import { askRelay } from '../http/ask-relay.ts';
import { relayHeaders } from '../http/relay-headers.ts';
import { check } from '../openai/check-chat-body.ts';
import { embeddingRequest, readEmbeddings, type Embeddings } from '../translate/embedding.ts';
import { modelOf } from './model-of.ts';
import { nanoseconds } from './present.ts';
import { modelIn } from './read-call.ts';

interface EmbedCall {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** `POST /ollama/api/embed` https://docs.ollama.com/api/embed */
export async function embed(context: ApiContext, call: EmbedCall): Promise<object> {
  const given = bodyOf(call.request.body);
  const { input } = given;
  const texts: readonly unknown[] = Array.isArray(input) ? input : [input];
  const isTexts = texts.length > 0 && texts.every((text) => typeof text === 'string' && text !== '');
  check(isTexts, 'input', 'a text, or a list of texts, none of them empty');
  const { vectors, inputTokens } = await ask(context, call, given, texts as readonly string[]);
  return {
    model: modelIn(given) ?? 'auto',
    embeddings: vectors,
    total_duration: nanoseconds(context.clock.ticks() - call.request.arrivedTick),
    load_duration: 0,
    ...(inputTokens === null ? {} : { prompt_eval_count: inputTokens }),
  };
}

/** `POST /ollama/api/embeddings`, the older way: one text, one vector. */
export async function embedOne(context: ApiContext, call: EmbedCall): Promise<object> {
  const given = bodyOf(call.request.body);
  const { prompt } = given;
  check(typeof prompt === 'string' && prompt !== '', 'prompt', 'a text');
  const { vectors } = await ask(context, call, given, [prompt as string]);
  return { embedding: vectors[0] };
}

async function ask(
  context: ApiContext,
  call: EmbedCall,
  given: JsonObject,
  texts: readonly string[],
): Promise<Embeddings> {
  const { dimensions = null } = given;
  const isCount = typeof dimensions === 'number' && Number.isSafeInteger(dimensions) && dimensions >= 1;
  check(dimensions === null || isCount, 'dimensions', 'a whole number, 1 or more');
  const name = modelIn(given);
  const model = name === undefined ? undefined : modelOf(context, name, 'embedding');
  const answer = await askRelay(context, call, embeddingRequest(model, texts, dimensions as number | null));
  call.reply.headers(relayHeaders(answer.meta));
  return readEmbeddings(answer, texts.length);
}

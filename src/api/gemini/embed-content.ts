import type { FastifyReply, FastifyRequest } from 'fastify';
import { isRecord } from '../../upstream/parse-body.ts';
import type { ApiContext } from '../api-context.ts';
import { bodyOf, type JsonObject } from '../http/json-body.ts';
import { askRelay } from '../http/ask-relay.ts';
import { relayHeaders } from '../http/relay-headers.ts';
import { check } from '../openai/check-chat-body.ts';
import { embeddingRequest, readEmbeddings } from '../translate/embedding.ts';
import { pick, pickCount, pickObjects } from './fields.ts';

export interface EmbedCall {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly name: string;
}

/** `:embedContent`. A name that nobody has is a 404: vectors of two models must not meet. */
export async function embedContent(context: ApiContext, call: EmbedCall): Promise<object> {
  const given = bodyOf(call.request.body);
  const [values] = await embed(context, call, [textIn(given, '')], dimensionsOf(given, ''));
  return { embedding: { values } };
}

/** `:batchEmbedContents`: every one of them by the model of the address. */
export async function batchEmbedContents(context: ApiContext, call: EmbedCall): Promise<object> {
  const requests = pickObjects(bodyOf(call.request.body), 'requests', '');
  check(requests.length > 0, 'requests', 'a list of at least one request with content');
  const texts = requests.map((one, index) => textIn(one, `requests[${index}].`));
  const sizes = new Set(requests.map((one, index) => dimensionsOf(one, `requests[${index}].`)));
  check(sizes.size === 1, 'requests[].outputDimensionality', 'the same number in each of them');
  const vectors = await embed(context, call, texts, [...sizes][0] ?? null);
  return { embeddings: vectors.map((values) => ({ values })) };
}

async function embed(
  context: ApiContext,
  call: EmbedCall,
  texts: readonly string[],
  dimensions: number | null,
): Promise<readonly (readonly number[])[]> {
  const model = call.name.replace(/^models\//, '');
  const answer = await askRelay(context, call, embeddingRequest(model, texts, dimensions));
  const { vectors } = readEmbeddings(answer, texts.length);
  call.reply.headers(relayHeaders(answer.meta));
  return vectors;
}

function textIn(from: JsonObject, at: string): string {
  const content = pick(from, 'content');
  check(isRecord(content), `${at}content`, 'an object with parts');
  const parts = pickObjects(content as JsonObject, 'parts', `${at}content.`);
  const texts = parts.map((part, index) => {
    check(typeof part.text === 'string', `${at}content.parts[${index}].text`, 'a text');
    return part.text as string;
  });
  check(
    texts.some((text) => text !== ''),
    `${at}content.parts`,
    'at least one text',
  );
  return texts.join('\n');
}

function dimensionsOf(from: JsonObject, at: string): number | null {
  return pickCount(from, 'outputDimensionality', at) ?? null;
}

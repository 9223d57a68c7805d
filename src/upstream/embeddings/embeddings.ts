import type { ChatCall, Speak, WholeAnswer } from '../wire.ts';
import { readUsage } from '../openai/usage.ts';
import { converse, type Reply } from '../media/exchanges.ts';
import { jsonIn } from '../media/json-reply.ts';
import { fieldsFor, jsonCall, placeOf } from '../media/place.ts';
import { checkVectors, encodeBase64, vectorsIn } from './vectors.ts';

/**
 * OpenAI's embeddings. Providers are always asked for numbers, which all of them have; what the client wants is encoded
 * here. `model` in the answer is the family: two answers of one `model` may be compared.
 */
export const embed: Speak = (call, http, listener) =>
  converse(http, listener, async (exchanges) => {
    const place = placeOf(call, '/embeddings');
    const fields = fieldsFor(call, ['encoding_format']);
    return answerOf(call, await exchanges.ask(jsonCall(place, fields)));
  });

function answerOf(call: ChatCall, reply: Reply): WholeAnswer {
  const body = jsonIn(reply);
  const vectors = vectorsIn(body);
  checkVectors(call, vectors);
  const usage = readUsage(body);
  const encoded = call.body.encoding_format === 'base64' ? vectors.map(encodeBase64) : vectors;
  const answer = {
    object: 'list',
    model: call.family ?? call.model,
    data: encoded.map((embedding, index) => ({ object: 'embedding', index, embedding })),
    ...(usage === null ? {} : { usage: { prompt_tokens: usage.input, total_tokens: usage.input } }),
  };
  return { body: Buffer.from(JSON.stringify(answer)), usage, empty: vectors.length === 0 };
}

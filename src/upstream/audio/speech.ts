import type { Speak } from '../wire.ts';
import { converse, type Reply } from '../media/exchanges.ts';
import { jsonIn, refusalOf } from '../media/json-reply.ts';
import { fieldsFor, jsonCall, placeOf } from '../media/place.ts';

/** OpenAI's speech: the answer is the sound. */
export const speak: Speak = (call, http, listener) =>
  converse(http, listener, async (exchanges) => {
    const fields = { ...call.provider.audio?.speechDefaults, ...fieldsFor(call) };
    const question = jsonCall(placeOf(call, '/audio/speech'), fields, { accept: '*/*' });
    const reply = await exchanges.ask(question);
    if (isText(reply)) throw refusalOf(reply, jsonIn(reply));
    return {
      body: reply.body,
      usage: null,
      empty: reply.body.length === 0,
      contentType: typeOf(reply, fields),
    };
  });

/** An error that is told as a success. */
function isText({ headers }: Reply): boolean {
  return /^(application\/json|text\/)/i.test(headers['content-type'] ?? '');
}

/** https://platform.openai.com/docs/api-reference/audio/createSpeech; mp3 is its default. */
const types: Readonly<Record<string, string>> = {
  mp3: 'audio/mpeg',
  opus: 'audio/ogg',
  aac: 'audio/aac',
  flac: 'audio/flac',
  wav: 'audio/wav',
  pcm: 'audio/pcm',
};

function typeOf({ headers }: Reply, { response_format: format = 'mp3' }: Record<string, unknown>): string {
  const told = headers['content-type'];
  if (told !== undefined && /^audio\//i.test(told)) return told;
  return types[String(format)] ?? 'application/octet-stream';
}
